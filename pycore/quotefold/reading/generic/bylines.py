"""Authors that pages name without a handle: names in a column, bylines, "X wrote:".

Forums and comment pages print a name where networks print ``@handle``. A name alone is a
short text like any other; what makes it an author's is its place: one in every post, the
same few again and again, or named above a quote as who wrote it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

from quotefold.reading.generic.columns import paths
from quotefold.reading.generic.lines import (
    META_CHARS,
    NAME_CHARS,
    NAME_WORDS,
    Line,
    looks_like_name,
    parse_line,
    without_numbers,
)
from quotefold.reading.generic.page import Cell, Page
from quotefold.reading.patterns import BY, FACT, FACTS, WROTE, folded

REGULAR: Final = 0.8
"""Share of the posts in which a column of names has one."""

ENOUGH: Final = 0.5
"""Share of the times beside which a handle stands, from which on handles name the authors."""

FEW: Final = 3
"""Lines of a kind that make a rule."""

USUAL: Final = 0.6
"""Share of like places with the same words, from which on the words are the page's."""

_SENTENCE: Final = re.compile(r"[.?!:;,…]$")
_COUNTED: Final = re.compile(r"\d[\d.,]*\s?[kmbKMB]?(?:\s+[^\W\d_]+){1,3}")
_BEFORE: Final = re.compile(r"[\W_]+")


def settle_bylines(page: Page) -> None:
    """Give the lines that name an author without a handle the role of one."""
    where = paths(page.tree, page.tree.tags)
    shaped = paths(page.tree, page.shapes)
    _links_in_bylines(page)
    _stamped_lines(page, where)
    _facts(page, where)
    _counts(page, shaped)
    speakers = {i: who for i, c in enumerate(page.cells) if (who := _speaker(c))}
    _name_column(page, where, {who.casefold() for who in speakers.values()})
    _speakers(page, where, speakers)


def _links_in_bylines(page: Page) -> None:
    """A line such as "submitted by <a>Ada</a> 5 hours ago", which is a byline but for the link."""
    for node, handle, href in page.people_in_lines:
        at = bisect_left(page.starts, node + 1) - 1
        cell = page.cells[at]
        if len(cell.text) > META_CHARS:
            continue
        words = " ".join(page.tree.raw_text(node).split())
        if cell.role != "prose" or not words or len(words) > NAME_CHARS:
            continue
        before, found, after = cell.text.partition(words)
        rest = parse_line(f"{before} {after}")
        if found and rest.kind in ("meta", "nothing") and (rest.time or _is_by(before)):
            own = words.removeprefix("@")
            name = "" if own.casefold() == handle.casefold() else own
            cell.line = replace(rest, kind="header", handles=(handle,), rest=name, before=name)
            cell.line = replace(cell.line, strong=True)
            cell.role = "header"
            page.add_profile(node, handle, href)


def _is_by(text: str) -> bool:
    words = [w for w in _BEFORE.split(folded(text)) if w]
    return bool(words) and all(w in BY for w in words)


def _stamped_lines(page: Page, where: list[int]) -> None:
    """Lines that all begin with a time and go on with "Subject: …" are the page's."""
    places: dict[int, list[Cell]] = defaultdict(list)
    for cell in page.cells:
        places[where[cell.root]].append(cell)
    for cells in places.values():
        stamped = [c for c in cells if c.line.time and _goes_on_with_a_fact(c)]
        if len(stamped) < FEW:
            continue
        for cell in stamped:
            if cell.role == "prose":
                cell.role = "meta"


def _goes_on_with_a_fact(cell: Cell) -> bool:
    before, _, after = folded(cell.text).partition(folded(cell.line.time))
    by = all(word in BY for word in _BEFORE.split(before) if word)
    return by and FACT.match(after.lstrip(" ·|,-–—\u00a0")) is not None


def _facts(page: Page, where: list[int]) -> None:
    """Lines such as "Joined: 12 Mar 2019", in one cell or two, say something of the author or
    the subject, and their times are no post's."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, cell in enumerate(page.cells):
        if cell.role not in ("prose", "meta", "name") or len(cell.text) > 2 * NAME_CHARS:
            continue
        low = folded(cell.text)
        match = FACT.match(low)
        key = match.group() if match is not None else low if low in FACTS else ""
        if key:
            found[where[cell.root], key].append(i)
    for (_, key), cells in found.items():
        if len(cells) < FEW:
            continue
        for i in cells:
            page.cells[i].role, page.cells[i].line = "meta", Line("meta")
            after = page.cells[i + 1] if key in FACTS and i + 1 < len(page.cells) else None
            if after is not None and after.role == "meta":
                after.line = Line("meta")


def _counts(page: Page, where: list[int]) -> None:
    """Counts in words that no table knows ("3 notes"): the same with another number in each
    post."""
    same: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    places: Counter[int] = Counter()
    for cell in page.cells:
        place = where[cell.root]
        places[place] += 1
        if cell.role == "prose" and _COUNTED.fullmatch(cell.text):
            same[place, without_numbers(cell.text)].append(cell)
    for (place, _), cells in same.items():
        different = len({c.text for c in cells})
        if different > 1 and len(cells) >= max(FEW, USUAL * places[place]):
            for cell in cells:
                cell.role = "meta"


def _speaker(cell: Cell) -> str:
    """Who is named by a line such as "Ada wrote:" without a handle."""
    if cell.role != "prose" or len(cell.text) > NAME_CHARS + NAME_WORDS:
        return ""
    low = folded(cell.text)
    found = WROTE.search(low)
    if found is None or cell.line.handles:
        return ""
    who = cell.text[: found.start()].strip(" \"'“”«»↑>")
    return who if who and len(who.split()) <= NAME_WORDS else ""


def _name_column(page: Page, where: list[int], speakers: set[str]) -> None:
    """On a page whose posts bear times and no handles: the column that names their authors."""
    times = Counter(
        where[c.root] for c in page.cells if c.role == "meta" and c.line.time
    ).most_common(1)
    posts = times[0][1] if times else 0
    signed = sum(c.role in ("handle", "header") for c in page.cells)
    signed = max(signed, len({h.node for h in page.hints}))
    if posts < FEW or signed >= ENOUGH * posts:
        return
    places: dict[int, list[Cell]] = defaultdict(list)
    long: set[int] = set()
    for cell in page.cells:
        if cell.role == "prose":
            places[where[cell.root]].append(cell)
            if len(cell.text) > NAME_CHARS or _SENTENCE.search(cell.text):
                long.add(where[cell.root])
    best: list[Cell] = []
    most = (0, 0)
    for place, cells in places.items():
        different = {c.text.casefold() for c in cells}
        named = len(different & speakers)
        if (
            place in long
            or not REGULAR * posts <= len(cells) <= posts + 1
            or len(different) < 2
            or not all(looks_like_name(c.text) for c in cells)
            or (len(different) > REGULAR * len(cells) and not named)
        ):
            continue
        if (named, len(different)) > most:
            best, most = cells, (named, len(different))
    for cell in best:
        cell.role = "handle"
        cell.line = Line("handle", (cell.text,))
    if best:
        _page_words(page, where, len(best))


def _page_words(page: Page, where: list[int], posts: int) -> None:
    """Short words that are the same beside most names are about the authors."""
    same = Counter((where[c.root], c.text) for c in page.cells if c.role == "prose")
    for cell in page.cells:
        often = same[where[cell.root], cell.text] >= max(FEW, USUAL * posts)
        if cell.role == "prose" and len(cell.text) <= NAME_CHARS and often:
            cell.role = "meta"


def _speakers(page: Page, where: list[int], speakers: dict[int, str]) -> None:
    """Let "Ada wrote:" sign what follows where the page knows an Ada, or where most lines of
    the kind name somebody it knows."""
    known: dict[str, str] = {}
    for cell in page.cells:
        if cell.role in ("handle", "header"):
            handle = cell.line.handles[0]
            known.setdefault(handle.casefold(), handle)
            if cell.role == "header" and cell.line.rest:
                known.setdefault(cell.line.rest.casefold(), handle)
    for hint in page.hints:
        if hint.name:
            known.setdefault(hint.name.casefold(), hint.handle)
    places: Counter[int] = Counter()
    sure: Counter[int] = Counter()
    for i, who in speakers.items():
        places[where[page.cells[i].root]] += 1
        sure[where[page.cells[i].root]] += who.casefold() in known
    for i, who in speakers.items():
        cell = page.cells[i]
        place = where[cell.root]
        handle = known.get(who.casefold(), "")
        if not handle and sure[place] >= FEW and 2 * sure[place] > places[place]:
            handle = who
        if handle and cell.role == "prose":
            cell.role = "handle"
            cell.line = replace(cell.line, kind="handle", handles=(handle,), strong=True)
