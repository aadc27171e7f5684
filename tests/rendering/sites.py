"""Every site's renderer by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import digg, forums, networks, trees, x

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .page import Page
    from .spec import Thread

RENDERERS: Final[Mapping[str, Callable[[Thread], Page]]] = {
    "digg-may21": lambda t: digg.may21(t, "https://digg.com/ai/q7nw3kzt"),
    "digg-may09": lambda t: digg.may09(t, "https://digg.com/ai/b8vd2mra"),
    "x": x.x,
    "react-tweet": x.react_tweet,
    "widgets": x.widgets,
    "nitter": x.nitter,
    "bluesky": networks.bluesky,
    "mastodon": networks.mastodon,
    "mastodon-2026": networks.mastodon_2026,
    "threads": networks.threads_net,
    "hackernews": trees.hacker_news,
    "lobsters": trees.lobsters,
    "old-reddit": trees.old_reddit,
    "new-reddit": trees.new_reddit,
    "discourse": forums.discourse,
    "xenforo": forums.xenforo,
    "phpbb": forums.phpbb,
    "vbulletin": forums.vbulletin,
    "nodebb": forums.nodebb,
    "github": forums.github,
}
