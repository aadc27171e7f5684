"""Bluesky's thread page.

The line that leads up to the post above has no name: it is the one element inside the
empty row with which every post begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quotefold.dom.tree import Tree
from quotefold.reading.declared import Found, Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds


def parents(tree: Tree, url: str, found: Sequence[Found]) -> list[int | None]:
    """A line up leads to the post above; what has none answers the post the page is about."""
    about = url.rstrip("/").rpartition("/")[2]
    focus = next((i for i, f in enumerate(found) if _id(f) == about), 0)
    return [
        i - 1 if i and _line_up(tree, f.post.node) else focus if i > focus else None
        for i, f in enumerate(found)
    ]


def _id(f: Found) -> str:
    return (f.post.permalink or "").rpartition("/")[2]


def _line_up(tree: Tree, node: int) -> bool:
    row = next((n for n in tree.children(node) if tree.is_element(n)), None)
    return row is not None and any(
        tree.is_element(line)
        for space in tree.children(row)
        if tree.is_element(space)
        for line in tree.children(space)
    )


LAYOUT: Final = Layout(
    root='[data-testid="postThreadScreen"]',
    post='[data-testid^="postThreadItem-by-"]',
    body=('[data-word-wrap="1"]',),
    handle=(Value("", "data-testid", r"-by-(.+)$"),),
    name=(
        Value("a[href^='/profile/'][aria-label$=' avatar']", "aria-label", r"^(.+)['’]s avatar$"),
        Value("a[href^='/profile/']", match=r"^([^@·].*)$"),
    ),
    permalink=(
        Value("a[href*='/post/']", "href", r"^((?:https://bsky\.app)?/profile/[^/]+/post/\w+)$"),
    ),
    parents=parents,
    quotes=Quotes(
        box='div[role="link"][aria-label^="Post by "]',
        body=('[data-word-wrap="1"]',),
        handle=(Value("", "aria-label", r"^Post by (\S+)$"),),
        name=(Value("span, a[href^='/profile/']", match=r"^([^@·].*)$"),),
        permalink=(Value("a[href*='/post/']", "href"),),
    ),
)

SITE: Final = Site(
    id="bluesky",
    name="Bluesky",
    hosts=("bsky.app",),
    path=r"/profile/[^/]+/post/\w+",
    read=reader("bluesky", LAYOUT),
    detect=holds('[data-testid="postThreadScreen"] [data-testid^="postThreadItem-by-"]'),
)
