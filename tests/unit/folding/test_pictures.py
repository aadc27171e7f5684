"""The same picture in another size is the same; what is no post's picture does not count."""

from __future__ import annotations

import pytest

from quotefold.folding.copies import Block, Match, find_copies
from quotefold.folding.pictures import picture_key
from quotefold.folding.rule import FoldOptions, fold
from quotefold.model import Post, Quote

TEXT = "This is the stair at two in the morning, and these are the lamps they mean."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://pbs.twimg.com/media/HAbc-1_x.jpg", "https://pbs.twimg.com/media/HAbc-1_x?format=jpg&name=small"),
        ("https://pbs.twimg.com/media/HAbc-1_x.jpg", "/pic/orig/media%2FHAbc-1_x.jpg"),
        ("https://pbs.twimg.com/ext_tw_video_thumb/12/pu/img/a.jpg", "https://pbs.twimg.com/ext_tw_video_thumb/12/pu/img/a?name=orig"),
        ("https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:abc/bafk@jpeg", "https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:abc/bafk@jpeg"),
        ("https://files.example/media_attachments/files/11/22/small/a.png", "https://files.example/cache/media_attachments/files/11/22/original/b.png"),
        ("https://preview.redd.it/a-lamp-k3jd9x0aqz1b.png?width=320", "https://i.redd.it/k3jd9x0aqz1b.png"),
    ],
)  # fmt: skip
def test_sizes_of_one_picture_have_one_key(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other) is not None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "data:image/gif;base64,AAAA",
        "https://pbs.twimg.com/profile_images/12/a_normal.jpg",
        "https://abs-0.twimg.com/emoji/v2/svg/1f44d.svg",
        "https://forum.example/styles/icon_post_target.gif",
        "https://cdn.bsky.app/img/avatar/plain/did:plc:abc/bafk@jpeg",
    ],
)
def test_avatars_emoji_and_icons_have_none(address: str) -> None:
    assert picture_key(address) is None


def test_a_quote_with_a_picture_is_held_only_by_what_shows_it_too() -> None:
    stair, lamp = frozenset({"x media/stair"}), frozenset({"x media/lamp"})
    blocks = [
        Block("p1", "ada", TEXT, False),
        Block("q1", "ada", TEXT, True, pictures=stair),
        Block("q2", "ada", TEXT, True, pictures=stair),
        Block("q3", "ada", TEXT, True, pictures=stair | lamp),
        Block("q4", "ada", TEXT, True),
    ]
    found = find_copies(blocks)
    assert found["q1"].holders == ("q2", "q3")
    assert found["q2"].holders == ("q1", "q3")
    assert found["q3"] == Match((), "pictured", "p1")
    assert found["q4"].holders == ("p1", "q1", "q2", "q3")
    quotes = tuple(Quote(f"q{n}", None, TEXT) for n in (1, 2, 3, 4))
    (post,) = fold([Post("p1", "post", None, TEXT, quotes=quotes)], found, FoldOptions())
    assert [q.collapsed for q in post.quotes] == [False, True, False, True]
    assert post.quotes[2].reason == "shows a picture that p1 does not"
