"""Forums: flat lists of posts whose quotes are boxes with a name, mostly with a link.

A post that quotes states what it answers; one without a quote states nothing. On GitHub
the box has no name: its words tell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .expected import UNSTATED, Shown, ShownQuote, expect, only_handle, telling
from .page import Page, fill
from .trees import marked, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from .spec import Post, Thread


def _quotes(thread: Thread, post: Post, *, said: bool) -> tuple[ShownQuote, ...]:
    """Every answer but those to the first post quotes what it answers."""
    target = thread.target(post)
    if target is None or (target == thread.root and post.by == "reply"):
        return ()
    quotes = marked(thread, replace(post, by="quote"))
    author = only_handle(target.author) if said else UNSTATED
    return tuple(replace(q, author=author) for q in quotes)


def _forum(
    thread: Thread,
    site: str,
    url: str,
    link: Callable[[int, int], str],
    *,
    dated: bool = True,
    said: bool = True,
    names: bool = False,
    hero: bool = True,
    quoting: Callable[[Post], bool] = lambda _: True,
) -> Page:
    """``link`` makes a post's address from its id and its place; ``said``: quote boxes
    name their author; ``names``: posts show names beside handles; ``hero``: the page says which
    post began the thread."""
    flat = thread.by_time()
    ids = {p.key: number(p) for p in flat.posts}
    numbers = {p.key: i + 1 for i, p in enumerate(flat.posts)}
    shown = []
    for post in flat.posts:
        quotes = _quotes(flat, post, said=said) if quoting(post) else ()
        relation: Any = "quote" if quotes else ""
        target: Any = post.answers if quotes else None
        if quotes and not said and not telling(quotes[0].text):
            target = relation = UNSTATED
        if not quoting(post) and post.answers not in (None, flat.root.key):
            target = _named_target(flat, post)
            own = flat.by_key[post.answers or ""].author == post.author
            relation = UNSTATED if own and target is UNSTATED else "reply"
        shown.append(
            Shown(
                post,
                "\n\n".join(post.words(mentions=False, media=False)),
                post.author,
                post.minute if dated else UNSTATED,
                link(ids[post.key], numbers[post.key]),
                relation,
                target,
                quotes,
                says=None if names else only_handle(post.author),
            )
        )
    template = f"{site}.html"
    html = fill(template, thread=flat, shown=shown, ids=ids, numbers=numbers)
    return Page(f"thread-{thread.slug}", url, html, expect(site, url, flat, shown, hero=hero))


def _named_target(thread: Thread, post: Post) -> Any:
    """What a bare name tells: the post, where that person has written only one before."""
    target = thread.target(post)
    assert target is not None
    before = [p for p in thread.posts if p.author == target.author and p.when < post.when]
    return target.key if before == [target] else UNSTATED


def discourse(thread: Thread) -> Page:
    """A topic on Discourse. Replies have a tab with a name, quotes an ``aside``."""
    base = f"https://talk.harbour.example/t/{thread.slug}/7"
    return _forum(
        thread, "discourse", base, lambda _, n: f"{base}/{n}", names=True,
        quoting=lambda post: post.by == "quote",
    )  # fmt: skip


def xenforo(thread: Thread) -> Page:
    """A thread on XenForo 2."""
    base = f"https://quay.example/threads/{thread.slug}.7/"
    return _forum(thread, "xenforo", base, lambda i, _: f"{base}post-{i}")


def phpbb(thread: Thread) -> Page:
    """A topic on phpBB 3.3."""
    base = "https://board.example/viewtopic.php"
    url = f"{base}?t=7"
    return _forum(thread, "phpbb", url, lambda i, _: f"{base}?p={i}#p{i}", hero=False)


def vbulletin(thread: Thread) -> Page:
    """A thread on vBulletin 4. Its times have no zone."""
    base = f"https://breakwater.example/showthread.php?7-{thread.slug}"
    return _forum(
        thread, "vbulletin", base, lambda i, _: f"{base}&p={i}&viewfull=1#post{i}", dated=False
    )


def nodebb(thread: Thread) -> Page:
    """A topic on NodeBB 3."""
    url = f"https://slipway.example/topic/7/{thread.slug}"
    return _forum(thread, "nodebb", url, lambda i, _: f"https://slipway.example/post/{i}")


def github(thread: Thread) -> Page:
    """An issue on GitHub."""
    base = "https://github.com/buoylib/buoylib/issues/7"
    first = number(thread.root)
    return _forum(
        thread, "github", base,
        lambda i, _: f"{base}#issue-{i}" if i == first else f"{base}#issuecomment-{i}",
        said=False,
    )  # fmt: skip
