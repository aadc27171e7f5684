"""Nitter and its fork xcancel: posts of X on any host, each quote with its permalink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.tree import Tree
from quotefold.reading.declared import Found, Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

CHAIN: Final = selector(".thread-line, .reply")
MAIN: Final = selector(".main-tweet .timeline-item, .main-tweet.timeline-item")


def parents(tree: Tree, _url: str, found: Sequence[Found]) -> list[int | None]:
    """The main thread is one chain; each block of replies is a chain under the main post."""
    main = next((i for i, f in enumerate(found) if MAIN.matches(tree, f.post.node)), 0)
    answers: list[int | None] = []
    last_chain: int | None = None
    for i, f in enumerate(found):
        chain = next((n for n in tree.ancestors(f.post.node) if CHAIN.matches(tree, n)), None)
        if chain is None:
            answers.append(i - 1 if i else None)
        else:
            answers.append(i - 1 if chain == last_chain else main)
        last_chain = chain
    return answers


LAYOUT: Final = Layout(
    root=".conversation",
    post=".timeline-item:not(.show-more):not(.more-replies)",
    body=(".tweet-content",),
    handle=(
        Value(".tweet-header .username, .username", match=r"@(\w{1,20})"),
        Value("", "data-username"),
    ),
    name=(Value(".tweet-header .fullname, .fullname"),),
    time=(Value(".tweet-date a", "title"),),
    permalink=(Value("a.tweet-link", "href"), Value(".tweet-date a", "href")),
    parents=parents,
    quotes=Quotes(
        box=".quote:not(.unavailable)",
        body=(".quote-text",),
        handle=(Value(".username", match=r"@(\w{1,20})"),),
        name=(Value(".fullname"),),
        time=(Value(".tweet-date a", "title"),),
        permalink=(Value("a.quote-link", "href"), Value(".tweet-date a", "href")),
        sign=".quote-text",
    ),
)

SITE: Final = Site(
    id="nitter",
    name="Nitter",
    hosts=("nitter.net", "xcancel.com", "nitter.poast.org", "nitter.privacyredirect.com"),
    path=r"/\w{1,20}/status/\d+",
    read=reader("nitter", LAYOUT),
    detect=holds(".timeline-item .tweet-content, .main-tweet .tweet-content"),
)
