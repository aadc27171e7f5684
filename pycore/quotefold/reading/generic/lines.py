"""What one line of text is made of, judged by the line alone.

A line is cut into atoms: times, views, counts, handles, labels, words of buttons. What
is left over is either a name beside a handle or somebody's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from quotefold.reading.patterns import (
    BY,
    CHROME,
    CHROME_NUMBERED,
    COUNT,
    EDGE,
    FULL_STAMP,
    JOINERS,
    LABEL_START,
    LABELS,
    NOBODY,
    RANK,
    REPOST_AFTER,
    STAMP,
    VIEWS,
    WROTE,
    folded,
)
from quotefold.reading.raw import Label

LineKind = Literal["nothing", "handle", "header", "label", "meta", "prose"]

NAME_CHARS: Final = 70
"""Longest line part that can be a name: X allows 50 characters, emoji count double."""

NAME_WORDS: Final = 8
"""Most words of a name in a label such as "Replying to NAME @handle"."""

LAST_MARK: Final = 0x2000
"""Characters above are letters of other scripts, signs and emoji: names use them all."""

META_CHARS: Final = 200
"""No line of times, counts and names is longer."""

HANDLE: Final = re.compile(
    r"@(?P<handle>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,60}[A-Za-z0-9_])?(?:@[A-Za-z0-9.-]+\.[A-Za-z]{2,})?)"
    r"(?![A-Za-z0-9_@])"
)
_SEPARATORS: Final = "·•|⋅∙/\u2022\u00b7"
_BADGES: Final = "✓✔☑✅✪✦✧◆◇★☆⭐🔵🔷✗\ufe0f\ufe0e "
"""What pages print beside a name for a verified account."""

_SPLIT: Final = re.compile(rf"\s*[{re.escape(_SEPARATORS)}]\s*|\s[—–-]\s|\n")
_LOOSE: Final = " \t\n\r\u00a0\u200b\u200e\u200f\u202f\u2060\ufeff,;:—–-()[]{}«»\"“”'‘’.…→←▸›»>~"
_WORD: Final = re.compile(r"\S+?(?=[\s,;:()\[\]]|$)|\S")
_NUMBERS: Final = re.compile(r"\d[\d.,]*(?:\s?[kmb](?![a-z0-9]))?")


@dataclass(frozen=True, slots=True)
class Line:
    """The atoms of a line. ``rest`` is what no atom explains, ``before`` the part of it
    that stands before the first handle."""

    kind: LineKind
    handles: tuple[str, ...] = ()
    time: str = ""
    views: bool = False
    label: Label = ""
    label_words: str = ""
    rest: str = ""
    before: str = ""
    strong: bool = False
    """A header by more than a short text beside a handle: a bracket, a time."""


PROSE: Final = Line("prose")


def is_chrome(text: str) -> bool:
    """Whether a casefolded text is a button's, a link's or a menu's."""
    text = text.strip(_LOOSE).replace("’", "'")
    if not text:
        return True
    return text in CHROME or (
        any(c.isdigit() for c in text) and _NUMBERS.sub("#", text) in CHROME_NUMBERED
    )


def parse_line(text: str) -> Line:
    """Cut a line into its atoms."""
    text = " ".join(text.split())
    if len(text) > META_CHARS:
        return PROSE
    low = folded(text)
    bare = low.strip(_LOOSE + _SEPARATORS)
    if not bare:
        if not text.strip(_LOOSE + _SEPARATORS) and not any(c in text for c in "?!"):
            return Line("nothing")
        return PROSE
    if all(c in _BADGES for c in bare):
        return Line("meta")
    if bare in LABELS:
        return Line("label", label=LABELS[bare], label_words=bare)
    if is_chrome(low) or bare in NOBODY or low.startswith(EDGE):
        return Line("meta")
    label = _labelled(text, low)
    if label is not None:
        return label
    wrote = WROTE.search(low)
    if wrote is not None and len(text) <= META_CHARS:
        line = _atoms(text[: wrote.start()].rstrip(), low[: wrote.start()].rstrip())
        if line.kind in ("handle", "header"):
            return replace(line, strong=True)
    return _atoms(text, low)


def _labelled(text: str, low: str) -> Line | None:
    start = len(low) - len(low.lstrip(" ·•|—–-↩↪⤷↳🔁→([>"))
    match = LABEL_START.match(low, start)
    if match is not None:
        words = match.group().strip(_LOOSE)
        rest = text[match.end() :]
        found = list(HANDLE.finditer(rest))
        if not found:
            return (
                None
                if rest.strip(_LOOSE)
                else Line("label", label=LABELS[words], label_words=words)
            )
        name = rest[: found[0].start()].strip(_LOOSE)
        between = HANDLE.sub(" ", rest[found[0].start() :])
        unknown = [w for w in re.split(r"[\s,]+", between.casefold()) if w.strip(_LOOSE)]
        if (
            len(name.split()) <= NAME_WORDS
            and len(name) <= NAME_CHARS
            and (all(w in JOINERS or w.isdigit() for w in unknown) or _is_meta(between))
        ):
            handles = tuple(m["handle"] for m in found)
            return Line("label", handles, label=LABELS[words], label_words=words, rest=name)
    for after in REPOST_AFTER:
        if low.endswith(after) and len(text) <= NAME_CHARS + len(after):
            head = text[: len(text) - len(after)].strip()
            if head and (head[-1:].isspace() or not after[0].isascii() or len(head.split()) <= 5):
                handles = tuple(m["handle"] for m in HANDLE.finditer(head))
                if handles or len(head.split()) <= 4:
                    return Line("label", handles, label="repost", label_words=after, rest=head)
    return None


def _is_meta(text: str) -> bool:
    return parse_line(text).kind in ("nothing", "meta")


def _atoms(text: str, low: str) -> Line:
    handles: list[str] = []
    rest: list[str] = []
    before: list[str] = []
    times: list[tuple[int, int]] = []
    views = False
    bracketed = False
    first_at = -1
    after_rest = False
    bare = False
    joints: list[str] = []
    pos = 0
    for segment in [*_SPLIT.finditer(low), None]:
        end = len(low) if segment is None else segment.start()
        part = low[pos:end]
        if part.strip() and not is_chrome(part):
            at = pos
            while at < end:
                if low[at] in _LOOSE and not _starts_number(low, at):
                    at += 1
                    continue
                fresh = at == 0 or not (low[at - 1].isalnum() or low[at - 1] in "@_&$")
                match = HANDLE.match(text, at) if text[at] == "@" and fresh else None
                if match is not None:
                    handle = match["handle"]
                    if handle not in handles:
                        handles.append(handle)
                    if first_at < 0:
                        first_at = at
                    bracketed = bracketed or text[max(0, at - 1) : at] == "("
                    at = match.end()
                    continue
                if fresh:
                    if not rest and at > pos and is_chrome(low[at:end]):
                        break
                    found = VIEWS.match(low, at)
                    if found is not None and found.end() <= end:
                        views, at = True, found.end()
                        continue
                    found = STAMP.match(low, at)
                    if found is not None:
                        times.append((at, found.end()))
                        at = found.end()
                        if at > end:
                            break
                        continue
                    found = RANK.match(low, at) or COUNT.match(low, at)
                    if found is not None and found.end() > at:
                        bare = bare or found.group().strip("km.,b ").isdigit()
                        at = found.end()
                        continue
                word = _WORD.match(text, at)
                stop = word.end() if word is not None and word.end() > at else at + 1
                piece = text[at:stop]
                if piece.casefold().strip(_LOOSE) in BY and not rest:
                    joints.append(piece)
                else:
                    rest.append(piece)
                    if not handles:
                        before.append(piece)
                    else:
                        after_rest = True
                at = max(stop, at + 1)
        pos = max(pos, len(low) if segment is None else segment.end())
        if times and times[-1][1] > pos:
            pos = times[-1][1]
    time = text[times[0][0] : times[-1][1]] if times else ""
    if len(time) > 60:
        time = text[times[0][0] : times[0][1]]
    if joints and not (handles or times):
        rest = joints + rest
    left = " ".join(rest)
    if (
        not handles
        and rest
        and rest[-1].casefold() in NOBODY
        and all(word.casefold() in BY for word in rest[:-1])
    ):
        left = ""
    # A name may look like a time or a number ("3h later"), so what stands before the
    # handle is taken as it is.
    named = text[:first_at].strip(_LOOSE + _SEPARATORS) if before and first_at > 0 else ""
    kind: LineKind = "prose"
    if not left:
        one = len(handles) == 1 and not (bare and not times)
        kind = "handle" if one else "meta" if not handles else "prose"
    elif (
        len(handles) == 1
        and any(c.isalpha() or ord(c) > LAST_MARK for c in named)
        and len(named) <= NAME_CHARS
        and not after_rest
    ):
        kind = "header"
        left = named
        if times and times[0][0] < first_at:
            times = [t for t in times if t[0] > first_at]
            time = text[times[0][0] : times[-1][1]] if times else ""
    strong = (
        bracketed
        or (bool(time) and _set_apart(low, times[0][0]))
        or (kind == "handle" and text.rstrip()[-1:] == ":")
        or (
            kind == "header"
            and text.lstrip()[:1] in "—–"
            and (named[:1].isalpha() or ord(named[0]) > LAST_MARK)
            and not named[:1].islower()
            and looks_like_name(named)
        )
    )
    return Line(kind, tuple(handles), time, views, "", "", left, named, strong)


def _set_apart(text: str, at: int) -> bool:
    """Whether a time stands behind a separator, or is a whole date: a bare clock or number
    can be part of what somebody says."""
    before = text[:at].rstrip()
    return not before or before[-1] in f"{_SEPARATORS},(—–-" or bool(FULL_STAMP.match(text, at))


def looks_like_name(text: str) -> bool:
    """Whether a few words could be a name: few, and not mostly in small letters."""
    words = text.split()
    small = sum(w[:1].islower() for w in words)
    return "://" not in text and (len(words) < 3 or small < 0.5 * len(words))


def _starts_number(text: str, at: int) -> bool:
    return text[at] == "—" and text[at + 1 : at + 2] in ("", " ")


def without_numbers(text: str) -> str:
    """What "3 notes" and "1.2K notes" have in common."""
    return _NUMBERS.sub("#", text.casefold())
