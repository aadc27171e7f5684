"""Posts that the page does not sign, among posts that it signs.

Without a handle of its own such a post is no pivot: only the card in it is found, and would
pass for the post. What gives it away is its place: where its neighbours are signed posts,
the element around the card is built and placed like theirs, and has words beside the card.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from quotefold.reading.generic.page import Page
from quotefold.reading.generic.records import Record

NEIGHBOURS: Final = 2
"""Signed posts that must stand beside, built alike, to say what a post looks like."""


CARD_WORDS: Final = 4
"""Fewer words below a handle may be those of a button in a language nobody taught us."""


def with_unsigned(page: Page, records: Sequence[Record]) -> list[Record]:
    """The records, with the posts around cards that were taken for posts."""
    tree = page.tree
    single = [r for r in records if tree.ends[r.start] == r.end]
    if len(single) != len(records):
        return list(records)  # laid flat: no element stands for a post
    settled: dict[int, Record] = {}
    for parent, members in _groups(page, records).items():
        if len(members) > NEIGHBOURS:
            settled.update(_in_one_list(page, parent, members))
    return [settled.get(r.start, r) for r in records]


def _groups(page: Page, records: Sequence[Record]) -> dict[int, list[Record]]:
    """Records by the innermost element that holds others in other children."""
    tree = page.tree
    branches: dict[int, set[int]] = defaultdict(set)
    for record in records:
        node = record.start
        for up in tree.ancestors(node):
            branches[up].add(node)
            node = up
    groups: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        for up in tree.ancestors(record.start):
            if len(branches[up]) > 1:
                groups[up].append(record)
                break
    return groups


def _in_one_list(page: Page, parent: int, members: Sequence[Record]) -> dict[int, Record]:
    """New records by the start of those they take the place of."""
    tree = page.tree
    paths = {r.start: list(page.path(r.start, parent)) for r in members}
    depth, count = Counter(len(path) for path in paths.values()).most_common(1)[0]
    if count < NEIGHBOURS:
        return {}
    usual = [p for p in paths.values() if len(p) == depth]
    built = Counter(page.shapes[path[-1]] for path in usual)
    found = {}
    for record in members:
        path = paths[record.start]
        if len(path) <= depth or built[page.shapes[path[-1]]] < NEIGHBOURS or record.kids:
            continue
        post = path[len(path) - depth]
        inside = page.prose(record.start, record.end)
        if page.prose(post, tree.ends[post]) > inside and _words(page, record) >= CARD_WORDS:
            inner = [record.head, *record.inner]
            found[record.start] = Record(post, tree.ends[post], path[-1], -1, inner=inner)
    return found


def _words(page: Page, record: Record) -> int:
    cells = (page.cells[i] for i in page.cell_range(record.start, record.end))
    return sum(len(cell.text.split()) for cell in cells if cell.role == "prose")
