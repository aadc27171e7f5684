"""Mail habits: lines that begin with ``>``, and "X wrote:" above them.

Lists and forums keep them as text, so they are read from text: own words, and runs of
quoted lines by depth. An answer between two quoted runs stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from itertools import groupby
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.model import Author
from quotefold.reading.attributions import (
    BANNER,
    DATED,
    FROM,
    HEADER,
    MAX_CHARS,
    MOST_HEADERS,
    attributed_to,
    is_header_block,
    person,
)
from quotefold.reading.worded import WordedQuote, in_reading_order, joined, part

_MARKS: Final = re.compile(r"(?:>[ \t]?)+")
_FOOTER: Final = re.compile(r"--|_{20,}")
_WHOLE_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")
_MAX_ATTRIBUTION_LINES: Final = 3
_MAX_LEVELS: Final = 32
"""Deeper levels count as one: real threads stay below 20, and a page could nest without end."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines of one depth. Depth 0 are own words; ``who`` is the person that
    the line above the run names, "" where none is named."""

    depth: int
    words: Text
    who: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    depth: int
    start: int
    end: int
    after_blank: bool


def mail_time(date: str) -> str:
    """The ISO form of a mail's date; "" for what is none or names no zone."""
    try:
        moment = parsedate_to_datetime(date)
    except (TypeError, ValueError, IndexError):
        return ""
    return "" if moment.tzinfo is None else moment.isoformat()


def attribution_at_end(raw: str) -> tuple[int, str] | None:
    """Where the last lines of a text are an attribution: its start, and who is named."""
    lines = raw.rstrip().split("\n")
    found = _wrapped_attribution(lines[-_MAX_ATTRIBUTION_LINES:])
    return None if found is None else (len("\n".join(lines[: -found[0]])), found[1])


def _wrapped_attribution(lines: Sequence[str]) -> tuple[int, str] | None:
    """How many of the last lines are one attribution, and who is named in it.

    More than one only where the first of them begins with a date, or the last is no more
    than an address: what stands above is the writer's own words otherwise, and above a
    whole date always.
    """
    found: tuple[int, str] | None = None
    for size in range(1, len(lines) + 1):
        line = " ".join(lines[-size:])
        who = attributed_to(line)
        if who is not None and (found is None or not found[1] or DATED.match(line)):
            found = size, who
            if _WHOLE_DATE.match(line):
                break
    return found


def runs_of(text: Text) -> list[Run]:
    """Own words and quoted runs of a mail in order; attributions, the signature and the
    list's footer left out. ``text`` has the mail's line breaks."""
    lines = _lines(text.text)
    lines, senders, headers = _below_headers(text.text, lines)
    named, dropped = _attributions(text.text, lines)
    named = {**named, **senders}
    dropped |= headers
    speakers: dict[int, str] = {}
    runs = []
    kept = []
    for number, line in enumerate(lines):
        if number in named:
            # Who speaks one level down, until somebody else is named there.
            speakers = {d: who for d, who in speakers.items() if d <= line.depth}
            speakers[line.depth + 1] = named[number]
        if number not in dropped:
            kept.append((line, speakers.get(line.depth, "")))
    for (depth, who), group in groupby(kept, key=lambda pair: (pair[0].depth, pair[1])):
        words = joined(
            ("\n\n" if line.after_blank else "\n", part(text, line.start, line.end))
            for line, _ in group
        )
        if words.text:
            runs.append(Run(depth, words, who))
    return runs


def _lines(text: str) -> list[_Line]:
    lines = []
    start, blank = 0, False
    for raw in text.split("\n"):
        marks = _MARKS.match(raw)
        skip = marks.end() if marks else 0
        if not marks and _FOOTER.fullmatch(raw.strip()) and not _leads_in(text, start + len(raw)):
            break
        if raw[skip:].strip():
            depth = min(raw.count(">", 0, skip), _MAX_LEVELS)
            lines.append(_Line(depth, start + skip, start + len(raw), blank))
            blank = False
        else:
            blank = True
        start += len(raw) + 1
    return lines


def _leads_in(text: str, at: int) -> bool:
    """Whether a line of strokes has the headers of a quoted mail below it."""
    below = text[at : at + MAX_CHARS].strip().split("\n")
    return is_header_block([line.strip() for line in below])


def _below_headers(
    text: str, lines: Sequence[_Line]
) -> tuple[list[_Line], Mapping[int, str], set[int]]:
    """Mails quoted as a whole: below "From: … Sent: …" all is one level deeper.

    Returns the lines with their depths, who is named by the last line of each such block,
    and the lines of the blocks.
    """
    found: list[_Line] = []
    named: dict[int, str] = {}
    dropped: set[int] = set()
    deeper = 0
    number = 0
    while number < len(lines):
        block = lines[number : number + MOST_HEADERS]
        words = [text[line.start : line.end].strip() for line in block]
        size = 0
        if is_header_block(words) and len({line.depth for line in block[:2]}) == 1:
            size = next((n for n, w in enumerate(words) if not HEADER.match(w)), len(words))
        if size < len(("who", "when")):
            line = lines[number]
            found.append(replace(line, depth=min(line.depth + deeper, _MAX_LEVELS)))
            number += 1
            continue
        if found and BANNER.fullmatch(text[found[-1].start : found[-1].end].strip()):
            dropped.add(number - 1)
        dropped.update(range(number, number + size))
        sender = FROM.fullmatch(words[0])
        named[number + size - 1] = person(sender["who"]) if sender is not None else ""
        found += [replace(line, depth=line.depth + deeper) for line in block[:size]]
        deeper += 1
        number += size
    return found, named, dropped


def _attributions(text: str, lines: Sequence[_Line]) -> tuple[Mapping[int, str], set[int]]:
    """Last lines of attributions with the person they name, and all lines of them."""
    named: dict[int, str] = {}
    dropped: set[int] = set()
    for number in range(len(lines) - 1):
        if lines[number + 1].depth <= lines[number].depth:
            continue
        first = number
        while (
            number - first + 1 < _MAX_ATTRIBUTION_LINES
            and first > 0
            and not lines[first].after_blank
            and lines[first - 1].depth == lines[number].depth
        ):
            first -= 1
        found = _wrapped_attribution([text[n.start : n.end] for n in lines[first : number + 1]])
        if found is not None:
            size, named[number] = found
            dropped.update(range(number + 1 - size, number + 1))
    return named, dropped


def split_mail(
    tree: Tree, text: Text, box: str = "", people: Mapping[str, Author] | None = None
) -> tuple[Text, tuple[WordedQuote, ...]]:
    """A mail's own words and its quotes, both in reading order.

    ``box`` matches the element that the archive puts around a quoted run, if it does so;
    a run without one has no node. ``people`` are known authors by lower-case name: only
    they are named as a quote's author where an attribution is not one plain name.
    """
    runs = runs_of(text)
    own = joined(("\n\n", run.words) for run in runs if not run.depth)
    quotes: list[WordedQuote] = []
    for quoted, group in groupby(runs, key=lambda run: run.depth > 0):
        if quoted:
            quotes += _quotes(tree, list(group), box, people or {})
    return own, tuple(in_reading_order(quotes))


def _quotes(
    tree: Tree, runs: Sequence[Run], box: str, people: Mapping[str, Author]
) -> list[WordedQuote]:
    depths = sorted({run.depth for run in runs})
    node = _box_around(tree, runs, box) if box else -1
    quotes = []
    for depth in depths:
        level = [run for run in runs if run.depth == depth]
        words = joined(("\n\n", run.words) for run in level)
        who = next((run.who for run in level if run.who), "")
        outer = depth == depths[0]
        quotes.append(
            WordedQuote(
                node=node if outer else -1,
                body=(words.runs[0][1],),
                author=people.get(who.casefold()) or (Author(who, who) if who else None),
                words=words,
                inside=-1 if outer else node,
            )
        )
    return quotes


def _box_around(tree: Tree, runs: Sequence[Run], box: str) -> int:
    """The element that holds all the runs, or -1."""
    nodes = [node for run in runs for _, node, _, _ in run.words.runs]
    first, last = min(nodes), max(nodes)
    test = selector(box)
    for up in tree.ancestors(first):
        if test.matches(tree, up):
            return up if tree.contains(up, last) else -1
    return -1
