"""Reads threads in markup that nobody has seen, from what stays when sites redesign.

Stages: the page as cells and anchors (``page``), who is an author and who is only
mentioned (``people``, ``bylines``), where posts begin and end (``readings``, ``records``,
``columns``, ``unsigned``), what is quoted in them (``cards``), what is what inside them
(``roles``, ``parts``), and whether it is a thread at all (``checks``). ``docs/READING.md``
says why.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from quotefold.dom.tree import Tree
from quotefold.reading.generic.cards import Cards, Draft
from quotefold.reading.generic.checks import (
    answers_to_the_first,
    checked,
    with_hero,
    without_labels_that_say_nothing,
)
from quotefold.reading.generic.copied import add_copied_quotes, repeats
from quotefold.reading.generic.page import Page, look, look_behind
from quotefold.reading.generic.parts import Parts
from quotefold.reading.generic.people import settle
from quotefold.reading.generic.readings import best_reading
from quotefold.reading.generic.records import Record
from quotefold.reading.generic.roles import Roles
from quotefold.reading.raw import RawPost, RawQuote, RawThread

SITE = "generic"


def read_generic(tree: Tree, url: str) -> RawThread:
    """The posts of a page that no adapter knows. No posts where it is no thread."""
    page = look(tree, url)
    settle(page)
    cards = Cards(page)
    drafts = best_reading(page, cards)
    add_copied_quotes(page, cards, drafts)
    cards.bare_quotes(drafts)
    Roles(page).settle(drafts)
    parts = Parts(page)
    parts.meet(drafts)
    posts = [parts.post(draft) for draft in drafts]
    if page.unseen and any(not p.quotes for p in posts):
        posts = _quotes_behind(page, drafts, posts)
    posts = checked(tree, page, drafts, posts, repeats(page, drafts))
    posts = without_labels_that_say_nothing(tree, posts)
    posts = answers_to_the_first(tree, page, posts)
    return RawThread(SITE, tuple(with_hero(tree, posts)))


def _quotes_behind(page: Page, drafts: list[Draft], posts: list[RawPost]) -> list[RawPost]:
    """Add the quotes that stand in a panel which opens on hover, below a second copy of
    the words of the post. The panel is a layout copy, but its quote says what is answered."""
    tree = page.tree
    behind = look_behind(page)
    settle(behind)
    cards, parts = Cards(behind), Parts(behind)
    found = []
    for draft, post in zip(drafts, posts, strict=True):
        quotes: tuple[RawQuote, ...] = ()
        at, stop = bisect_left(page.unseen, draft.start), bisect_left(page.unseen, draft.end)
        for panel in () if post.quotes else page.unseen[at:stop]:
            cells = [behind.cells[i] for i in behind.inside(panel)]
            inner = [c.start for c in cells if c.role in ("handle", "header")]
            if not inner or any(s <= panel < e for s, e in draft.holes):
                continue
            again = cards.draft(Record(panel, tree.ends[panel], -1, -1, inner=inner))
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
