"""What is what inside one post: its header, its words, the quotes in it, its times."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from quotefold.dom.tree import TEXT
from quotefold.reading.generic.lines import NAME_CHARS, is_chrome, parse_line
from quotefold.reading.generic.page import COPY_CHARS, Cell, Link, Page
from quotefold.reading.generic.records import QUOTE_WORDS, Record, letters_of
from quotefold.reading.patterns import BARE_QUOTE, FULL_STAMP, NOBODY, PERMALINK
from quotefold.reading.raw import Label, RawPost, RawQuote
from quotefold.reading.site import author_from, best_handle

SAME_SHARE: Final = 0.5
"""Share of posts in which the same short words must stand to be the page's own."""

ALMOST: Final = 1.5
"""Elements of a kind to one known as a quote, up to which the kind means "quote"."""

MENTION: Final = re.compile(r"(?<![\w@/])@([A-Za-z0-9_]{2,20})(?![\w@])")
OPENING: Final = re.compile(r"[^@]{0,70}?\(?@(?P<handle>[A-Za-z0-9_]{1,20})\)?\s?:\s")
"""How a quote without markup names its author: "Ada (@ada): …"."""


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


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells of a post or a quote, and the handle of who signed it."""

    start: int
    cells: Sequence[int]
    signer: str


class Parts:
    """Sorts out the parts of all posts of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        home = urlsplit(page.url).hostname or ""
        self.outward = {
            node
            for node, address in page.plain
            if page.tree.tags[node] == "a" and (urlsplit(address).hostname or "") != home
        }
        self.spelled: dict[str, list[str]] = defaultdict(list)
        for link in page.links:
            if link.status is not None and link.status.handle:
                self._spell(link.status.handle)
        for cell in page.cells:
            for handle in cell.line.handles or MENTION.findall(cell.text):
                self._spell(handle)
        for hint in page.hints:
            self._spell(hint.handle)
        for link in page.links:
            if link.profile:
                self._spell(link.profile)

    def _spell(self, handle: str) -> None:
        known = self.spelled[handle.casefold()]
        if handle not in known:
            known.append(handle)

    def best(self, handle: str) -> str:
        """The best spelling of a handle on this page."""
        return best_handle(*self.spelled.get(handle.casefold(), [handle])) or handle

    def address(
        self, start: int, end: int, holes: Sequence[tuple[int, int]], not_these: set[int]
    ) -> str | None:
        """The link that a post's time or a word such as "permalink" carries."""
        page, tree = self.page, self.page.tree
        for node, address in self.page.plain_in(start, end):
            if node in not_these or any(s <= node < e for s, e in holes):
                continue
            cells = [page.cells[i] for i in page.inside(node)]
            if not cells or len(cells) > 3:
                cells = [c for c in cells if c.role != "prose"] if len(cells) <= 3 else []
            if not cells and self.page.stamps_in(node, tree.ends[node]):
                return address
            if (
                cells
                and all(c.role == "meta" for c in cells)
                and (
                    any(c.line.time or c.line.views for c in cells)
                    or any(c.text.casefold().strip(" .→›»…") in PERMALINK for c in cells)
                )
            ):
                return address
            words = " ".join(tree.raw_text(node).split()).casefold() if not cells else ""
            if words and (words.strip(" .→›»…") in PERMALINK or parse_line(words).time):
                return address
        return None

    # --- records -------------------------------------------------------------------

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

    # --- cards ---------------------------------------------------------------------

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
                and self._signer(draft) == link.status.handle.casefold()
            ):
                return False
        return True

    def _signer(self, draft: Draft) -> str:
        if draft.head >= 0 and (handle := self._handle_at(draft.head)):
            return handle.casefold()
        return ""

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
        signer = self._signer(draft)
        return {
            x.status.id
            for x in self.page.links_in(draft.start, draft.end)
            if x.status and signer and x.status.handle.casefold() == signer
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
                draft.cards.append(Card(node, -1))
                self._own_cells(draft)

    def worth(self, draft: Draft) -> float:
        """One for a post with words, one for each quote with words."""
        page, tree = self.page, self.page.tree
        own = any(page.cells[i].role == "prose" for i in draft.cells)
        quotes = sum(bool(page.prose(c.node, tree.ends[c.node])) for c in draft.cards)
        return own + quotes

    def repeats(self, drafts: Sequence[Draft]) -> int:
        """How many quotes begin as the own words of a post do: those of a thread that is
        read rightly."""
        page, tree = self.page, self.page.tree
        beginnings = Counter(self._beginning(d.cells) for d in drafts)
        return sum(
            key != "" and beginnings[key] > 0
            for d in drafts
            for c in d.cards
            if (key := self._beginning(page.cell_range(c.node, tree.ends[c.node])))
        )

    def _beginning(self, cells: Iterable[int]) -> str:
        letters = ""
        for i in cells:
            if self.page.cells[i].role == "prose":
                letters += letters_of(self.page.cells[i].text[: 2 * COPY_CHARS])
                if len(letters) >= COPY_CHARS:
                    break
        return letters[:COPY_CHARS]

    # --- own parts -----------------------------------------------------------------

    def roles(self, drafts: Sequence[Draft]) -> None:
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
                    same[cell.text.casefold(), place].add(number)
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
                and len(same[page.cells[i].text.casefold(), at[i]]) >= enough
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
        posts = [_Block(d.start, d.cells, self._signer(d)) for d in drafts]
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
            return self._handle_at(card.head).casefold()
        for link in self.page.links_in(card.node, self.page.tree.ends[card.node]):
            if link.status is not None:
                return link.status.handle.casefold()
        return ""

    def _handle_at(self, pivot: int) -> str:
        page = self.page
        at = bisect_left(page.starts, pivot)
        if at < len(page.cells) and page.cells[at].start == pivot:
            cell = page.cells[at]
            if cell.role in ("handle", "header"):
                return cell.line.handles[0]
        for hint in self.page.hints_in(pivot, pivot + 1):
            return hint.handle
        for link in self.page.links_in(pivot, pivot + 1):
            return link.profile or (link.status.handle if link.status else "")
        return ""

    def post(self, draft: Draft) -> RawPost:
        """The post as the markup states it."""
        page, tree = self.page, self.page.tree
        cells = [page.cells[i] for i in draft.cells]
        label, answers, answers_link = self._label(draft, cells)
        quotes = tuple(self.quote(draft, c) for c in draft.cards)
        name = self._name(cells, draft.head)
        # "Quoting @ada" names whom a post answers, never who wrote it.
        labels = [(c.start, c.end) for c in cells if c.role == "label"]
        named = draft.head >= 0 and not any(s <= draft.head < e for s, e in labels)
        handle = self._handle_at(draft.head) if named else ""
        if not handle:
            handle = next((c.line.handles[0] for c in cells if c.role in ("handle", "header")), "")
        cards = [(c.node, tree.ends[c.node]) for c in draft.cards] + draft.holes
        statuses = [
            x
            for x in self.page.links_in(draft.start, draft.end)
            if x.status
            and not any(s <= x.node < e for s, e in cards)
            and x.node not in answers_link[1]
        ]
        own = self._own_link(statuses, handle)
        if not handle and own is not None and own.status is not None:
            handle = own.status.handle
        if not handle:
            handle = self._from_attributes(draft, cards + labels)
        if handle.casefold() in NOBODY and not (own and own.status and own.status.handle):
            handle = ""
        time = self._time(draft.start, draft.end, cards, cells)
        body = self._body(draft, cells)
        if not label or label == "original":
            label = self._card_label(draft) or label
        return RawPost(
            node=draft.start,
            body=body,
            quotes=quotes,
            author=author_from(self.best(handle) if handle else "", name),
            permalink=own.status.permalink
            if own is not None and own.status
            else self.address(draft.start, draft.end, cards, answers_link[1]),
            time_text=time,
            label=label,
            answers_handle=self.best(answers) if answers else None,
            answers_permalink=answers_link[0],
            parent=draft.parent,
        )

    def _own_link(self, links: Sequence[Link], handle: str) -> Link | None:
        if not links:
            return None
        mine = [x for x in links if x.status and x.status.handle.casefold() == handle.casefold()]
        pool = mine or (
            [] if handle and all(x.status and x.status.handle for x in links) else links
        )
        if not pool:
            return None
        counted = Counter(x.status.id for x in pool if x.status)
        return max(pool, key=lambda x: (counted[x.status.id] if x.status else 0, -x.node))

    def _from_attributes(self, draft: Draft, cards: Sequence[tuple[int, int]]) -> str:
        for hint in self.page.hints_in(draft.start, draft.end):
            if not any(s <= hint.node < e for s, e in cards):
                return hint.handle
        for link in self.page.links_in(draft.start, draft.end):
            if link.profile and not any(s <= link.node < e for s, e in cards):
                return link.profile
        return ""

    def _name(self, cells: Iterable[Cell], head: int) -> str:
        tree = self.page.tree
        cells = list(cells)
        for cell in cells:
            if cell.role == "header" and head >= 0 and tree.contains(cell.root, head):
                if "@" not in cell.text:
                    return cell.line.rest
                return cell.text.partition("@")[0].strip(" (·—–-|")
        names = [c.text for c in cells if c.role == "name"]
        long = [n for n in names if len(n) > 2 or not n.isupper()]
        if long or names:
            return (long or names)[-1]
        return ""

    def _label(
        self, draft: Draft, cells: Sequence[Cell]
    ) -> tuple[Label, str, tuple[str | None, set[int]]]:
        label: Label = ""
        answers = ""
        link: str | None = None
        used: set[int] = set()
        page = self.page
        words_begin = next((n for n, c in enumerate(cells) if c.role == "prose"), len(cells))
        for n, cell in enumerate(cells):
            if cell.role != "label" or not cell.line.label:
                continue
            if n > words_begin and not cell.line.handles and is_chrome(cell.line.label_words):
                continue  # "Reply" below the words is a button.
            if not label or label == "original":
                label = cell.line.label
            handle = cell.line.handles[0] if cell.line.handles else ""
            if not handle and n + 1 < len(cells) and cells[n + 1].role == "handle":
                after = cells[n + 1]
                if draft.head < 0 or not page.tree.contains(after.root, draft.head):
                    handle = after.line.handles[0]
            if handle and not answers:
                answers = handle
            for x in (
                *page.links_in(cell.start, cell.end),
                *page.links_in(cell.root, cell.root + 1),
            ):
                used.add(x.node)
                if x.status and link is None and cell.line.label in ("reply", "quote"):
                    link = x.status.permalink
            for up, address in self.page.plain_in(cell.root, max(cell.end, cell.root + 1)):
                used.add(up)
                if link is None and cell.line.label in ("reply", "quote"):
                    link = address
            for up in page.path(cell.root, page.tree.parents[draft.start]):
                if len(page.inside(up)) > 1:
                    break
                for node, address in self.page.plain_in(up, up + 1):
                    used.add(node)
                    if link is None and cell.line.label in ("reply", "quote"):
                        link = address
                for x in self.page.links_in(up, up + 1):
                    used.add(x.node)
                    if x.status and link is None and cell.line.label in ("reply", "quote"):
                        link = x.status.permalink
        cards = [(c.node, page.tree.ends[c.node]) for c in draft.cards] + draft.holes
        for node, meaning in page.icons_in(draft.start, draft.end):
            if any(s <= node < e for s, e in cards):
                continue
            if not label or label == "original":
                label = meaning
            nearby = page.cell_range(node, min(draft.end, node + 8))
            if not answers and nearby and page.cells[nearby[0]].line.handles:
                answers = page.cells[nearby[0]].line.handles[0]
        return label, answers, (link, used)

    def _time(
        self, start: int, end: int, holes: Sequence[tuple[int, int]], cells: Sequence[Cell]
    ) -> str:
        machine = [
            t for n, t in self.page.stamps_in(start, end) if not any(s <= n < e for s, e in holes)
        ]
        shown = [
            c.line.time for c in cells if c.line.time and c.role in ("meta", "handle", "header")
        ]
        for text in machine:
            if len(text) >= 10 and text[:4].isdigit():
                return text
        full = [t for t in [*machine, *shown] if FULL_STAMP.search(t.casefold())]
        return (full or machine or shown or [""])[0]

    # --- words ---------------------------------------------------------------------

    def _body(self, draft: Draft, cells: Sequence[Cell]) -> tuple[int, ...]:
        tree = self.page.tree
        words = _words(cells)
        if not words:
            return ()
        gone = [(c.node, tree.ends[c.node]) for c in draft.cards]
        return self._cover(words, gone, (draft.start, draft.end))

    def _cover(
        self,
        words: Sequence[Cell],
        cards: Sequence[tuple[int, int]],
        bounds: tuple[int, int],
    ) -> tuple[int, ...]:
        """The fewest nodes that hold these cells and nothing else that can be read.

        Cards may lie inside: they are left out when the words are read.
        """
        page, tree = self.page, self.page.tree
        first, last = words[0], words[-1]
        box = page.common(first.root, last.root)
        chosen = {c.start for c in words}

        def clean(node: int) -> bool:
            if node < bounds[0] or tree.ends[node] > bounds[1]:
                return False
            return all(
                cell.start in chosen
                or cell.role in ("mention", "nothing")
                or any(s <= cell.start < e for s, e in cards)
                for cell in (page.cells[i] for i in page.inside(node))
            )

        if clean(box):
            return (box,)
        found: list[int] = []
        stack = [(box, first.start, last.end)]
        while stack:
            node, start, end = stack.pop()
            child = node + 1 if node >= start else page.child_towards(node, start)
            stop = min(end, tree.ends[node])
            while child < stop:
                at = bisect_left(page.starts, child + 1) - 1
                within = at >= 0 and page.cells[at].start in chosen and child < page.cells[at].end
                holds = any(page.cells[i].start in chosen for i in page.inside(child))
                if (within or holds) and clean(child):
                    found.append(child)
                elif holds:
                    stack.append((child, start, end))
                child = tree.ends[child]
        return tuple(sorted(found))

    def _card_label(self, draft: Draft) -> Label:
        """What the cards of a post call the relation. A bare "Quote" over a card names the
        card, not the relation: answers with a card have it too."""
        page, tree = self.page, self.page.tree
        for card in draft.cards:
            for i in page.cell_range(card.node, tree.ends[card.node]):
                line = page.cells[i].line
                if (
                    page.cells[i].role == "label"
                    and line.label
                    and (line.label_words not in BARE_QUOTE)
                ):
                    return line.label
        return ""

    def _around(self, node: int) -> str | None:
        """The address of a block that is a link as a whole."""
        for up in (node, self.page.tree.parents[node]):
            if self.page.tree.tags[up] == "a" and self.page.inside(up) == self.page.inside(node):
                for _, address in self.page.plain_in(up, up + 1):
                    return address
        return None

    def quote(self, draft: Draft, card: Card) -> RawQuote:
        """A quote block as the markup states it."""
        page, tree = self.page, self.page.tree
        start, end = card.node, tree.ends[card.node]
        cells = [page.cells[i] for i in page.cell_range(start, end)]
        words = _words(cells)
        body = self._cover(words, [], (start, end)) if words else (card.node,)
        label: Label = next((c.line.label for c in cells if c.role == "label" and c.line.label), "")
        handle = self._handle_at(card.head) if card.head >= 0 else ""
        name = self._name(cells, card.head) if card.head >= 0 else ""
        statuses = [x for x in self.page.links_in(start, end) if x.status]
        up = tree.parents[start]
        if not statuses and tree.tags[up] == "a" and page.inside(up) == page.inside(start):
            statuses = [x for x in self.page.links_in(up, up + 1) if x.status]
        link = self._own_link(statuses, handle)
        if not handle:
            handle = next(
                (c.line.handles[0] for c in cells if c.role == "label" and c.line.handles), ""
            )
        if not handle and link is not None and link.status is not None:
            handle = link.status.handle
        if not handle:
            handle = next((h.handle for h in self.page.hints_in(start, end)), "")
        if not handle and words:
            opening = OPENING.match(words[0].text)
            handle = opening["handle"] if opening is not None else ""
        if not label:
            before = page.cell_range(draft.start, start)
            if before and page.cells[before[-1]].role == "label":
                label = page.cells[before[-1]].line.label
                if not handle and page.cells[before[-1]].line.handles:
                    handle = page.cells[before[-1]].line.handles[0]
        return RawQuote(
            node=card.node,
            body=body,
            author=author_from(self.best(handle) if handle else "", name),
            permalink=link.status.permalink
            if link is not None and link.status
            else self.address(start, end, [], set()) or self._around(start),
            time_text=self._time(start, end, [], cells),
            label=label,
        )


def _words(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with somebody's words; mentions are part of them."""
    words = [c for c in cells if c.role in ("prose", "mention")]
    return words if any(c.role == "prose" for c in words) else []


__all__ = ["Card", "Draft", "Parts"]
