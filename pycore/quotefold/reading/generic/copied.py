"""Quotes that nothing marks but that they repeat: a box among the words of a post that
begins as another post does.

One such box may be chance. Where most boxes of a kind repeat words that stand elsewhere in a
box of another kind, the kind is that of quotes, and all boxes of it are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quotefold.dom.tree import TEXT
from quotefold.reading.generic.cards import Card, Cards, Draft
from quotefold.reading.generic.lines import NAME_CHARS
from quotefold.reading.generic.page import COPY_CHARS, Page
from quotefold.reading.generic.records import letters_of

OPENING: Final = re.compile(r"[^@]{0,70}?\(?@(?P<handle>[A-Za-z0-9_]{1,20})\)?\s?:\s")
"""How a quote without markup names its author: "Ada (@ada): …"."""

FEWEST: Final = 2
"""Copies that make a kind."""

MOST: Final = 0.5
"""Share of a kind that must be copies."""


@dataclass(frozen=True, slots=True)
class _Box:
    """One of several parts of a post's own words."""

    post: int
    node: int
    kind: int
    beginnings: tuple[str, ...]


def beginnings(page: Page, cells: Sequence[int]) -> tuple[str, ...]:
    """The first letters of some words, with and without a name before them."""
    prose = [page.cells[i].text for i in cells if page.cells[i].role == "prose"][:2]
    starts = []
    for text in prose:
        opening = OPENING.match(text)
        letters = letters_of(text[opening.end() if opening else 0 :][: 2 * COPY_CHARS])
        if len(letters) >= COPY_CHARS:
            starts.append(letters[:COPY_CHARS])
        if len(text) > NAME_CHARS:
            break
    return tuple(starts)


def repeats(page: Page, drafts: Sequence[Draft]) -> int:
    """How many quotes begin as the own words of a post do: those of a thread that is read
    rightly."""
    ends = page.tree.ends
    known = {start for d in drafts for start in beginnings(page, d.cells)}
    return sum(
        any(s in known for s in beginnings(page, page.cell_range(c.node, ends[c.node])))
        for d in drafts
        for c in d.cards
    )


def add_copied_quotes(page: Page, cards: Cards, drafts: Sequence[Draft]) -> None:
    """Make quotes of the boxes of those kinds."""
    boxes = [box for n, draft in enumerate(drafts) for box in _boxes(page, n, draft)]
    where: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for box in boxes:
        for start in box.beginnings:
            where[start].add((box.post, box.kind))
    kinds: dict[int, list[bool]] = defaultdict(list)
    beside: dict[int, set[int]] = defaultdict(set)
    for box in boxes:
        if box.kind and box.beginnings:
            elsewhere = any(
                post != box.post and kind != box.kind
                for start in box.beginnings
                for post, kind in where[start]
            )
            kinds[box.kind].append(elsewhere)
        beside[box.post].add(box.kind)
    rate = {kind: sum(found) / len(found) for kind, found in kinds.items()}
    quoting = {
        kind
        for kind, found in kinds.items()
        if sum(found) >= FEWEST
        and rate[kind] >= MOST
        and all(
            rate[kind] > rate.get(k, 0) for ks in beside.values() if kind in ks for k in ks - {kind}
        )
    }
    for box in boxes:
        if box.kind in quoting and beside[box.post] - quoting:
            cards.add(drafts[box.post], Card(box.node, -1))


def _boxes(page: Page, number: int, draft: Draft) -> Iterator[_Box]:
    """The parts of a post's words that lie side by side; the whole of them has kind 0."""
    tree = page.tree
    prose = [i for i in draft.cells if page.cells[i].role == "prose"]
    if not prose:
        return
    top = page.common(page.cells[prose[0]].root, page.cells[prose[-1]].root)
    parts: dict[int, list[int]] = defaultdict(list)
    for i in prose:
        cell = page.cells[i]
        parts[page.child_towards(top, cell.root if cell.root != top else cell.start)].append(i)
    if len(parts) < 2 or top < tree.parents[draft.start]:
        yield _Box(number, -1, 0, beginnings(page, prose))
        return
    for node, cells in parts.items():
        opened = OPENING.match(page.cells[cells[0]].text) is not None
        kind = hash((page.shapes[node], opened)) or 1
        start = beginnings(page, cells)
        if tree.tags[node] == TEXT or (draft.head >= 0 and tree.contains(node, draft.head)):
            yield _Box(number, -1, 0, start)
        else:
            yield _Box(number, node, kind, start)
