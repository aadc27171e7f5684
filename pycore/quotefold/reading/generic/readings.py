"""The reading of a page that explains most of it: which marks are the pivots of its posts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from quotefold.reading.generic.cards import Cards, Draft
from quotefold.reading.generic.columns import columns, gaps, paths, unexplained, with_cards
from quotefold.reading.generic.copied import repeats as repeats_of
from quotefold.reading.generic.page import Page
from quotefold.reading.generic.records import Record, find
from quotefold.reading.generic.unsigned import with_unsigned

STRAY: Final = 0.25
"""Times or links outside of all posts, for each post, from which on posts must be missing;
fewer are the page's own ("updated 3h ago")."""

MORE: Final = 0.75
"""How much more a column of marks must explain than what was found without: most of a post
or a quote."""

BETTER: Final = 1.15
"""How much more a weaker kind of sign must explain to win over a surer one."""


def best_reading(page: Page, cards: Cards) -> list[Draft]:
    """The posts of the guess that explains most, with their quotes."""
    best: list[Draft] = []
    best_score = 0.0
    for pivots in _guesses(page):
        drafts = _drafts(page, cards, pivots)
        score, outside = _score(page, cards, drafts)
        if score > BETTER * best_score:
            best, best_score = drafts, score
        missing = [m for m in outside if len(m) >= max(2, STRAY * len(drafts))]
        if len(drafts) > 1 and not missing:
            break
        for more in missing:
            drafts = _drafts(page, cards, sorted({*pivots, *more}))
            score, _ = _score(page, cards, drafts)
            if score > BETTER * best_score:
                best, best_score = drafts, score
    return _by_columns(page, cards, best, best_score)


def _by_columns(page: Page, cards: Cards, best: list[Draft], best_score: float) -> list[Draft]:
    """The reading with the marks of one column as pivots, where it explains more.

    What were posts may become quotes in it. If most do, an editor's text may be around
    them: then quotes must repeat posts as they did not before.
    """
    repeats = repeats_of(page, best)
    best_score += repeats
    for column in columns(page):
        if not unexplained(column, _pieces(page, best)):
            continue
        drafts = _drafts(page, cards, column)
        score, outside = _score(page, cards, drafts)
        spans = sorted((d.start, d.end) for d in drafts)
        heads = sorted(d.head for d in best if d.head >= 0)
        others = {*outside[0], *outside[1], *_outside(spans, heads)}
        if others:
            again = _drafts(page, cards, sorted({*column, *others}))
            better, _ = _score(page, cards, again)
            if better > score:
                drafts, score = again, better
        more = repeats_of(page, drafts)
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


def _drafts(page: Page, cards: Cards, pivots: Sequence[int]) -> list[Draft]:
    drafts: list[Draft] = []
    records = find(page, pivots)
    with_cards(page, records)
    stack: list[tuple[Record, int | None]] = [
        (r, None) for r in reversed(with_unsigned(page, records))
    ]
    while stack:
        record, parent = stack.pop()
        cards.extend(record)
        draft = cards.draft(record)
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
    page: Page, cards: Cards, drafts: list[Draft]
) -> tuple[float, tuple[list[int], list[int]]]:
    """How much of the page a guess explains: posts and quotes, less the times and links
    to posts that are left outside of all of them; and those."""
    spans = sorted((d.start, d.end) for d in drafts)
    times = [c.start for c in page.cells if c.role == "meta" and c.line.time]
    links = sorted({x.node for x in page.links if x.status})
    out_times, out_links = _outside(spans, times), _outside(spans, links)
    found = sum(cards.worth(d) for d in drafts)
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
