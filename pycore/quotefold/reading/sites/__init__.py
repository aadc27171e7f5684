"""The sites with an adapter, in the order in which they are asked."""

from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.tree import Tree
from quotefold.reading.site import Site
from quotefold.reading.sites import (
    bluesky,
    digg,
    discourse,
    github,
    hackernews,
    hyperkitty,
    lobsters,
    mastodon,
    nitter,
    nodebb,
    phpbb,
    reacttweet,
    reddit,
    threads,
    vbulletin,
    x,
    xenforo,
)

SITES: Final[tuple[Site, ...]] = (
    digg.SITE,
    x.SITE,
    nitter.SITE,
    bluesky.SITE,
    mastodon.SITE,
    threads.SITE,
    hackernews.SITE,
    lobsters.SITE,
    reddit.SITE,
    discourse.SITE,
    xenforo.SITE,
    phpbb.SITE,
    vbulletin.SITE,
    nodebb.SITE,
    github.SITE,
    hyperkitty.SITE,
    reacttweet.SITE,
)

BROKEN: Final[dict[str, tuple[str, str]]] = {}
"""Adapters known not to work: site id -> (date seen, what is wrong). Their pages are read
by the generic reader until they are mended; a test checks that they really fail."""


def detected(tree: Tree) -> Site | None:
    """The site whose software wrote a page, told by markup alone."""
    return next(
        (s for s in SITES if s.detect and selector(s.detect).first(tree, 0) is not None), None
    )
