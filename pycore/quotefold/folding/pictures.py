"""Which picture an address shows: the same picture is served in many sizes.

Avatars, emoji and icons stand in every quote card, under other addresses than in the
post: taking one of them for content would keep every quote open. Pictures from the places
where known sites keep those of posts are known by their address alone; any other picture
counts only where a quote shows it after its first word, as cards do.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_POST_PICTURES: Final = re.compile(
    r"""
    (?:pbs\.twimg\.com/|/pic/(?:orig/)?)                        # X; nitter's proxy of it
        (?P<x>(?:media|card_img|tweet_video_thumb|(?:ext_tw_video|amplify_video)_thumb/\d+)/[\w/-]+)
    | /img/feed_(?:thumbnail|fullsize)/plain/(?P<bluesky>did:[\w:.%-]+/\w+)
    | /media_attachments/files/(?P<mastodon>[\d/]+)/(?:small|original)/
    | (?:preview|i)\.redd\.it/(?:[\w-]+-)?(?P<reddit>\w{10,})\.
    """,
    re.VERBOSE,
)


def picture_key(address: str) -> str | None:
    """The name of a post's picture whatever its size; None where the address is no
    picture of a post, as far as is known."""
    match = _POST_PICTURES.search(unquote(address[:2_000]))
    return None if match is None else f"{match.lastgroup} {match[match.lastgroup or 0]}"


_NO_CONTENT: Final = re.compile(
    r"avatar|profile|userpic|gravatar|emoji|smil(?:ey|ie)|icon|badge|logo|sprite|spacer|pixel",
    re.IGNORECASE,
)
SMALL: Final = 48
"""Width or height in pixels up to which a picture without a known address is taken for an
avatar or an icon; the smallest previews of posts are larger."""


def looks_like_content(address: str, classes: str, size: str) -> bool:
    """Whether a picture from an unknown place may be content: no word in its address or
    class says otherwise, and it is not small. ``size`` is a width or height in pixels."""
    if _NO_CONTENT.search(address[:2_000]) or _NO_CONTENT.search(classes):
        return False
    number = size.removesuffix("px")
    return not (number.isascii() and number.isdigit() and int(number[:6]) <= SMALL)


def place_key(address: str) -> str:
    """A name for what stands at an address of an unknown place, whatever its query."""
    try:
        parts = urlsplit(address[:2_000])
    except ValueError:
        return f"at {address[:2_000]}"
    return f"at {parts.netloc.lower()}{parts.path}"
