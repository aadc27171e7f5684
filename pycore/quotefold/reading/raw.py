"""What an adapter finds on a page, before anything is concluded from it.

Adapters state only what the markup says. Who answers whom, recovered authors, copies
and stance are worked out later, once, for all sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quotefold.model import Author

Label = Literal["original", "quote", "reply", "repost", ""]
"""What the page itself calls the post, in words or markup; "" where it says nothing."""


@dataclass(frozen=True, slots=True)
class RawQuote:
    """A quote block. ``node`` is the whole block (what folding hides), ``body`` the
    nodes that hold the quoted words."""

    node: int
    body: tuple[int, ...]
    author: Author | None = None
    permalink: str | None = None
    time_text: str = ""
    label: Label = ""
    layout_copy: bool = False
    """The block is inside a part that the page shows only on hover or focus."""


@dataclass(frozen=True, slots=True)
class RawPost:
    """A post. ``node`` is the whole post; ``body`` the nodes with its own words, in
    order, quote blocks inside them excluded by the reader."""

    node: int
    body: tuple[int, ...]
    quotes: tuple[RawQuote, ...] = ()
    author: Author | None = None
    permalink: str | None = None
    time_text: str = ""
    """A machine time (ISO 8601) where the page has one, else the words shown."""
    label: Label = ""
    answers_handle: str | None = None
    """The handle the page says this post replies to or quotes."""
    answers_permalink: str | None = None
    parent: int | None = None
    """Index of the raw post that this one answers by nesting or thread lines."""
    hero: bool = False
    """The page sets this post apart as the one the thread is about."""
    reposted_by: Author | None = None
    """Who passed this post on, where the page says that somebody did."""


@dataclass(frozen=True, slots=True)
class RawThread:
    """Everything one adapter found, in page order."""

    site: str
    posts: tuple[RawPost, ...] = ()
    warnings: tuple[str, ...] = ()
