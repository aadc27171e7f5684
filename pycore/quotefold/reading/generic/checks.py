"""Whether posts are posts, whether together they are a thread, and which one it is about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from quotefold.dom.text import text_of
from quotefold.dom.tree import Tree
from quotefold.reading.generic.cards import Draft
from quotefold.reading.generic.page import Page
from quotefold.reading.generic.unsigned import NEIGHBOURS
from quotefold.reading.links import is_x, status_of
from quotefold.reading.raw import RawPost

_MENTION: Final = re.compile(r"\s*\.?@([A-Za-z0-9_]{1,20})")

_MENTIONS: Final = re.compile(r"(?:\s*\.?@[A-Za-z0-9_]{1,20}\b,?)+")

SIGNS: Final = 1.5
"""Signs a post must bear, of three (handle, link, time) and some halves: one alone is
found on every page."""

REPEATS: Final = 2
"""Quotes of the page's own posts that say it is a thread, whatever its people are called."""


def with_hero(tree: Tree, posts: list[RawPost]) -> list[RawPost]:
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


def answers_to_the_first(tree: Tree, page: Page, posts: list[RawPost]) -> list[RawPost]:
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


def without_labels_that_say_nothing(tree: Tree, posts: list[RawPost]) -> list[RawPost]:
    """Where every card bears the same "Quoting", over answers too, the word names the card:
    posts that begin with a mention of whom they quote are none of its business."""
    quoting = [n for n, p in enumerate(posts) if p.label == "quote" and p.quotes]
    if any(p.label == "reply" for p in posts):
        return posts
    answers = {n for n in quoting if _addressed(tree, posts[n]) & _quoted(posts[n])}
    if not answers or (2 * len(answers) < len(quoting) and len(answers) < 2):
        return posts
    return [replace(p, label="") if n in answers else p for n, p in enumerate(posts)]


def _addressed(tree: Tree, post: RawPost) -> set[str]:
    words = text_of(tree, post.body, without=[q.node for q in post.quotes]).text
    opening = _MENTIONS.match(words)
    found = _MENTION.findall(opening.group()) if opening is not None else []
    return {handle.casefold() for handle in found}


def _quoted(post: RawPost) -> set[str]:
    return {q.author.key for q in post.quotes if q.author is not None}


def _same_author(one: RawPost, other: RawPost) -> bool:
    if one.author is None or other.author is None:
        return True
    return one.author.key == other.author.key


def checked(
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
