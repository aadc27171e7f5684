"""Social networks beside X: Bluesky, Mastodon, Threads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .expected import UNSTATED, Shown, ShownQuote, expect, only_handle
from .page import Page, fill
from .trees import letters, number
from .x import chains

if TYPE_CHECKING:
    from collections.abc import Callable

    from .spec import Post, Thread

DOMAIN = "mastodon.social"


def bluesky_handle(post: Post) -> str:
    """A handle as Bluesky has them: no underscore, a domain behind."""
    return f"{post.author.handle.strip('_').replace('_', '-').lower()}.bsky.social"


def mastodon_handle(post: Post) -> str:
    """A handle with its server, as Mastodon shows it."""
    return f"{post.author.handle}@{DOMAIN}"


def _quotes(thread: Thread, post: Post, handle: Callable[[Post], str]) -> tuple[ShownQuote, ...]:
    target = thread.target(post)
    if target is None or post.by != "quote" or not post.card.shown:
        return ()
    mentions = handle is mastodon_handle
    text = "\n\n".join(target.words(mentions=mentions, media=False))
    says = {"handle": handle(target), "name": target.author.name}
    return (ShownQuote(target.key, text, says, UNSTATED, UNSTATED),)


def _chained(thread: Thread) -> list[tuple[Post | None, list[Post]]]:
    """The focus and its author's continuation, then each chain with what it answers."""
    main = thread.root
    _, own, answers = chains(thread, main)
    return [(None, [main, *own]), *((main, chain) for chain in answers)]


def bluesky(thread: Thread) -> Page:
    """A post thread on bsky.app. Quote cards have no link; lines show who answers whom."""
    groups = _chained(thread)
    groups = [(None, groups[0][1][:1]), *((thread.root, g) for g in (groups[0][1][1:],) if g),
              *groups[1:]]  # fmt: skip
    url = f"https://bsky.app/profile/{bluesky_handle(thread.root)}/post/3l{letters(thread.root)}"
    stated = []
    for parent, group in groups:
        for i, post in enumerate(group):
            answered = group[i - 1] if i else parent
            quotes = _quotes(thread, post, bluesky_handle)
            stated.append(
                Shown(
                    post,
                    "\n\n".join(post.words(mentions=False, media=False)),
                    post.author,
                    UNSTATED,
                    f"https://bsky.app/profile/{bluesky_handle(post)}/post/3l{letters(post)}",
                    UNSTATED if quotes else "reply" if answered else "",
                    UNSTATED if quotes else answered.key if answered else None,
                    quotes,
                    says={"handle": bluesky_handle(post), "name": post.author.name},
                )
            )
    by_key = {s.post.key: s for s in stated}
    html = fill(
        "bluesky.html",
        thread=thread,
        main=by_key[thread.root.key],
        answers=[[by_key[p.key] for p in group] for _, group in groups[1:]],
        bsky=bluesky_handle,
        rkey=lambda post: f"3l{letters(post)}",
    )
    return Page(f"thread-{thread.slug}", url, html, expect("bluesky", url, thread, stated))


def mastodon(thread: Thread) -> Page:
    """A conversation in Mastodon 4.5. A line leads to the post above or to the root."""
    tree = thread.as_tree()
    ids = {p.key: str(p.status_id >> 4) for p in thread.by_key.values()}
    url = f"https://{DOMAIN}/@{tree.root.author.handle}/{ids[tree.root.key]}"
    shown = []
    for i, post in enumerate(tree.posts):
        original = thread.by_key[post.key]
        quotes = _quotes(thread, original, mastodon_handle)
        up = bool(i) and tree.posts[i - 1].key == post.answers
        known = up or post.answers == tree.root.key
        # A post that quotes one post and hangs under another may be read either way.
        unclear = bool(quotes) or (bool(i) and not known)
        shown.append(
            Shown(
                replace(post, mentions=() if i == 0 else post.mentions),
                "\n\n".join(post.words(media=False)),
                post.author,
                post.minute,
                f"https://{DOMAIN}/@{post.author.handle}/{ids[post.key]}",
                UNSTATED if unclear else "reply" if i else "",
                UNSTATED if unclear else post.answers,
                quotes,
                says={"handle": mastodon_handle(post), "name": post.author.name},
            )
        )
    html = fill("mastodon.html", thread=thread, shown=shown, ids=ids, domain=DOMAIN)
    expected = expect("mastodon", url, replace(tree, outside=thread.outside), shown)
    return Page(f"thread-{thread.slug}", url, html, expected)


def mastodon_2026(thread: Thread) -> Page:
    """A conversation in Mastodon's redesign: hashed classes, quotes with their address.

    Who answers whom is told by mentions and quotes alone.
    """
    ids = {p.key: str(p.status_id >> 4) for p in thread.by_key.values()}
    base = f"https://{DOMAIN}/@"
    url = f"{base}{thread.root.author.handle}/{ids[thread.root.key]}"
    shown = []
    for post in thread.by_time().posts:
        quotes = tuple(
            replace(
                q,
                permalink=f"{base}{thread.by_key[q.of].author.handle}/{ids[q.of]}",
                time=thread.by_key[q.of].minute,
                author={"name": thread.by_key[q.of].author.name},
            )
            for q in _quotes(thread, post, mastodon_handle)
        )
        told = bool(quotes) and not post.mentions
        shown.append(
            Shown(
                post,
                "\n\n".join(post.words(media=False)),
                post.author,
                post.minute,
                f"{base}{post.author.handle}/{ids[post.key]}",
                "quote" if told else UNSTATED,
                post.answers if told else UNSTATED,
                quotes,
                # Links and words spell the handle of a local account differently.
                says={"name": post.author.name},
            )
        )
    html = fill("mastodon-2026.html", thread=thread, shown=shown, ids=ids, domain=DOMAIN)
    expected = expect("mastodon", url, thread, shown)
    return Page(f"redesign-{thread.slug}", url, html, expected)


def threads_net(thread: Thread) -> Page:
    """A post page on threads.com. People have handles only; a pagelet is one chain."""
    groups = _chained(thread)
    url = f"https://www.threads.com/@{thread.root.author.handle}/post/{number(thread.root)}"
    stated = []
    for parent, group in groups:
        for i, post in enumerate(group):
            answered = group[i - 1] if i else parent
            quotes = tuple(
                replace(q, author={"handle": thread.by_key[q.of].author.handle})
                for q in _quotes(thread, post, bluesky_handle)
            )
            stated.append(
                Shown(
                    post,
                    "\n\n".join(post.words(mentions=False, media=False)),
                    post.author,
                    post.minute,
                    f"https://www.threads.com/@{post.author.handle}/post/{number(post)}",
                    UNSTATED if quotes else "reply" if answered else "",
                    UNSTATED if quotes else answered.key if answered else None,
                    quotes,
                    says=only_handle(post.author),
                )
            )
    by_key = {s.post.key: s for s in stated}
    html = fill(
        "threads.html",
        thread=thread,
        main=by_key[thread.root.key],
        own=[by_key[p.key] for p in groups[0][1][1:]],
        answers=[[by_key[p.key] for p in group] for _, group in groups[1:]],
        code=number,
    )
    return Page(f"thread-{thread.slug}", url, html, expect("threads", url, thread, stated))
