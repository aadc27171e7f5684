"""Which parts of a post are quotes, and how far each of them reaches."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from quotefold.dom.tree import TEXT
from quotefold.reading.generic.lines import is_chrome
from quotefold.reading.generic.page import Page
from quotefold.reading.generic.records import QUOTE_WORDS, Record
from quotefold.reading.links import Status

ALMOST: Final = 1.5
"""Elements of a kind to one known as a quote, up to which the kind means "quote"."""


@dataclass(slots=True)
class Card:
    """A quote block: the element to hide, and the pivot of who is quoted (-1: nobody)."""

    node: int
    head: int


@dataclass(slots=True)
class Draft:
    """A post while its parts are sorted out. ``cells`` are those of its own region."""

    record: Record
    start: int
    end: int
    head: int
    cards: list[Card] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    parent: int | None = None


def handle_at(page: Page, pivot: int) -> str:
    """The handle that a pivot (a cell or a node with an anchor) names, or ""."""
    at = bisect_left(page.starts, pivot)
    if at < len(page.cells) and page.cells[at].start == pivot:
        cell = page.cells[at]
        if cell.role in ("handle", "header"):
            return cell.line.handles[0]
    for hint in page.hints_in(pivot, pivot + 1):
        return hint.handle
    for link in page.links_in(pivot, pivot + 1):
        return link.profile or (link.status.handle if link.status else "")
    return ""


def signer(page: Page, draft: Draft) -> str:
    """The handle that signs a post, as identity; "" where none does."""
    return handle_at(page, draft.head).casefold() if draft.head >= 0 else ""


class Cards:
    """Finds the quotes in the posts of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def extend(self, record: Record) -> None:
        """Take in the boxes around a post that add a time, a link, a label to it, but no
        words: those would be an editor's."""
        page, tree = self.page, self.page.tree
        if record.limit < 0 or record.end != tree.ends[record.start]:
            return
        best = node = record.start
        has_mark = self._marked(record.start, record.end)
        while node != record.limit and tree.contains(record.limit, node):
            up = tree.parents[node]
            end = tree.ends[up]
            fresh = page.prose(up, end) - page.prose(node, tree.ends[node])
            marked = self._marked(up, node) or self._marked(tree.ends[node], end)
            if fresh and (has_mark or not marked):
                break
            node = up
            has_mark = has_mark or marked
            if not fresh or marked:
                best = node
        record.start, record.end = best, tree.ends[best]

    def _marked(self, start: int, end: int) -> bool:
        """Whether a time or a link to a post stands in a range of nodes."""
        return (
            self._has_time(start, end)
            or bool(self.page.stamps_in(start, end))
            or any(x.status for x in self.page.links_in(start, end))
        )

    def draft(self, record: Record) -> Draft:
        """Find the quote blocks of a record; what is left is the post's own."""
        tree = self.page.tree
        draft = Draft(record, record.start, record.end, record.head)
        draft.holes = [k.extent for k in record.kids]
        top = tree.parents[record.start] if record.end != tree.ends[record.start] else -1
        for pivot in sorted(record.inner):
            if any(tree.contains(c.node, pivot) for c in draft.cards):
                continue
            node = self._card(draft, pivot, top)
            if node is not None:
                draft.cards.append(Card(node, pivot))
        self._own_cells(draft)
        for node in self._silent_quotes(draft):
            draft.cards.append(Card(node, -1))
        draft.cards.sort(key=lambda c: c.node)
        for card in draft.cards:
            card.node = self._grown(draft, card.node, top)
        self._own_cells(draft)
        return draft

    def _card(self, draft: Draft, pivot: int, top: int) -> int | None:
        """The smallest element with a handle and the words below it."""
        page, tree = self.page, self.page.tree
        node = pivot
        floor = tree.parents[pivot]
        while node != top and node >= draft.start and node >= 0:
            if tree.tags[node] != TEXT and page.prose(node, tree.ends[node]):
                break
            floor = node
            node = tree.parents[node]
        del floor
        if node == top or node < draft.start or node < 0:
            return None
        if draft.head >= 0 and tree.contains(node, draft.head):
            return None
        if node == draft.start and tree.ends[node] == draft.end:
            return None
        return node

    def _grown(self, draft: Draft, node: int, top: int) -> int:
        """A card with the boxes, labels and times around it that are its own."""
        tree = self.page.tree
        while True:
            up = tree.parents[node]
            if up == top or up < draft.start or (up == draft.start and tree.ends[up] == draft.end):
                return node
            if draft.head >= 0 and tree.contains(up, draft.head):
                return node
            for span in ((up, node), (tree.ends[node], tree.ends[up])):
                if not self._belongs(draft, node, span):
                    return node
            node = up

    def _belongs(self, draft: Draft, card: int, span: tuple[int, int]) -> bool:
        page, tree = self.page, self.page.tree
        start, end = span
        for i in page.cell_range(start, end):
            cell = page.cells[i]
            line = cell.line
            if cell.role == "nothing" or (cell.role == "label" and line.label == "quote"):
                continue
            if cell.role == "label" and line.label == "reply" and start < card:
                continue
            if cell.role == "meta" and (line.time or line.views):
                if self._has_time(card, tree.ends[card]) or not self._time_elsewhere(
                    draft, tree.parents[card]
                ):
                    return False
                continue
            if cell.role == "meta" and is_chrome(cell.text.casefold()):
                continue
            return False
        ids = {x.status.id for x in self.page.links_in(card, tree.ends[card]) if x.status}
        for link in self.page.links_in(start, end):
            if link.status is None or (link.node < card and tree.contains(link.node, card)):
                continue
            if ids and link.status.id not in ids:
                return False
            if (
                not ids
                and link.status.handle
                and signer(self.page, draft) == link.status.handle.casefold()
                and not self._linked_beside(draft, tree.parents[card], link.status)
            ):
                return False
        return True

    def _linked_beside(self, draft: Draft, box: int, status: Status) -> bool:
        """Whether a post links to another post by the same author outside of a box."""
        tree = self.page.tree
        return any(
            x.status is not None
            and x.status.id != status.id
            and x.status.handle.casefold() == status.handle.casefold()
            for start, end in ((draft.start, box), (tree.ends[box], draft.end))
            for x in self.page.links_in(start, end)
        )

    def _has_time(self, start: int, end: int) -> bool:
        page = self.page
        return any(
            page.cells[i].line.time and page.cells[i].role in ("meta", "handle", "header")
            for i in page.cell_range(start, end)
        )

    def _time_elsewhere(self, draft: Draft, box: int) -> bool:
        page, tree = self.page, self.page.tree
        return any(
            page.cells[i].line.time
            and page.cells[i].role in ("meta", "handle", "header")
            and not tree.contains(box, page.cells[i].start)
            for i in page.cell_range(draft.start, draft.end)
        )

    def _own_cells(self, draft: Draft) -> None:
        page, tree = self.page, self.page.tree
        gone = [(c.node, tree.ends[c.node]) for c in draft.cards] + draft.holes
        gone.sort()
        cells: list[int] = []
        at = draft.start
        for start, end in gone:
            if start >= at:
                cells += page.cell_range(at, start)
                at = max(at, end)
        cells += page.cell_range(at, draft.end)
        draft.cells = cells

    def _silent_quotes(self, draft: Draft) -> list[int]:
        """Quote blocks without a header of their own: a blockquote, a link to another
        post around words, a box that says "Quoting"."""
        page, tree = self.page, self.page.tree
        own_prose = [i for i in draft.cells if page.cells[i].role == "prose"]
        if len(own_prose) < 2:
            return []
        found: list[int] = []
        total = sum(len(page.cells[i].text) for i in own_prose)
        seen: set[int] = set()
        ids = self._own_ids(draft)
        for i in own_prose:
            if found and tree.contains(found[-1], page.cells[i].start):
                continue
            for node in page.path(page.cells[i].root, tree.parents[draft.start]):
                if node <= draft.start and tree.ends[node] >= draft.end:
                    break
                if node < draft.start or node in seen:
                    break
                seen.add(node)
                if draft.head >= 0 and tree.contains(node, draft.head):
                    break
                if self._quote_box(node, ids) and page.prose(node, tree.ends[node]) < total:
                    found.append(node)
                    break
        return found

    def _own_ids(self, draft: Draft) -> set[int]:
        author = signer(self.page, draft)
        return {
            x.status.id
            for x in self.page.links_in(draft.start, draft.end)
            if x.status
            and author
            and x.status.handle.casefold() == author
            and not self.page.prose(x.node, self.page.tree.ends[x.node])
        }

    def _quote_box(self, node: int, ids: set[int]) -> bool:
        tree = self.page.tree
        tag = tree.tags[node]
        if tag in ("blockquote", "q"):
            return True
        get = tree.attrs[node].get
        if tag == "a" or get("role") == "link":
            links = [x for x in self.page.links_in(node, tree.ends[node]) if x.status]
            if links and ids and all(x.status and x.status.id not in ids for x in links):
                return True
        inside = self.page.inside(node)
        first = next((i for i in inside if self.page.cells[i].role != "nothing"), -1)
        if first >= 0 and self.page.cells[first].role == "label" and len(inside) > 1:
            return True
        if any(h.node == node for h in self.page.hints_in(node, node + 1)):
            return True
        words = " ".join(
            get(name, "") for name in ("class", "aria-label", "data-testid", "data-type")
        )
        return any(word in f"{tag} {words}".casefold() for word in QUOTE_WORDS[:5])

    def bare_quotes(self, drafts: Sequence[Draft]) -> None:
        """Posts whose only words stand in a block that is a quote in other posts."""
        page, tree = self.page, self.page.tree
        found = Counter(page.shapes[c.node] for d in drafts for c in d.cards)
        everywhere = Counter(page.shapes)
        shapes = {s for s, n in found.items() if n > 1 and everywhere[s] <= ALMOST * n}
        for draft in drafts:
            prose = [i for i in draft.cells if page.cells[i].role == "prose"]
            if draft.cards or not prose:
                continue
            node = page.common(page.cells[prose[0]].root, page.cells[prose[-1]].root)
            while node > draft.start and page.shapes[node] not in shapes:
                node = tree.parents[node]
            if node <= draft.start or (draft.head >= 0 and tree.contains(node, draft.head)):
                continue
            if node >= draft.start and tree.ends[node] <= draft.end:
                self.add(draft, Card(node, -1))

    def worth(self, draft: Draft) -> float:
        """One for a post with words, one for each quote with words."""
        page, tree = self.page, self.page.tree
        own = any(page.cells[i].role == "prose" for i in draft.cells)
        quotes = sum(bool(page.prose(c.node, tree.ends[c.node])) for c in draft.cards)
        return own + quotes

    def add(self, draft: Draft, card: Card) -> None:
        """One more quote in a post."""
        draft.cards.append(card)
        draft.cards.sort(key=lambda c: c.node)
        self._own_cells(draft)
