"""Where one post begins and ends.

Every handle that names an author is a pivot. Seen from the elements that hold several
pivots, each branch is either a header (a handle and no words), a unit (a handle with
words) or more of the same. One header and one unit are a post with a quote card; several
units are a list of posts; several headers side by side are posts laid flat, whose parts
are brothers. What is in doubt in one place is decided by all places of the same shape.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from quotefold.reading.generic.page import COPY_CHARS, QUOTING_TAGS, Page

MOST: Final = 0.6
"""Share of like places that decides for all of them."""

MOST_COPIES: Final = 16
"""Places looked at for a copy of some words; one is enough to find."""

RULES: Final = frozenset({"hr"})
"""Elements that part what stands above from what stands below."""

EDGES: Final = RULES | frozenset("h1 h2 h3 h4 h5 h6 footer nav form aside".split())
"""Elements that begin something else where they are no part of a post."""

ANSWERS: Final = 2
"""Signs that must speak for a nested unit to be an answer: a card is what it mostly is."""

QUOTE_WORDS: Final = (
    "quot", "embed", "referenc", "retweet", "parent-post", "in-reply", "nested", "inner-post",
    "card", "original-post", "attached", "shared-post",
)  # fmt: skip
"""Parts of class names and the like that say "quote"; they come last."""

REPLY_WORDS: Final = ("repl", "children", "comments", "answers", "thread", "responses", "descend")


Kind = Literal["head", "unit", "list"]
"""A handle without words; a post; several posts."""


@dataclass(slots=True)
class Record:
    """One post: nodes ``start`` up to ``end``, which are brothers or a single element.

    ``head`` is the cell or node of its author's handle (-1 where it names none);
    ``inner`` are pivots of others inside it (cards); ``kids`` the posts nested in it.
    """

    start: int
    end: int
    limit: int
    head: int
    inner: list[int] = field(default_factory=list)
    kids: list[Record] = field(default_factory=list)
    whole: tuple[int, int] | None = None
    """The nodes that hold it and all that answers it, where that is more."""

    @property
    def extent(self) -> tuple[int, int]:
        """Its nodes with those of its answers."""
        return self.whole or (self.start, self.end)


@dataclass(slots=True)
class _Branch:
    """What hangs below a branching element in one of its children."""

    root: int
    kind: Kind
    records: list[Record]
    pivot: int


@dataclass(slots=True)
class _Fork:
    """An element with several branches."""

    node: int
    branches: list[_Branch] = field(default_factory=list)


def find(page: Page, pivots: Sequence[int]) -> list[Record]:
    """Records of a page in page order, nested ones inside their parents' ``kids``."""
    if not pivots:
        return []
    parents, order = _fork_tree(page, pivots)
    judge = _Judge(page, len(pivots))
    _settle_all(page, parents, order, judge)
    judge.decided = True
    return _settle_all(page, parents, order, judge)


def _settle_all(
    page: Page, parents: Mapping[int, int], order: Sequence[int], judge: _Judge
) -> list[Record]:
    forks: dict[int, _Fork] = {}
    records: list[Record] = []
    for node in reversed(order):
        fork = forks.get(node)
        kind: Kind
        if fork is None:
            kind, records, pivot = _leaf(page, node, parents.get(node))
        else:
            fork.branches.sort(key=lambda b: b.root)
            kind, records, pivot = judge.settle(fork)
        above = parents.get(node)
        if above is None:
            break
        root = page.child_towards(above, node)
        around = forks.setdefault(above, _Fork(above))
        if kind == "list" and not records:
            continue
        if kind == "unit":
            for record in records:
                record.limit = root
        around.branches.append(_Branch(root, kind, records, pivot))
    return records


def _fork_tree(page: Page, pivots: Sequence[int]) -> tuple[dict[int, int], list[int]]:
    """The pivots and the elements where paths to them part: parents, and document order."""
    tree = page.tree
    nodes = sorted(set(pivots))
    parents: dict[int, int] = {}
    stack: list[int] = []
    seen: set[int] = set()
    for node in nodes:
        if not stack:
            stack.append(node)
            seen.add(node)
            continue
        fork = page.common(stack[-1], node)
        last = -1
        while stack and not tree.contains(stack[-1], fork):
            last = stack.pop()
            if stack and tree.contains(fork, stack[-1]) and stack[-1] != fork:
                parents[last] = stack[-1]
        if last >= 0:
            if not stack or stack[-1] != fork:
                stack.append(fork)
                seen.add(fork)
            parents[last] = fork
        if node != fork:
            stack.append(node)
            seen.add(node)
    while len(stack) > 1:
        last = stack.pop()
        parents[last] = stack[-1]
    return parents, sorted(seen)


def _leaf(page: Page, node: int, above: int | None) -> tuple[Kind, list[Record], int]:
    root = 0 if above is None else page.child_towards(above, node)
    tree = page.tree
    if page.prose(root, tree.ends[root]) == 0:
        return "head", [], node
    base = node
    while base != root and page.prose(base, tree.ends[base]) == 0:
        base = tree.parents[base]
    return "unit", [Record(base, tree.ends[base], root, node)], node


class _Copies:
    """Finds words that stand on the page twice, however they are cut into paragraphs."""

    def __init__(self, page: Page) -> None:
        pieces: list[str] = []
        self.offsets: list[int] = []
        length = 0
        self.found: dict[str, list[int]] = defaultdict(list)
        for cell in page.cells:
            self.offsets.append(length)
            if cell.role == "prose":
                letters = letters_of(cell.text)
                pieces.append(letters)
                length += len(letters)
        self.offsets.append(length)
        self.stream = "".join(pieces)
        for offset in sorted(set(self.offsets)):
            self.found[self.stream[offset : offset + COPY_CHARS]].append(offset)

    def elsewhere(self, cells: range) -> bool:
        """Whether all words of some neighbouring cells stand in another place too."""
        start, end = self.offsets[cells.start], self.offsets[cells.stop]
        if end - start < COPY_CHARS:
            return False
        words = self.stream[start:end]
        return any(
            offset != start and self.stream.startswith(words, offset)
            for offset in self.found[words[:COPY_CHARS]][:MOST_COPIES]
        )


def letters_of(text: str) -> str:
    """The letters and digits of a text, by which copies of it are known."""
    return "".join(c for c in text.casefold() if c.isalnum())


class _Judge:
    """Decides what a fork is."""

    def __init__(self, page: Page, pivots: int) -> None:
        self.page = page
        self.pivots = pivots
        self.copies = _Copies(page)
        self.shapes = Counter(page.shapes)
        self.decided = False
        self.post_shapes: Counter[int] = Counter()
        self.leanings: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.sides: dict[tuple[int, int, int], list[int]] = defaultdict(list)

    def settle(self, fork: _Fork) -> tuple[Kind, list[Record], int]:
        page, tree = self.page, self.page.tree
        heads = [b for b in fork.branches if b.kind == "head"]
        units = [b for b in fork.branches if b.kind == "unit"]
        lists = [b for b in fork.branches if b.kind == "list"]
        end = tree.ends[fork.node]
        inside = page.prose(fork.node, end)
        own = inside - sum(
            page.prose(b.root, tree.ends[b.root])
            if b.kind == "list"
            else sum(page.prose(r.start, r.end) for r in b.records)
            for b in fork.branches
        )
        if len(heads) > 1:
            heads = self._distinct(fork, heads)
        if len(heads) > 1:
            if not inside:
                return "head", [], heads[0].pivot
            return "list", self._flat(fork, heads), heads[0].pivot
        if len(heads) == 1 and not units and not lists:
            if not inside:
                return "head", [], heads[0].pivot
            return "unit", [Record(fork.node, end, fork.node, heads[0].pivot)], heads[0].pivot
        for branch in () if self.decided else lists:
            if heads or units:
                key = (page.shapes[fork.node], page.shapes[branch.root])
                self.leanings[key].append(2 * ANSWERS)
        nested = [r for b in fork.branches for r in b.records]
        if len(heads) == 1:
            if own and self._is_post(fork, units, lists):
                self.post_shapes[page.shapes[fork.node]] += 1
                record = Record(fork.node, end, fork.node, heads[0].pivot)
                self._nest(record, fork, units + lists)
                return "unit", [record], record.head
            if not own and not lists and len(units) == 1 and self._bare_post(fork, heads[0]):
                record = Record(fork.node, end, fork.node, heads[0].pivot)
                self._nest(record, fork, units)
                return "unit", [record], record.head
            return "list", nested, heads[0].pivot
        if lists or units:
            first = fork.branches[0]
            if (
                len(fork.branches) == 2
                and first.kind == "unit"
                and len(first.records) == 1
                and self._same_build(fork, first, fork.branches[1])
                and (lists or self._answers(fork, fork.branches[1], 1))
            ):
                first.records[0].kids += fork.branches[1].records
                first.records[0].limit = first.root
                first.records[0].whole = (fork.node, end)
                return "unit", first.records, first.pivot
        if len(units) == 2 and not lists:
            main = self._main(fork, units)
            if main is not None:
                record = main.records[0]
                other = units[1] if units[0] is main else units[0]
                record.inner += [r.head for r in other.records]
                record.start, record.end = fork.node, end
                record.limit = fork.node
                return "unit", [record], record.head
        self._take_quotes(fork)
        return "list", nested, nested[0].head if nested else -1

    def _take_quotes(self, fork: _Fork) -> None:
        """Give posts the quote blocks that stand behind them as brothers."""
        page, tree = self.page, self.page.tree
        roots = {b.root for b in fork.branches}
        for branch in fork.branches:
            if branch.kind != "unit" or tree.tags[branch.root] in QUOTING_TAGS:
                continue
            node, stop = tree.ends[branch.root], tree.ends[fork.node]
            end = -1
            while node < stop and node not in roots:
                if tree.tags[node] in QUOTING_TAGS:
                    end = tree.ends[node]
                elif page.prose(node, tree.ends[node]):
                    break
                node = tree.ends[node]
            record = branch.records[0]
            if end >= 0 and len(branch.records) == 1 and not record.kids:
                record.start, record.end, record.limit = branch.root, end, -1

    def _distinct(self, fork: _Fork, heads: list[_Branch]) -> list[_Branch]:
        """Heads of one person with no words between them are one header."""
        page, tree = self.page, self.page.tree
        kept: list[_Branch] = []
        for head in heads:
            if kept:
                last = kept[-1]
                same = self._handle(last.pivot) == self._handle(head.pivot)
                between = page.prose(tree.ends[last.root], head.root)
                after = page.prose(tree.ends[head.root], tree.ends[fork.node])
                if same and (not between or not after):
                    continue
            kept.append(head)
        return kept

    def _handle(self, pivot: int) -> str:
        page = self.page
        for i in page.inside(pivot):
            cell = page.cells[i]
            if cell.role in ("handle", "header"):
                return cell.line.handles[0].casefold()
        for hint in page.hints_in(pivot, pivot + 1):
            return hint.handle.casefold()
        for link in page.links_in(pivot, pivot + 1):
            return link.profile.casefold()
        return ""

    def _flat(self, fork: _Fork, heads: list[_Branch]) -> list[Record]:
        """Posts whose parts are brothers: from one header to the next."""
        page, tree = self.page, self.page.tree
        end = tree.ends[fork.node]
        before = page.prose(fork.node, heads[0].root)
        after = page.prose(tree.ends[heads[-1].root], end)
        header_last = bool(before) and not after
        last = self._end_of_last(fork, heads)
        units = [b for b in fork.branches if b.kind != "head"]
        starts = [b.root for b in units]
        records = []
        for n, head in enumerate(heads):
            if header_last:
                start = tree.ends[heads[n - 1].root] if n else fork.node + 1
                stop = tree.ends[head.root]
            else:
                start = head.root
                stop = heads[n + 1].root if n + 1 < len(heads) else last
            if not page.prose(start, stop):
                continue
            record = Record(start, stop, -1, head.pivot)
            for branch in units[bisect_left(starts, start) : bisect_left(starts, stop)]:
                record.inner += [r.head for r in branch.records]
            records.append(record)
        return records

    def _end_of_last(self, fork: _Fork, heads: list[_Branch]) -> int:
        """Where the last of posts laid flat ends: at the rule, where rules part the posts, or
        at a heading, a rule or an edge of the page as no other post has inside."""
        tree = self.page.tree
        end = tree.ends[fork.node]
        edges = [n for n in tree.children(fork.node) if tree.tags[n] in EDGES]
        inside = edges[bisect_left(edges, heads[0].root + 1) : bisect_left(edges, heads[-1].root)]
        known = {tree.tags[n] for n in inside} - {tree.tags[h.root] for h in heads}
        rules = [n for n in inside if tree.tags[n] in RULES]
        if rules and all(
            bisect_left(rules, one.root) < bisect_left(rules, other.root)
            for one, other in pairwise(heads)
        ):
            known -= RULES
        at = bisect_left(edges, heads[-1].root + 1)
        return next((n for n in edges[at:] if tree.tags[n] not in known), end)

    def _is_post(self, fork: _Fork, units: list[_Branch], lists: list[_Branch]) -> bool:
        """Whether a header with words and further units is a post, not a page with a
        byline around its posts."""
        count = sum(len(b.records) for b in units + lists)
        if count == 1 or any(self._same_again(fork, branch) for branch in units + lists):
            return True
        return count == 2 and not lists and self.shapes[self.page.shapes[fork.node]] > 1

    def _bare_post(self, fork: _Fork, head: _Branch) -> bool:
        """Whether a header and one unit are a post that says nothing of its own."""
        if head.root > fork.branches[-1].root:
            return False
        links = self.page.links_in(head.root, self.page.tree.ends[head.root])
        return any(x.status for x in links) or (
            self.decided and self.post_shapes[self.page.shapes[fork.node]] > 1
        )

    def _nest(self, record: Record, fork: _Fork, branches: list[_Branch]) -> None:
        """Sort what is inside a post into cards and answers."""
        for branch in branches:
            if branch.kind == "list" or self._answers(fork, branch, ANSWERS):
                record.kids += branch.records
            else:
                record.inner += [r.head for r in branch.records]
                for r in branch.records:
                    record.inner += r.inner

    def _answers(self, fork: _Fork, branch: _Branch, needed: int) -> bool:
        """Whether a nested unit is an answer: what all like places say on average."""
        key = (self.page.shapes[fork.node], self.page.shapes[branch.root])
        if not self.decided:
            self.leanings[key].append(self._leaning(fork, branch))
        found = self.leanings[key]
        return sum(found) >= needed * len(found)

    def _leaning(self, fork: _Fork, branch: _Branch) -> int:
        """What speaks for a nested unit to be an answer, less what speaks for a quote."""
        page, tree = self.page, self.page.tree
        end = tree.ends[branch.root]
        score = 0
        base = branch.records[0].start
        for node in (*page.path(base, fork.node), fork.node):
            words = _attribute_words(page, node)
            if node != fork.node:
                if tree.tags[node] == "blockquote" or any(w in words for w in QUOTE_WORDS):
                    score -= 3
                    break
                if any(w in words for w in REPLY_WORDS):
                    score += 2
        if self._same_again(fork, branch):
            own_kind = self.shapes[page.shapes[fork.node]] <= self.pivots + 1
            score += 1 + (own_kind or tree.tags[fork.node] == "li")
            score -= page.shapes[branch.root] == page.shapes[fork.node]
        if page.prose(end, tree.ends[fork.node]):
            score -= 3
        first = next(iter(page.inside(branch.root)), None)
        if first is not None and page.cells[first].role == "label":
            score -= 3
        if any(
            x.status and tree.contains(x.node, branch.records[0].head)
            for x in page.links_in(branch.root, end)
        ):
            score -= 3
        if branch.records[0].inner or branch.records[0].kids:
            score += 2  # Quotes of quotes are rare, answers to answers are not.
        if self._copied(branch):
            score -= 3
        below = self._mark_between(end, tree.ends[fork.node])
        above = self._mark_between(fork.node, branch.root)
        if (above or below) and not self._mark_between(branch.root, end):
            score -= 2
        return score - 1 if below else score + above

    def _mark_between(self, start: int, end: int) -> bool:
        page = self.page
        return any(
            page.cells[i].line.time or page.cells[i].line.views
            for i in page.cell_range(start, end)
            if page.cells[i].role != "prose"
        )

    def _main(self, fork: _Fork, units: list[_Branch]) -> _Branch | None:
        """Of two units side by side, the post whose quote the other one is, if so."""
        if any(len(u.records) != 1 or u.records[0].kids for u in units):
            return None
        first, second = units
        if any(self.page.cells[i].line.label == "original" for i in self.page.inside(fork.node)):
            return None
        one, two = self._quote_like(fork, first), self._quote_like(fork, second)
        side = self._copy_side(fork, first, second)
        if side:
            return first if side > 0 else second
        if one == two:
            again = self.shapes[self.page.shapes[fork.node]] > 1
            return first if (one or again) and self._marks_inside(fork, units) else None
        return first if two else second

    def _copy_side(self, fork: _Fork, first: _Branch, second: _Branch) -> int:
        """Which of two units side by side repeats words that stand elsewhere, in all forks
        of these shapes: 1 the second, -1 the first, 0 neither."""
        shapes = self.page.shapes
        key = (shapes[fork.node], shapes[first.root], shapes[second.root])
        if key[1] == key[2]:
            return 0
        if not self.decided:
            self.sides[key].append(self._copied(second) - self._copied(first))
        found = self.sides[key]
        total = sum(found)
        if len(found) < 2 or abs(total) < 0.3 * len(found):
            return 0
        return 1 if total > 0 else -1

    def _marks_inside(self, fork: _Fork, units: list[_Branch]) -> bool:
        """Whether a time or a link of its own stands in the fork beside both units."""
        page, tree = self.page, self.page.tree
        return any(
            page.cells[i].line.time
            and page.cells[i].role == "meta"
            and not any(tree.contains(u.root, page.cells[i].start) for u in units)
            for i in page.inside(fork.node)
        )

    def _quote_like(self, fork: _Fork, branch: _Branch) -> bool:
        page, tree = self.page, self.page.tree
        others = [b for b in fork.branches if b is not branch and b.kind != "head"]
        shape = page.shapes[branch.root]
        if any(page.shapes[b.root] == shape for b in others):
            return False
        for i in page.inside(branch.root):
            if page.cells[i].role == "label" and page.cells[i].line.label == "quote":
                return True
            if page.cells[i].role not in ("nothing", "meta"):
                break
        before = page.cell_range(fork.node, branch.root)
        if before and page.cells[before[-1]].line.label == "quote":
            return True
        base = branch.records[0].start if branch.records else branch.root
        for node in page.path(base, fork.node):
            if tree.tags[node] == "blockquote":
                return True
            words = (
                " ".join(
                    tree.attrs[node].get(name, "")
                    for name in ("class", "id", "aria-label", "data-testid", "data-type", "role")
                ).casefold()
                + " "
                + tree.tags[node]
            )
            if any(word in words for word in QUOTE_WORDS):
                return True
        return bool(others) and self._copied(branch)

    def _copied(self, branch: _Branch) -> bool:
        """Whether the words of a unit stand on the page a second time."""
        record = branch.records[0]
        return self.copies.elsewhere(self.page.cell_range(record.start, record.end))

    def _same_build(self, fork: _Fork, first: _Branch, branch: _Branch) -> bool:
        """Whether a branch holds elements built as the fork is: of its kind, with the box
        of a post inside, as answers nest."""
        page, tree = self.page, self.page.tree
        shape, box = page.shapes[fork.node], page.shapes[first.root]
        if self._same_again(fork, branch) <= self._same_again(fork, first):
            return False
        return any(
            page.shapes[tree.parents[node]] == shape and page.shapes[node] == box
            for record in branch.records
            for node in page.path(record.start, fork.node)
        )

    def _same_again(self, fork: _Fork, branch: _Branch) -> int:
        """How many elements of the fork's own kind stand above the words of a branch, as
        they do where answers nest."""
        page = self.page
        shape = page.shapes[fork.node]
        return max(
            sum(page.shapes[node] == shape for node in page.path(record.start, fork.node))
            for record in branch.records
        )


def _attribute_words(page: Page, node: int) -> str:
    get = page.tree.attrs[node].get
    words = (get(name, "") for name in ("class", "id", "aria-label", "data-testid", "data-type"))
    return f"{page.tree.tags[node]} {' '.join(words)}".casefold()
