"""Bluesky's thread page.

The line that joins posts has no name and no class, only a style, so who answers whom is
told by quotes alone; the first post is the thread's root.
"""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site

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
    quotes=Quotes(
        box='div[role="link"][aria-label^="Post by "]',
        body=('[data-word-wrap="1"]',),
        handle=(Value("", "aria-label", r"^Post by (\S+)$"),),
        name=(Value("a[href^='/profile/']", match=r"^([^@·].*)$"),),
        permalink=(Value("a[href*='/post/']", "href"),),
    ),
)

SITE: Final = Site(
    id="bluesky",
    name="Bluesky",
    hosts=("bsky.app",),
    path=r"/profile/[^/]+/post/\w+",
    read=reader("bluesky", LAYOUT),
    detect='[data-testid="postThreadScreen"] [data-testid^="postThreadItem-by-"]',
)
