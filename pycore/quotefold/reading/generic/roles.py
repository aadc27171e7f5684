"""Which short texts in posts are names or words of the page: what only a look at all posts
together tells from somebody's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from quotefold.reading.generic.cards import Card, Draft, handle_at, signer
from quotefold.reading.generic.lines import NAME_CHARS, without_numbers
from quotefold.reading.generic.page import Cell, Page
from quotefold.reading.generic.records import letters_of

SAME_SHARE: Final = 0.5
"""Share of posts in which the same short words must stand to be the page's own."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells of a post or a quote, and the handle of who signed it."""

    start: int
    cells: Sequence[int]
    signer: str


class Roles:
    """Gives the words in posts their last roles."""

    def __init__(self, page: Page) -> None:
        self.page = page
        home = urlsplit(page.url).hostname or ""
        self.outward = {
            node
            for node, address in page.plain
            if page.tree.tags[node] == "a" and (urlsplit(address).hostname or "") != home
        }

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Names and words of the page that only a look at all posts tells from words."""
        page = self.page
        same: dict[tuple[str, int], set[int]] = defaultdict(set)
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for draft in drafts:
            self._previews(draft)
            self._second_copies(draft.cells)
        for number, draft in enumerate(drafts):
            for i in draft.cells:
                cell = page.cells[i]
                if cell.role == "prose":
                    place = self._place(draft.start, cell)
                    same[without_numbers(cell.text), place].add(number)
                    places[place].append((number, i))
        long = {
            place
            for place, found in places.items()
            if any(len(page.cells[i].text) > NAME_CHARS for _, i in found)
        }
        enough = max(3, SAME_SHARE * len(drafts))
        for draft in drafts:
            prose = [i for i in draft.cells if page.cells[i].role == "prose"]
            at = {i: self._place(draft.start, page.cells[i]) for i in prose}
            again = {
                i
                for i in prose
                if len(page.cells[i].text) <= NAME_CHARS
                and len(same[without_numbers(page.cells[i].text), at[i]]) >= enough
                and at[i] not in long
            }
            own = [i for i in prose if i not in again]
            if not own:
                continue
            places_of_words = {at[i] for i in own}
            roots = {page.cells[i].root for i in own}
            for i in again:
                if at[i] not in places_of_words and page.cells[i].root not in roots:
                    page.cells[i].role = "meta"
        self._names_by_place(drafts)
        page.total_prose()

    def _previews(self, draft: Draft) -> None:
        """Previews of linked pages are not the words of the post."""
        page, tree = self.page, self.page.tree
        prose = [i for i in draft.cells if page.cells[i].role == "prose"]
        inside: dict[int, list[int]] = defaultdict(list)
        for i in prose:
            for node in page.path(page.cells[i].root, tree.parents[draft.start]):
                if node in self.outward:
                    inside[node].append(i)
                    break
        for node, cells in inside.items():
            pictured = any(t == "img" for t in tree.tags[node : tree.ends[node]])
            if (
                (len(cells) > 1 or pictured)
                and len(cells) < len(prose)
                and not (draft.head >= 0 and tree.contains(node, draft.head))
            ):
                for i in cells:
                    page.cells[i].role = "nothing"

    def _second_copies(self, cells: Sequence[int]) -> None:
        """All words of a post twice are there for two sizes of screen."""
        prose = [self.page.cells[i] for i in cells if self.page.cells[i].role == "prose"]
        letters = [letters_of(c.text) for c in prose]
        half, odd = divmod(sum(map(len, letters)), 2)
        length = at = 0
        while length < half:
            length += len(letters[at])
            at += 1
        if odd or not half or length != half or prose[at].root == prose[0].root:
            return
        if "".join(letters[:at]) == "".join(letters[at:]):
            for cell in prose[at:]:
                cell.role = "nothing"

    def _place(self, start: int, cell: Cell) -> int:
        page = self.page
        key = 0
        for depth, node in enumerate(page.path(cell.root, page.tree.parents[start])):
            key = hash((key, page.shapes[node]))
            if depth > 6:
                break
        return key

    def _names_by_place(self, drafts: Sequence[Draft]) -> None:
        """Find names where no handle stands beside them.

        Short words in a place of their own, once in every post (or every quote) and
        before its words, are names; so is what opens a quote and names an author
        elsewhere on the page.
        """
        page, tree = self.page, self.page.tree
        posts = [_Block(d.start, d.cells, signer(page, d)) for d in drafts]
        quotes = [
            _Block(c.node, list(page.cell_range(c.node, tree.ends[c.node])), self._card_signer(c))
            for d in drafts
            for c in d.cards
        ]
        self._common_names(posts)
        self._common_names(quotes)
        known = {c.text.casefold() for c in page.cells if c.role == "name"}
        known |= {h.name.casefold() for h in page.hints if h.name}
        for block in quotes + posts:
            first = self._opening(block)
            if first is not None and page.cells[first].text.casefold() in known:
                page.cells[first].role = "name"

    def _opening(self, block: _Block) -> int | None:
        """The first words of a block that has more words, where they could be a name."""
        cells = self.page.cells
        if any(cells[i].role in ("name", "header") for i in block.cells):
            return None
        prose = [i for i in block.cells if cells[i].role == "prose"]
        if len(prose) < 2 or len(cells[prose[0]].text) > NAME_CHARS:
            return None
        return prose[0]

    def _common_names(self, blocks: Sequence[_Block]) -> None:
        cells = self.page.cells
        found: dict[int, list[tuple[int, _Block]]] = defaultdict(list)
        for block in blocks:
            first = self._opening(block)
            if first is not None:
                found[self._place(block.start, cells[first])].append((first, block))
        for starts in found.values():
            if len(starts) < max(2, 0.8 * len(blocks)):
                continue
            names: dict[str, set[str]] = defaultdict(set)
            for i, block in starts:
                names[block.signer or str(i)].add(cells[i].text.casefold())
            if all(len(n) == 1 for n in names.values()) and (
                len({n for v in names.values() for n in v}) < len(starts)
                or all(self._named_by_markup(i) for i, _ in starts)
            ):
                for i, _ in starts:
                    cells[i].role = "name"

    def _named_by_markup(self, i: int) -> bool:
        """Whether a cell is set like a name: in bold, a heading, a link to somebody."""
        page, tree = self.page, self.page.tree
        cell = page.cells[i]
        for node in (cell.root, tree.parents[cell.root]):
            if len(page.inside(node)) > 1:
                return False
            if tree.tags[node] in ("strong", "b", "cite", "h2", "h3", "h4", "h5", "h6", "a"):
                return True
            if "name" in tree.get(node, "class") or "author" in tree.get(node, "class"):
                return True
        return False

    def _card_signer(self, card: Card) -> str:
        if card.head >= 0:
            return handle_at(self.page, card.head).casefold()
        for link in self.page.links_in(card.node, self.page.tree.ends[card.node]):
            if link.status is not None:
                return link.status.handle.casefold()
        return ""
