"""The sites with an adapter, in the order in which they are asked."""

from typing import Final

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
    mhonarc,
    nitter,
    nodebb,
    phpbb,
    pipermail,
    publicinbox,
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
    reddit.OLD_SITE,
    reddit.NEW_SITE,
    discourse.SITE,
    xenforo.SITE,
    phpbb.SITE,
    vbulletin.SITE,
    nodebb.SITE,
    github.SITE,
    publicinbox.SITE,
    hyperkitty.SITE,
    pipermail.SITE,
    mhonarc.SITE,
    reacttweet.SITE,
)

BROKEN: Final[dict[str, tuple[str, str]]] = {}
"""Adapters known not to work: site id -> (date seen, what is wrong). Their pages are read
by the generic reader until they are mended; a test checks that they really fail."""
