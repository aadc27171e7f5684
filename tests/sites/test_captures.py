"""Adapters on real pages, which are kept beside the checkout and never committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quotefold import pipeline
from quotefold.dom.html import tree_from_html
from quotefold.model import Thread
from quotefold.reading.raw import RawThread
from quotefold.reading.sites import SITES

URL = "https://forum.example/x/"
STATUS = "https://x.com/a/status/1"


def capture(shared: Path, name: str) -> bytes:
    path = shared / "captures" / name
    if not path.is_file():
        pytest.skip(f"{path} is not on this machine")
    return path.read_bytes()


def raw(shared: Path, name: str, site: str, url: str = URL) -> RawThread:
    adapter = next(s for s in SITES if s.id == site)
    thread = adapter.read(tree_from_html(capture(shared, name)), url)
    assert thread is not None
    return thread


@pytest.mark.parametrize(
    ("name", "site", "posts", "quotes"),
    [
        ("x/x-tweet-quote.html", "x", 1, 1),
        ("x/x-tweet-sample.html", "x", 1, 0),
        ("forums/nettally-Xenforo2.html", "xenforo", 8, 0),
        ("forums/nettally-phpBB.html", "phpbb", 25, 14),
        ("mailing-lists/hyperkitty-thread.html", "hyperkitty", 14, 13),
        ("mailing-lists/public-inbox-T-flat.html", "public-inbox", 14, 13),
        ("react-tweet/react-tweet-thread.html", "x-embeds", 13, 13),
    ],
)
def test_counts_of_posts_and_quotes(
    shared_material: Path, name: str, site: str, posts: int, quotes: int
) -> None:
    thread = raw(shared_material, name, site, STATUS if site == "x" else URL)
    assert len(thread.posts) == posts
    assert sum(len(post.quotes) for post in thread.posts) == quotes
    assert all(post.author is not None for post in thread.posts)
    assert all(post.permalink for post in thread.posts)
    assert thread.warnings == ()


def test_a_quote_card_of_x_is_known_by_its_photo_link(shared_material: Path) -> None:
    (post,) = raw(shared_material, "x/x-tweet-quote.html", "x", STATUS).posts
    (quote,) = post.quotes
    assert quote.author is not None
    assert quote.author.handle == "OriginalAuthor"
    assert quote.permalink == "https://x.com/OriginalAuthor/status/1983129251856470493"
    assert quote.time_text == "2025-10-28T11:10:33.000Z"


def test_old_phpbb_signs_its_quotes_or_leaves_them_unsigned(shared_material: Path) -> None:
    thread = raw(shared_material, "forums/nettally-phpBB.html", "phpbb")
    signed = [q for p in thread.posts for q in p.quotes if q.author is not None]
    assert len(signed) == 8
    names = {p.author.handle for p in thread.posts if p.author}
    assert {q.author.handle for q in signed if q.author} <= names


@pytest.mark.parametrize(
    "name", ["mailing-lists/hyperkitty-thread.html", "mailing-lists/public-inbox-T-flat.html"]
)
def test_the_seed_thread_as_mails_has_the_same_answers(shared_material: Path, name: str) -> None:
    gold = json.loads((shared_material / "seed" / "gold.json").read_text("utf-8"))["posts"]
    tree = tree_from_html(capture(shared_material, name))
    thread = pipeline.read(tree, URL, pipeline.ReadOptions(stance=False)).thread
    ids = {post.id: named(gold, post.text) for post in thread.posts}
    assert len(set(ids.values())) == len(thread.posts) == len(gold)
    # p6 quotes a post from elsewhere; as a mail it answers the first.
    expected = {post["id"]: post["target"] for post in gold if post["target"]} | {"p6": "p0"}
    assert answers(thread, ids) == expected


def answers(thread: Thread, ids: dict[str, str]) -> dict[str, str]:
    return {
        ids[post.id]: ids[post.target.post]
        for post in thread.posts
        if post.target is not None and post.target.post is not None
    }


def named(gold: list[dict[str, Any]], text: str) -> str:
    def start(words: str) -> str:
        return "".join(c for c in words.casefold() if c.isalnum())[:40]

    return next(str(post["id"]) for post in gold if start(post["text"]) == start(text))
