"""Marks that stand in the same place of every post, whoever wrote it.

A post may name nobody: then its time, or the link to it, is what it has in common with its
neighbours. Marks with the same path from the top of the page form a column. A column that
the posts found so far don't explain (a mark outside of all posts, two in one) is tried as
the pivots of a reading of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from quotefold.dom.tree import Tree
from quotefold.reading.generic.page import INLINE, Page
from quotefold.reading.generic.records import Record

FEWEST: Final = 2
"""Marks that make a column."""

NEAR: Final = 2
"""Boxes around a mark that tell its place where posts nest."""

MOST_COLUMNS: Final = 12
"""Columns that are tried; the longest first. A page has few kinds of marks."""


def columns(page: Page) -> list[list[int]]:
    """Marks by their place, the longest column first. Places are told apart by tags and
    classes, by tags alone (rows often have classes by turns), by the boxes next to them."""
    by_tag = paths(page.tree, page.tree.tags)
    by_shape = paths(page.tree, page.shapes)
    found: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for kind, root, node in _marks(page):
        found["tag" + kind, by_tag[root]].append(node)
        found["shape" + kind, by_shape[root]].append(node)
        # Answers that nest have the same boxes around them at every depth.
        near = tuple(page.shapes[n] for n in islice(page.path(root, -1), NEAR))
        found["near" + kind, near].append(node)
    different = {tuple(sorted(set(nodes))) for nodes in found.values()}
    lists = sorted((list(c) for c in different if len(c) >= FEWEST), key=lambda c: (-len(c), c))
    return lists[:MOST_COLUMNS]


def paths(tree: Tree, kinds: Sequence[object]) -> list[int]:
    """For each node a number that nodes share whose ancestors are of the same kinds."""
    found: list[int] = []
    for node, up in enumerate(tree.parents):
        found.append(hash((found[up] if up >= 0 else 0, kinds[node])))
    return found


def _marks(page: Page) -> list[tuple[str, int, int]]:
    """Times, handles and links to posts: kind, element, pivot."""
    marks = []
    for cell in page.cells:
        root = _block(page, cell.root)
        if cell.role in ("meta", "handle", "header") and cell.line.time:
            marks.append(("time", root, cell.start))
        if cell.role in ("handle", "header"):
            marks.append(("handle", root, cell.start))
    marks += [("link", x.node, x.node) for x in page.links if x.status]
    marks += [("stamp", node, node) for node, _ in page.stamps]
    return marks


def _block(page: Page, node: int) -> int:
    """The block of which a line is a part: a time stands alone in it, or beside a name."""
    while page.tree.tags[node] in INLINE and page.tree.parents[node] >= 0:
        node = page.tree.parents[node]
    return node


def unexplained(column: Sequence[int], pieces: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a mark of a column is in no post, or two are in one post's own parts.

    ``pieces`` are (start, end, post) of nodes that don't overlap, in page order; quotes
    have -1 for the post.
    """
    seen: set[int] = set()
    for mark in column:
        at = bisect_right(pieces, mark, key=lambda piece: piece[0]) - 1
        if at < 0 or pieces[at][1] <= mark or pieces[at][2] in seen:
            return True
        if pieces[at][2] >= 0:
            seen.add(pieces[at][2])
    return False


def gaps(start: int, end: int, holes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a range of nodes without some others."""
    at = start
    for low, high in sorted(holes):
        if low > at:
            yield at, low
        at = max(at, high)
    if at < end:
        yield at, end


def with_cards(page: Page, records: Sequence[Record]) -> None:
    """Give records whose pivots are no handles the handles in them: those in a part that
    holds words, but not all of the post's, sign a quote."""
    tree = page.tree
    stack = list(records)
    while stack:
        record = stack.pop()
        stack += record.kids
        known = {record.head, *record.inner}
        own = list(gaps(record.start, record.end, (k.extent for k in record.kids)))
        words = sum(page.prose(start, end) for start, end in own)
        for i in (i for piece in own for i in page.cell_range(*piece)):
            cell = page.cells[i]
            if cell.role not in ("handle", "header") or cell.start in known:
                continue
            node = cell.start
            while not page.prose(node, tree.ends[node]) and tree.parents[node] >= record.start:
                node = tree.parents[node]
            if 0 < page.prose(node, tree.ends[node]) < words:
                record.inner.append(cell.start)
