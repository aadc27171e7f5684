"""Sites whose answers nest: Hacker News, Lobsters, Reddit old and new.

Their quotes are lines that the writer marked, without an author: what they repeat is
found by the words alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .expected import UNSTATED, Shown, ShownQuote, expect, only_handle
from .page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from .spec import Post, Thread


def number(post: Post) -> int:
    """A number for sites that count their posts."""
    return 40_000_000 + crc32(f"{post.key}{post.when}".encode()) % 1_000_000


def letters(post: Post) -> str:
    """A short id of small letters and digits."""
    value, out = crc32(f"{post.key}{post.when}".encode()), ""
    while len(out) < 6:
        value, digit = divmod(value, 36)
        out += "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
    return out


def marked(thread: Thread, post: Post, author: Any = UNSTATED) -> tuple[ShownQuote, ...]:
    """The words that ``post`` quotes: all of its target's, or the first sentence."""
    target = thread.target(post)
    if target is None or post.by != "quote" or not post.card.shown:
        return ()
    words = target.words(mentions=False, media=False)
    first = re.split(r"(?<=[.!?]) ", words[0])[0]
    excerpt = bool(post.card.cut) and (first,) != words
    text = first if excerpt else "\n\n".join(words)
    return (ShownQuote(target.key, text, author, UNSTATED, UNSTATED, excerpt=excerpt),)


def _tree(
    thread: Thread,
    site: str,
    template: str,
    url: str,
    ids: Callable[[Post], object],
    link: Callable[[str], str],
) -> Page:
    tree = thread.as_tree()
    names = {p.key: str(ids(p)) for p in tree.posts}
    shown = [
        Shown(
            post,
            "\n\n".join(post.words(mentions=False, media=False)),
            post.author,
            post.minute,
            UNSTATED if i == 0 else link(names[post.key]),
            "reply" if i else "",
            post.answers,
            tuple(replace(q, loose=site == "hackernews") for q in marked(tree, post)),
            says=only_handle(post.author),
        )
        for i, post in enumerate(tree.posts)
    ]
    url = url.replace("ROOT", names[tree.root.key])
    html = fill(template, thread=tree, shown=shown, ids=names, depths=tree.depths(), lines=_lines)
    return Page(f"thread-{thread.slug}", url, html, expect(site, url, tree, shown))


def _lines(shown: Shown) -> list[str]:
    """Paragraphs as they are typed on Hacker News, quoted ones behind a mark."""
    quoted = [f"> {p}" for q in shown.quotes for p in q.text.split("\n\n")]
    return [*quoted, *shown.text.split("\n\n")]


def hacker_news(thread: Thread) -> Page:
    """A discussion on news.ycombinator.com."""
    base = "https://news.ycombinator.com/item?id="
    return _tree(thread, "hackernews", "hackernews.html", f"{base}ROOT", number, lambda i: base + i)


def lobsters(thread: Thread) -> Page:
    """A story on lobste.rs."""
    return _tree(
        thread, "lobsters", "lobsters.html", f"https://lobste.rs/s/ROOT/{thread.slug}", letters,
        lambda i: f"https://lobste.rs/c/{i}",
    )  # fmt: skip


def old_reddit(thread: Thread) -> Page:
    """A comments page on old.reddit.com."""
    url = "https://old.reddit.com/r/harbours/comments/ROOT/x/"
    root = letters(thread.root)
    return _tree(
        thread, "old-reddit", "old-reddit.html", url, letters,
        lambda i: f"https://old.reddit.com/r/harbours/comments/{root}/x/{i}/",
    )  # fmt: skip


def new_reddit(thread: Thread) -> Page:
    """A comments page on www.reddit.com."""
    url = "https://www.reddit.com/r/harbours/comments/ROOT/x/"
    root = letters(thread.root)
    return _tree(
        thread, "new-reddit", "new-reddit.html", url, letters,
        lambda i: f"https://www.reddit.com/r/harbours/comments/{root}/x/{i}/",
    )  # fmt: skip
