"""x.com's post page, and posts of X shown elsewhere: react-tweet, Nitter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .digg import permalink
from .expected import UNSTATED, Shown, ShownQuote, expect
from .page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .spec import Post, Thread

LONG = 280
"""Characters of a post that X shows before "Show more"."""


def chains(thread: Thread, focus: Post) -> tuple[list[Post], list[Post], list[list[Post]]]:
    """What a page about ``focus`` shows, as X and its kin lay it out.

    First the posts above it, then its author's own continuation, then one chain an
    answer. Of several answers to a post within a chain only the first is shown. Posts
    that quote are shown as answers to the focus.
    """
    above: list[Post] = []
    up = thread.target(focus)
    while up is not None and not thread.is_outside(up):
        above.insert(0, up)
        up = thread.target(up)
    taken = {p.key for p in above} | {focus.key}

    def follow(post: Post, *, same_author: bool) -> list[Post]:
        chain = []
        here: Post | None = post
        while here is not None:
            here = next(
                (
                    p
                    for p in thread.posts
                    if p.answers == here.key
                    and p.by == "reply"
                    and p.key not in taken
                    and (not same_author or p.author == focus.author)
                ),
                None,
            )
            if here is not None:
                taken.add(here.key)
                chain.append(here)
        return chain

    own = follow(focus, same_author=True)
    answers = []
    for post in thread.posts:
        direct = post.answers == focus.key or (focus == thread.root and post.by == "quote")
        if direct and post.key not in taken:
            taken.add(post.key)
            answers.append([post, *follow(post, same_author=False)])
    return above, own, answers


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the list."""

    kind: Literal["post", "ad", "composer", "more", "discover", "gap"]
    shown: Shown | None = None
    focused: bool = False
    line: bool = False
    """A line leads down to the next post."""
    more: bool = False
    gone: bool = False
    repost: bool = False


def _quote(thread: Thread, post: Post, focus: Post) -> tuple[ShownQuote, ...]:
    target = thread.target(post)
    if post.by != "quote" or target is None or target == focus or not post.card.shown:
        return ()
    text = "\n\n".join(target.words(mentions=False, media=False))
    return (ShownQuote(target.key, text, target.author, UNSTATED, target.minute),)


def _shown(thread: Thread, post: Post, parent: Post | None, focus: Post) -> Shown:
    """As X shows it: no leading mentions, no media link, the parent by place alone."""
    quotes = _quote(thread, post, focus)
    open_relation = bool(quotes)
    return Shown(
        post,
        "\n\n".join(post.words(mentions=False, media=False)),
        post.author,
        post.minute,
        permalink(post),
        UNSTATED if open_relation else "reply" if parent else "",
        UNSTATED if open_relation else parent.key if parent else None,
        quotes,
    )


def x(
    thread: Thread,
    *,
    focus: str = "",
    ad: Post | None = None,
    discover: Sequence[Post] = (),
    gone: str = "",
) -> Page:
    """x.com's page of one post.

    ``ad`` is promoted among the answers, ``discover`` comes after the talk; both are no
    part of it. ``gone`` is the key of a post whose quoted post was deleted.
    """
    main = thread.by_key[focus] if focus else thread.root
    above, own, answers = chains(thread, main)
    rows: list[Row] = []
    stated: list[Shown] = []

    def add(post: Post, parent: Post | None, *, line: bool) -> None:
        shown = _shown(thread, post, parent, main)
        more = len(shown.text) > LONG and post is not main
        if more:
            shown = replace(shown, text=shown.text[:LONG].rsplit(" ", 1)[0])
        stated.append(shown)
        rows.append(Row("post", shown, post is main, line, more, post.key == gone))

    lead = [*above, main]
    for i, post in enumerate(lead):
        add(post, lead[i - 1] if i else None, line=post is not main)
    rows.append(Row("composer"))
    for i, post in enumerate(own):
        add(post, own[i - 1] if i else main, line=i < len(own) - 1)
    for n, chain in enumerate(answers):
        rows.append(Row("gap"))
        for i, post in enumerate(chain):
            add(post, chain[i - 1] if i else main, line=i < len(chain) - 1)
        if n == 0 and ad is not None:
            rows += [Row("gap"), Row("ad", _shown(thread, ad, None, main))]
    rows.append(Row("more"))
    if discover:
        rows.append(Row("discover"))
        rows.extend(Row("post", _shown(thread, p, None, main)) for p in discover)
    url = permalink(main)
    html = fill("x.html", thread=thread, rows=rows, focus=main)
    return Page(f"thread-{thread.slug}", url, html, expect("x", url, thread, stated))


def react_tweet(thread: Thread, url: str = "https://notes.example/2026/05/licences") -> Page:
    """An article that embeds the posts with react-tweet, with its author's text between."""
    shown = []
    for post in thread.posts:
        target = thread.target(post)
        quotes: tuple[ShownQuote, ...] = ()
        if target is not None and post.by == "quote" and post.card.shown:
            text = "\n\n".join(target.words(mentions=False, media=False))
            quotes = (ShownQuote(target.key, text, target.author, permalink(target), UNSTATED),)
        shown.append(
            Shown(
                post,
                "\n\n".join(post.words(mentions=False, media=False)),
                post.author,
                post.minute,
                permalink(post),
                post.by if target else "",
                target.key if target else None,
                quotes,
            )
        )
    html = fill("react-tweet.html", thread=thread, shown=shown)
    expected = expect("", url, thread, shown, hero=False)
    del expected["site"]
    return Page(f"react-tweet-{thread.slug}", url, html, expected)


def widgets(thread: Thread, url: str = "https://notes.example/2026/05/harbour") -> Page:
    """An article that embeds the posts with X's snippet, as it stands before its script."""
    shown = []
    for post in thread.posts:
        told = bool(post.mentions)
        own = told and thread.by_key[post.answers or ""].author == post.author
        shown.append(
            Shown(
                post,
                "\n\n".join(post.words(media=False)),
                post.author,
                post.minute,
                permalink(post),
                UNSTATED if own else "reply" if told else "",
                UNSTATED if told else None,
            )
        )
    html = fill("widgets.html", thread=thread, shown=shown)
    expected = expect("", url, thread, shown, hero=False)
    del expected["site"]
    return Page(f"widgets-{thread.slug}", url, html, expected)


def nitter(thread: Thread, host: str = "nitter.net") -> Page:
    """Nitter's page of one post. Its quotes carry their permalink."""
    main = thread.root
    above, own, answers = chains(thread, main)
    stated = []
    for parent, post in _with_parents([*above, main], own, answers):
        shown = _shown(thread, post, parent, main)
        quotes = tuple(replace(q, permalink=permalink(thread.by_key[q.of])) for q in shown.quotes)
        stated.append(replace(shown, quotes=quotes))
    by_key = {s.post.key: s for s in stated}
    url = f"https://{host}/{main.author.handle}/status/{main.status_id}"
    html = fill(
        "nitter.html",
        thread=thread,
        main=by_key[main.key],
        own=[by_key[p.key] for p in own],
        answers=[[by_key[p.key] for p in chain] for chain in answers],
        host=host,
    )
    return Page(f"thread-{thread.slug}", url, html, expect("nitter", url, thread, stated))


def _with_parents(
    lead: Sequence[Post], own: Sequence[Post], answers: Sequence[Sequence[Post]]
) -> Iterator[tuple[Post | None, Post]]:
    main = lead[-1]
    for i, post in enumerate(lead):
        yield (lead[i - 1] if i else None), post
    for chain in (own, *answers):
        for i, post in enumerate(chain):
            yield (chain[i - 1] if i else main), post
