"""The words of a post as the stance models see them, with where they stand.

What must not move the answer is taken out here, before any model: links, leading
mentions, lines the reply quotes from the post it answers. A handle or a name of the
page's authors becomes the one word :data:`PERSON`, so that renaming people changes
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSON: Final = "user"
"""Stands for every handle and every author's name."""

# The look-behind keeps a long run of letters and dots from being tried at every letter.
_LINK = r"(?:https?\b\S*|www\.\S+|(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*)"
_MENTION = r"(?<![\w@.])@\w+(?:\.[\w-]+)*(?:@[\w.-]+\w)?"
_LEADING = re.compile(rf"(?:\s|[.,:;]|{_MENTION}|{_LINK})*", re.IGNORECASE)
_TAKEN_OUT = re.compile(rf"(?P<link>{_LINK})|(?P<mention>{_MENTION})", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)+[^\n]*", re.MULTILINE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the post's text from ``start`` to ``end``, as a model should read it.

    ``text`` is that run itself, or :data:`PERSON` where the run names somebody.
    """

    text: str
    start: int
    end: int

    @property
    def verbatim(self) -> bool:
        """Whether ``text`` is the post's own text, character by character."""
        return len(self.text) == self.end - self.start


def pieces(text: str, names: frozenset[str] = frozenset(), parent: str = "") -> list[Piece]:
    """``text`` without links, leading mentions and what it quotes from ``parent``.

    ``names`` are handles and names of the page's authors, without ``@``; case does not
    count. Names of several words are matched word by word only as a whole.
    """
    known, longest = _known(names)
    lead = _LEADING.match(text)
    position = lead.end() if lead else 0
    out: list[Piece] = []
    for start, end in _own_words(text, position, parent):
        at = start
        for found in _TAKEN_OUT.finditer(text, start, end):
            out.extend(_without_names(text, at, found.start(), known, longest))
            if found["mention"]:
                out.append(Piece(PERSON, found.start(), found.end()))
            at = found.end()
        out.extend(_without_names(text, at, end, known, longest))
    return out


def named_in(text: str, names: frozenset[str]) -> frozenset[str]:
    """Those of the names that may stand in the text, as they are written there: all that
    reading it has to know of a page's authors, and the same on every page with this text."""
    known, longest = _known(names)
    if not longest:
        return frozenset()
    words = _WORD.findall(text)
    folded = [w.casefold() for w in words]
    return frozenset(
        " ".join(words[i : i + n])
        for i in range(len(words))
        for n in range(1, min(longest, len(words) - i) + 1)
        if tuple(folded[i : i + n]) in known
    )


@lru_cache(maxsize=4)
def _known(names: frozenset[str]) -> tuple[frozenset[tuple[str, ...]], int]:
    """The names as words, and the most words in one. One page asks for the same names
    with every pair; splitting them each time would be quadratic in its posts."""
    known = frozenset(tuple(_words(n)) for n in names) - {()}
    return known, max(map(len, known), default=0)


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


def _without_names(
    text: str, start: int, end: int, known: frozenset[tuple[str, ...]], longest: int
) -> Iterator[Piece]:
    """The run as pieces, each known name replaced by :data:`PERSON`."""
    if longest:
        words = list(_WORD.finditer(text, start, end))
        folded = [w[0].casefold() for w in words]
        i = 0
        while i < len(words):
            for n in range(min(longest, len(words) - i), 0, -1):
                if tuple(folded[i : i + n]) in known:
                    if words[i].start() > start:
                        yield Piece(text[start : words[i].start()], start, words[i].start())
                    start = words[i + n - 1].end()
                    yield Piece(PERSON, words[i].start(), start)
                    i += n
                    break
            else:
                i += 1
    if end > start:
        yield Piece(text[start:end], start, end)


def _own_words(text: str, start: int, parent: str) -> Iterator[tuple[int, int]]:
    """Runs of ``text`` that are not a quotation of ``parent``."""
    at = start
    for line in _QUOTED_LINE.finditer(text, start):
        if line.start() > at:
            yield at, line.start()
        at = max(at, _quotation_end(line[0], line.start(), parent, line.end() == len(text)))
    if at < len(text):
        yield at, len(text)


def _quotation_end(line: str, start: int, parent: str, last: bool) -> int:
    """Where a quoted line stops. A flattened reply has its own words on the same line:
    there only what the parent also says is the quotation."""
    if not last:
        return start + len(line)
    words = list(_WORD.finditer(line))
    end = len(line) - len(line.lstrip(" \t>"))
    said = _words(parent)
    opening = [w[0].casefold() for w in words[:2]]
    at = next((i for i in range(len(said) - 1) if said[i : i + 2] == opening), len(said))
    for word, other in zip(words, said[at:], strict=False):
        if word[0].casefold() != other:
            break
        end = word.end()
    return start + end


def fold(word: str) -> str:
    """Lower case without accents: the form in which words are looked up."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return "".join(
        c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn"
    )
