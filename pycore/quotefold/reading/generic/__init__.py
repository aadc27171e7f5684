"""Reads threads in markup that nobody has seen, from what stays when sites redesign.

Stages: the page as cells and anchors (``page``), who is an author and who is only
mentioned (``people``), where posts begin and end (``records``), what is what inside them
(``parts``), and whether it is a thread at all (here). ``docs/READING.md`` says why.
"""

from __future__ import annotations

from dataclasses import replace

from quotefold.dom.text import text_of
from quotefold.dom.tree import Tree
from quotefold.reading.generic.page import Page, look
from quotefold.reading.generic.parts import Draft, Parts
from quotefold.reading.generic.people import settle
from quotefold.reading.generic.records import Record, find
from quotefold.reading.raw import RawPost, RawThread

SITE = "generic"


def read_generic(tree: Tree, url: str) -> RawThread:
    """The posts of a page that no adapter knows. No posts where it is no thread."""
    page = look(tree, url)
    settle(page)
    records = find(page, _pivots(page))
    parts = Parts(page)
    drafts: list[Draft] = []
    stack: list[tuple[Record, int | None]] = [(r, None) for r in reversed(records)]
    while stack:
        record, parent = stack.pop()
        parts.extend(record)
        draft = parts.draft(record)
        draft.parent = parent
        drafts.append(draft)
        number = len(drafts) - 1
        stack.extend((kid, number) for kid in reversed(record.kids))
    parts.roles(drafts)
    posts = [parts.post(draft) for draft in drafts]
    return RawThread(SITE, _checked(tree, _with_hero(tree, posts)))


def _pivots(page: Page) -> list[int]:
    return [c.root for c in page.cells if c.role in ("handle", "header")]


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


def _same_author(one: RawPost, other: RawPost) -> bool:
    if one.author is None or other.author is None:
        return True
    return one.author.key == other.author.key


def _checked(tree: Tree, posts: list[RawPost]) -> tuple[RawPost, ...]:
    return tuple(posts)
