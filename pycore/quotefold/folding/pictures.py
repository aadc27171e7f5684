"""Which picture an address shows: the same picture is served in many sizes.

Only the places where known sites keep pictures of posts count. Avatars, emoji and icons
stand in every quote card, under other addresses than in the post: taking one of them for
content would keep every quote open.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

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
