"""Threads (threads.com): posts are ``data-pressable-container``, a quote is one in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.tree import Tree
from quotefold.reading.declared import Found, Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

PAGELET: Final = selector('[data-pagelet^="threads_post_page_"]')
CHROME: Final = (
    "a[href^='/@'], a[href*='/post/'], a[href*='l.threads.'], time, [role='button'], "
    "span:has(> [translate='no'])"
)
LINK: Final = r"^((?:https://www\.threads\.(?:com|net))?/@[\w.]+/post/[\w-]+)"
HANDLE: Final = (Value("a[href^='/@']", "href", r"^/@([\w.]+)(?:$|[/?])"),)


def parents(tree: Tree, _url: str, found: Sequence[Found]) -> list[int | None]:
    """Posts in one pagelet are a chain; a pagelet's first post answers the page's first."""
    answers: list[int | None] = []
    last: int | None = None
    for i, f in enumerate(found):
        pagelet = next((n for n in tree.ancestors(f.post.node) if PAGELET.matches(tree, n)), None)
        chained = pagelet is not None and pagelet == last
        answers.append(None if not i else i - 1 if chained else 0)
        last = pagelet
    return answers


LAYOUT: Final = Layout(
    post="[data-pressable-container]",
    skip="[data-pressable-container] [data-pressable-container]",
    body=("span[dir='auto']",),
    without=CHROME,
    handle=HANDLE,
    time=(Value("time", "datetime"),),
    permalink=(Value("a[href*='/post/']", "href", LINK),),
    parents=parents,
    quotes=Quotes(
        box="[data-pressable-container]",
        body=("span[dir='auto']",),
        without=CHROME,
        handle=(*HANDLE, Value("[translate='no']", match=r"^([\w.]+)$")),
        time=(Value("time", "datetime"),),
        permalink=(Value("a[href*='/post/']", "href", LINK),),
    ),
)

SITE: Final = Site(
    id="threads",
    name="Threads",
    hosts=("threads.com", "threads.net"),
    path=r"/@[\w.]+/post/[\w-]+",
    read=reader("threads", LAYOUT),
    detect=holds('[data-pagelet^="threads_post_page_"] [data-pressable-container]'),
)
