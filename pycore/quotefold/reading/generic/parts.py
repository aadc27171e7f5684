"""What is what inside one post: its author, its words, its times, what it answers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from typing import Final

from quotefold.dom.text import text_of
from quotefold.dom.tree import Tree
from quotefold.reading.generic.cards import Card, Draft, handle_at
from quotefold.reading.generic.copied import OPENING
from quotefold.reading.generic.lines import is_chrome, parse_line
from quotefold.reading.generic.page import Cell, Link, Page
from quotefold.reading.patterns import BARE_QUOTE, FULL_STAMP, NOBODY, PERMALINK
from quotefold.reading.raw import Label, RawPost, RawQuote
from quotefold.reading.site import author_from, best_handle
from quotefold.reading.worded import WordedQuote, part

MENTION: Final = re.compile(r"(?<![\w@/])@([A-Za-z0-9_]{2,20})(?![\w@])")


class Parts:
    """Sorts out the parts of all posts of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.spelled: dict[str, list[str]] = defaultdict(list)
        self.people: dict[str, str] = {}
        """Handles by the names beside them, casefolded."""
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

    def meet(self, drafts: Sequence[Draft]) -> None:
        """Learn which names belong to which handles from the posts that show both."""
        for draft in drafts:
            cells = [self.page.cells[i] for i in draft.cells]
            name = self._name(cells, draft.head)
            if name:
                handle, _ = self._who(draft, cells, frozenset())
                if handle:
                    self.people.setdefault(name.casefold(), handle)

    def post(self, draft: Draft) -> RawPost:
        """The post as the markup states it."""
        page = self.page
        cells = [page.cells[i] for i in draft.cells]
        label, answers, answers_link = self._label(draft, cells)
        handle, own = self._who(draft, cells, answers_link[1])
        name = self._name(cells, draft.head)
        if not handle:
            handle = self.people.get(name.casefold(), "")
        cards = self._gone(draft)
        if not label or label == "original":
            label = self._card_label(draft) or label
        return RawPost(
            node=draft.start,
            body=self._body(draft, cells),
            quotes=tuple(self.quote(draft, c) for c in draft.cards),
            author=author_from(self.best(handle) if handle else "", name),
            permalink=own.status.permalink
            if own is not None and own.status
            else self.address(draft.start, draft.end, cards, answers_link[1]),
            time_text=self._time(draft.start, draft.end, cards, cells),
            label=label,
            answers_handle=self.best(answers) if answers else None,
            answers_permalink=answers_link[0],
            parent=draft.parent,
        )

    def _gone(self, draft: Draft) -> list[tuple[int, int]]:
        """What lies in a post and is not its own."""
        return [(c.node, self.page.tree.ends[c.node]) for c in draft.cards] + draft.holes

    def _who(
        self, draft: Draft, cells: Sequence[Cell], not_these: Collection[int]
    ) -> tuple[str, Link | None]:
        """The handle of who wrote a post ("" where it names none), and the link to it.
        ``not_these`` are links that lead to what it answers."""
        page = self.page
        # "Quoting @ada" names whom a post answers, never who wrote it.
        labels = [(c.start, c.end) for c in cells if c.role == "label"]
        named = draft.head >= 0 and not any(s <= draft.head < e for s, e in labels)
        handle = handle_at(page, draft.head) if named else ""
        if not handle:
            handle = next((c.line.handles[0] for c in cells if c.role in ("handle", "header")), "")
        cards = self._gone(draft)
        statuses = [
            x
            for x in page.links_in(draft.start, draft.end)
            if x.status and not any(s <= x.node < e for s, e in cards) and x.node not in not_these
        ]
        own = self._own_link(statuses, handle)
        if not handle and own is not None and own.status is not None:
            handle = own.status.handle
        if not handle:
            handle = self._from_attributes(draft, cards + labels)
        if handle.casefold() in NOBODY and not (own and own.status and own.status.handle):
            handle = ""
        return handle, own

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
        handle = handle_at(page, card.head) if card.head >= 0 else ""
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
        if not handle and not name:
            name = next((c.text for c in cells if c.role == "name"), "")
            handle = self.people.get(name.casefold(), "")
        opening = OPENING.match(words[0].text) if words and not handle else None
        if opening is not None:
            handle = opening["handle"]
        if not label:
            before = page.cell_range(draft.start, start)
            if before and page.cells[before[-1]].role == "label":
                label = page.cells[before[-1]].line.label
                if not handle and page.cells[before[-1]].line.handles:
                    handle = page.cells[before[-1]].line.handles[0]
        found = RawQuote(
            node=card.node,
            body=body,
            author=author_from(self.best(handle) if handle else "", name),
            permalink=link.status.permalink
            if link is not None and link.status
            else self.address(start, end, [], set()) or self._around(start),
            time_text=self._time(start, end, [], cells),
            label=label,
        )
        return found if opening is None else _without_opening(tree, found)


def _without_opening(tree: Tree, quote: RawQuote) -> RawQuote:
    """A quote without the "Ada (@ada): " in front of its words."""
    text = text_of(tree, quote.body)
    opening = OPENING.match(text.text)
    if opening is None:
        return quote
    stated = {f.name: getattr(quote, f.name) for f in fields(quote)}
    return WordedQuote(**stated, words=part(text, opening.end(), len(text.text)))


def _words(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with somebody's words; mentions are part of them."""
    words = [c for c in cells if c.role in ("prose", "mention")]
    return words if any(c.role == "prose" for c in words) else []
