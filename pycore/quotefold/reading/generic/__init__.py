"""Reads threads in markup that nobody has seen, from what stays when sites redesign.

Stages: the page as cells and anchors (``page``), who is an author and who is only
mentioned (``people``), where posts begin and end (``records``), what is what inside them
(``parts``), and whether it is a thread at all (here). ``docs/READING.md`` says why.
"""

from __future__ import annotations

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
        draft = parts.draft(record)
        draft.parent = parent
        drafts.append(draft)
        number = len(drafts) - 1
        stack.extend((kid, number) for kid in reversed(record.kids))
    parts.roles(drafts)
    posts = [parts.post(draft, hero=False) for draft in drafts]
    return RawThread(SITE, _checked(posts))


def _pivots(page: Page) -> list[int]:
    return [c.root for c in page.cells if c.role in ("handle", "header")]


def _checked(posts: list[RawPost]) -> tuple[RawPost, ...]:
    return tuple(posts)
