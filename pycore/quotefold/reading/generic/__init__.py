"""Reads threads in markup that nobody has seen, from what stays when sites redesign.

Stages: the page as cells and anchors (``page``), who is an author and who is only
mentioned (``people``), where posts begin and end (``records``), what is what inside them
(``parts``), and whether it is a thread at all (here). ``docs/READING.md`` says why.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from quotefold.dom.text import text_of
from quotefold.dom.tree import Tree
from quotefold.reading.generic.columns import columns, gaps, paths, unexplained, with_cards
from quotefold.reading.generic.page import Page, look, look_behind
from quotefold.reading.generic.parts import Draft, Parts
from quotefold.reading.generic.people import settle
from quotefold.reading.generic.records import Record, find
from quotefold.reading.generic.unsigned import NEIGHBOURS, with_unsigned
from quotefold.reading.links import is_x, status_of
from quotefold.reading.raw import RawPost, RawQuote, RawThread

SITE = "generic"
_MENTION: Final = re.compile(r"\s*\.?@([A-Za-z0-9_]{1,20})")

STRAY: Final = 0.25
"""Times or links outside of all posts, for each post, from which on posts must be missing;
fewer are the page's own ("updated 3h ago")."""

SIGNS: Final = 1.5
"""Signs a post must bear, of three (handle, link, time) and some halves: one alone is
found on every page."""

MORE: Final = 0.75
"""How much more a column of marks must explain than what was found without: most of a post
or a quote."""

BETTER: Final = 1.15
"""How much more a weaker kind of sign must explain to win over a surer one."""


REPEATS: Final = 2
"""Quotes of the page's own posts that say it is a thread, whatever its people are called."""


def read_generic(tree: Tree, url: str) -> RawThread:
    """The posts of a page that no adapter knows. No posts where it is no thread."""
    page = look(tree, url)
    settle(page)
    parts = Parts(page)
    best: list[Draft] = []
    best_score = 0.0
    for pivots in _guesses(page):
        drafts = _drafts(page, parts, pivots)
        score, outside = _score(page, parts, drafts)
        if score > BETTER * best_score:
            best, best_score = drafts, score
        missing = [m for m in outside if len(m) >= max(2, STRAY * len(drafts))]
        if len(drafts) > 1 and not missing:
            break
        for more in missing:
            drafts = _drafts(page, parts, sorted({*pivots, *more}))
            score, _ = _score(page, parts, drafts)
            if score > BETTER * best_score:
                best, best_score = drafts, score
    best = _by_columns(page, parts, best, best_score)
    parts.bare_quotes(best)
    parts.roles(best)
    posts = [parts.post(draft) for draft in best]
    if page.unseen and any(not p.quotes for p in posts):
        posts = _quotes_behind(page, best, posts)
    posts = _checked(tree, page, best, posts, parts.repeats(best))
    posts = _answers_to_the_first(tree, page, posts)
    return RawThread(SITE, tuple(_with_hero(tree, posts)))


def _quotes_behind(page: Page, drafts: list[Draft], posts: list[RawPost]) -> list[RawPost]:
    """Add the quotes that stand in a panel which opens on hover, below a second copy of
    the words of the post. The panel is a layout copy, but its quote says what is answered."""
    tree = page.tree
    behind = look_behind(page)
    settle(behind)
    parts = Parts(behind)
    found = []
    for draft, post in zip(drafts, posts, strict=True):
        quotes: tuple[RawQuote, ...] = ()
        at, stop = bisect_left(page.unseen, draft.start), bisect_left(page.unseen, draft.end)
        for panel in () if post.quotes else page.unseen[at:stop]:
            cells = [behind.cells[i] for i in behind.inside(panel)]
            inner = [c.start for c in cells if c.role in ("handle", "header")]
            if not inner or any(s <= panel < e for s, e in draft.holes):
                continue
            again = parts.draft(Record(panel, tree.ends[panel], -1, -1, inner=inner))
            words = {behind.cells[i].text for i in again.cells if behind.cells[i].role == "prose"}
            own = {page.cells[i].text for i in draft.cells}
            if again.cards and words & own:
                quotes = tuple(
                    replace(parts.quote(again, card), layout_copy=True) for card in again.cards
                )
                break
        if quotes:
            label = post.label if post.label not in ("", "original") else quotes[0].label
            found.append(replace(post, quotes=quotes, label=label))
        else:
            found.append(post)
    return found


def _by_columns(page: Page, parts: Parts, best: list[Draft], best_score: float) -> list[Draft]:
    """The reading with the marks of one column as pivots, where it explains more.

    What were posts may become quotes in it. If most do, an editor's text may be around
    them: then quotes must repeat posts as they did not before.
    """
    repeats = parts.repeats(best)
    best_score += repeats
    for column in columns(page):
        if not unexplained(column, _pieces(page, best)):
            continue
        drafts = _drafts(page, parts, column)
        score, outside = _score(page, parts, drafts)
        spans = sorted((d.start, d.end) for d in drafts)
        heads = sorted(d.head for d in best if d.head >= 0)
        others = {*outside[0], *outside[1], *_outside(spans, heads)}
        if others:
            again = _drafts(page, parts, sorted({*column, *others}))
            better, _ = _score(page, parts, again)
            if better > score:
                drafts, score = again, better
        more = parts.repeats(drafts)
        if score + more > best_score + MORE and _demotes_rightly(
            page, drafts, best, more > repeats
        ):
            best, best_score, repeats = drafts, score + more, more
    return best


def _demotes_rightly(
    page: Page, drafts: Sequence[Draft], best: Sequence[Draft], repeats_more: bool
) -> bool:
    """Whether posts that became quotes may be quotes: all like them did, and where they
    are most of all posts, more quotes repeat posts than before."""
    cards = sorted((c.node, page.tree.ends[c.node]) for d in drafts for c in d.cards)
    places = paths(page.tree, page.shapes)
    inside: set[int] = set()
    left: set[int] = set()
    demoted = 0
    for draft in best:
        at = bisect_right(cards, draft.start, key=lambda card: card[0]) - 1
        is_quote = at >= 0 and draft.start < cards[at][1]
        demoted += is_quote
        (inside if is_quote else left).add(places[draft.start])
    return not inside & left and (repeats_more or 2 * demoted <= len(best))


def _pieces(page: Page, drafts: Sequence[Draft]) -> list[tuple[int, int, int]]:
    """Nodes of posts without those in quotes and answers, and of quotes."""
    ends = page.tree.ends
    pieces = []
    for number, draft in enumerate(drafts):
        cards = [(c.node, ends[c.node]) for c in draft.cards]
        pieces += [(*card, -1) for card in cards]
        own = gaps(draft.start, draft.end, cards + draft.holes)
        pieces += [(*piece, number) for piece in own]
    return sorted(pieces)


def _drafts(page: Page, parts: Parts, pivots: Sequence[int]) -> list[Draft]:
    drafts: list[Draft] = []
    records = find(page, pivots)
    with_cards(page, records)
    stack: list[tuple[Record, int | None]] = [
        (r, None) for r in reversed(with_unsigned(page, records))
    ]
    while stack:
        record, parent = stack.pop()
        parts.extend(record)
        draft = parts.draft(record)
        draft.parent = parent
        drafts.append(draft)
        number = len(drafts) - 1
        stack.extend((kid, number) for kid in reversed(record.kids))
    return drafts


def _guesses(page: Page) -> Iterator[list[int]]:
    """What may stand once in every post, the surest first: handles, handles in attributes
    and links to profiles, links to posts, times."""
    handles = [c.start for c in page.cells if c.role in ("handle", "header")]
    yield handles
    hints = {h.node for h in page.hints} | {x.node for x in page.links if x.profile}
    yield sorted(n for n in hints if page.shown(n))
    yield sorted({x.node for x in page.links if x.status})
    yield [c.start for c in page.cells if c.role == "meta" and c.line.time]


def _score(
    page: Page, parts: Parts, drafts: list[Draft]
) -> tuple[float, tuple[list[int], list[int]]]:
    """How much of the page a guess explains: posts and quotes, less the times and links
    to posts that are left outside of all of them; and those."""
    spans = sorted((d.start, d.end) for d in drafts)
    times = [c.start for c in page.cells if c.role == "meta" and c.line.time]
    links = sorted({x.node for x in page.links if x.status})
    out_times, out_links = _outside(spans, times), _outside(spans, links)
    found = sum(parts.worth(d) for d in drafts)
    return found - 0.5 * (len(out_times) + len(out_links)), (out_times, out_links)


def _outside(spans: list[tuple[int, int]], nodes: list[int]) -> list[int]:
    left = []
    at, reach = 0, -1
    for node in nodes:
        while at < len(spans) and spans[at][0] <= node:
            reach = max(reach, spans[at][1])
            at += 1
        if node >= reach:
            left.append(node)
    return left


def _with_hero(tree: Tree, posts: list[RawPost]) -> list[RawPost]:
    """Mark the post that the page calls the original and stands apart, and leave out the
    row in which the list shows it once more."""
    if not posts or posts[0].label != "original" or posts[0].parent is not None:
        return posts
    hero = replace(posts[0], hero=True)
    words = text_of(tree, hero.body).text.split()
    again = next(
        (
            n
            for n, post in enumerate(posts)
            if n
            and (
                post.permalink == hero.permalink
                if post.permalink and hero.permalink
                else _same_author(post, hero)
                and not post.quotes
                and text_of(tree, post.body).text.split() == words
            )
        ),
        None,
    )
    posts = [hero, *posts[1:]]
    if again is None:
        return posts

    def moved(parent: int | None) -> int | None:
        if parent is None or parent < again:
            return parent
        return 0 if parent == again else parent - 1

    return [replace(p, parent=moved(p.parent)) for n, p in enumerate(posts) if n != again]


def _answers_to_the_first(tree: Tree, page: Page, posts: list[RawPost]) -> list[RawPost]:
    """Below a post that stands apart, comments that nest answer it where they are not
    inside another."""
    top = [p for p in posts if p.parent is None]
    if not posts or len(top) == len(posts) or len(top) < 2 or posts[0].label:
        return posts
    places = {(tree.parents[p.node], page.shapes[p.node]) for p in top[1:]}
    apart = tree.parents[top[0].node] not in {parent for parent, _ in places}
    if len(places) > 1 or not apart or any(p.parent == 0 for p in posts):
        return posts
    return [
        replace(p, hero=True) if n == 0 else replace(p, parent=0) if p.parent is None else p
        for n, p in enumerate(posts)
    ]


def _same_author(one: RawPost, other: RawPost) -> bool:
    if one.author is None or other.author is None:
        return True
    return one.author.key == other.author.key


def _checked(
    tree: Tree, page: Page, drafts: list[Draft], posts: list[RawPost], repeats: int
) -> list[RawPost]:
    """The posts that bear enough signs of being posts, if together they are a thread."""
    kept = [_signs(page, d, p) >= SIGNS for d, p in zip(drafts, posts, strict=True)]
    places = [(tree.parents[d.start], page.shapes[d.start]) for d in drafts]
    sure = Counter(place for place, keep in zip(places, kept, strict=True) if keep)
    for n, post in enumerate(posts):
        # Built as its neighbours are, and one of their signs on it: theirs speak for it.
        if not kept[n] and sure[places[n]] >= NEIGHBOURS and _signs(page, drafts[n], post) >= 1:
            kept[n] = True
    number = {n: k for k, n in enumerate(n for n, keep in enumerate(kept) if keep)}
    left = [
        replace(p, parent=None if p.parent is None else number.get(p.parent))
        for n, p in enumerate(posts)
        if kept[n]
    ]
    at_home = sum(_is_from_x(page, d) for d, keep in zip(drafts, kept, strict=True) if keep)
    known = 2 * at_home >= len(left) or repeats >= REPEATS
    return left if len(left) > 1 and known and _related(tree, left) else []


def _is_from_x(page: Page, draft: Draft) -> bool:
    """Whether a handle with ``@`` or a link to a post of X stands in a post or its quotes.
    Forums of other kinds have adapters; without one their posts are too easily misread."""
    cells = [page.cells[i] for i in page.cell_range(draft.start, draft.end)]
    return (
        any(c.line.handles and c.role in ("handle", "header", "label", "mention") for c in cells)
        or any(h.at for h in page.hints_in(draft.start, draft.end))
        or any(x.status or is_x(x.href) for x in page.links_in(draft.start, draft.end))
    )


def _signs(page: Page, draft: Draft, post: RawPost) -> float:
    """A handle, a link and a time beside words are one sign each; what only goes along
    with posts counts half. Words without signs are anybody's."""
    if not post.body and not post.quotes:
        return 0
    cells = [page.cells[i] for i in draft.cells]
    named = any(c.role in ("handle", "header") for c in cells) or bool(
        page.hints_in(draft.start, draft.end)
        or [x for x in page.links_in(draft.start, draft.end) if x.profile]
    )
    on_x = post.permalink is not None and status_of(post.permalink) is not None
    return (
        (post.author is not None and named)
        + on_x
        + bool(post.time_text)
        + 0.5 * (post.permalink is not None and not on_x)
        + 0.5 * any(c.line.views for c in cells)
        + 0.5 * any(q.author is not None for q in post.quotes)
        + 0.5 * bool(post.label)
    )


def _related(tree: Tree, posts: list[RawPost]) -> bool:
    """Whether the posts have to do with each other: quotes, answers, one author, or links
    that say they are posts of X. People in a list do not."""
    people = {p.author.key for p in posts if p.author is not None}
    linked = sum(p.permalink is not None and status_of(p.permalink) is not None for p in posts)
    if 2 * linked >= len(posts) or (len(people) == 1 and all(p.author for p in posts)):
        return True
    if any(p.quotes or p.label or p.answers_handle or p.parent is not None for p in posts):
        return True
    openings = (_MENTION.match(text_of(tree, p.body).text) for p in posts)
    return any(m is not None and m[1].casefold() in people for m in openings)
