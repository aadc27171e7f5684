"""Mastodon's web client on any host: the layout of 4.5 and the redesign of 2026.

The redesign hashes its classes; ``status``, ``data-id`` and the links to posts stay. Its
list of answers says only which post is not an answer to the one above, so leading
mentions decide where they say more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.tree import Tree
from quotefold.reading.declared import Found, Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

POST_LINK: Final = r"(/@[^/]+/\d+|https://[^/]+/@[^/]+/\d+|https://[^/]+/users/[^/]+/statuses/\d+)$"
FOCUSED: Final = selector(".detailed-status, .detailed-status *")
FIRST: Final = selector(".status--first-in-thread")
IN_THREAD: Final = selector(".status--in-thread")


def parents(tree: Tree, _url: str, found: Sequence[Found]) -> list[int | None]:
    """Posts above the focused one are a chain; below it a new branch answers it."""
    nodes = [f.post.node for f in found]
    focus = next((i for i, n in enumerate(nodes) if FOCUSED.matches(tree, n)), 0)
    answers: list[int | None] = []
    for i, node in enumerate(nodes):
        if i <= focus:
            answers.append(i - 1 if i else None)
        elif FIRST.matches(tree, node) or not IN_THREAD.matches(tree, node):
            answers.append(focus)
        else:
            answers.append(i - 1)
    return answers


CLASSIC: Final = Layout(
    post=".status[data-id]:not(.status--is-quote), .detailed-status",
    body=(".status__content__text", ".status__content"),
    without=".invisible, .quote-inline",
    handle=(Value(".display-name__account", match=r"@(\S+)"),),
    name=(Value(".display-name__html"), Value(".display-name strong")),
    time=(Value("time", "datetime"),),
    permalink=(
        Value("a.status__relative-time", "href"),
        Value("a.detailed-status__datetime", "href"),
    ),
    parents=parents,
    firm=False,
    quotes=Quotes(
        box=".status__quote:not(.status__quote--error)",
        body=(".status__content__text", ".status__content"),
        without=".invisible, .quote-inline, .status__quote-author-button",
        handle=(Value(".display-name__account", match=r"@(\S+)"),),
        name=(Value(".display-name__html"),),
        time=(Value("time", "datetime"),),
        permalink=(Value("a.status__relative-time", "href"),),
        sign=".status--is-quote",
    ),
)

ACCOUNT: Final = (
    Value("a[href^='/@'] span", match=r"^@([^\s@]+@[^\s@]+)$"),
    Value("a[href^='/@']", "href", r"^/@([^/]+)$"),
    Value("a[href^='/@']", "href", r"^/@([^/]+)/\d+$"),
)

REDESIGN: Final = Layout(
    post="article[data-id], .status[data-id]:not(.status--is-quote)",
    body=("div[lang]",),
    without=".invisible, .quote-inline",
    handle=ACCOUNT,
    name=(Value("a[href^='/@'] bdi"),),
    time=(Value("time", "datetime"),),
    permalink=(Value("a[href]:has(time)", "href", POST_LINK),),
    parents=parents,
    firm=False,
    quotes=Quotes(
        # The card has no name: it is the block right around a link that holds paragraphs.
        box="div:has(> a[href^='/@']:has(p))",
        body=("a[href^='/@']:has(p)",),
        without=".invisible",
        handle=ACCOUNT,
        name=(Value("a[href^='/@'] bdi"),),
        time=(Value("time", "datetime"),),
        permalink=(Value("a[href^='/@']", "href", POST_LINK),),
    ),
)

SITE: Final = Site(
    id="mastodon",
    name="Mastodon",
    hosts=("mastodon.social", "mastodon.online", "mstdn.social", "fosstodon.org", "hachyderm.io"),
    path=r"/@[^/]+/\d+",
    read=reader("mastodon", CLASSIC, REDESIGN),
    detect=holds(
        "#mastodon .status[data-id], #mastodon .detailed-status, #mastodon article[data-id]"
    ),
)
