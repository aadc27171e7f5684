"""XenForo 2 on any host. A quote names the post it is taken from by number."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

LAYOUT: Final = Layout(
    post="article.message[data-content^='post-'], article.message[data-content^='comment-']",
    skip=".message--deleted",
    body=(".message-body .bbWrapper", ".message-content .bbWrapper"),
    without=".bbCodeBlock--expandable .bbCodeBlock-expandLink, .js-selectToQuoteEnd",
    number=(Value(".message-attribution-opposite a", match=r"^#(\d+)$"),),
    handle=(Value("", "data-author"), Value(".message-name .username")),
    time=(Value(".message-attribution time", "datetime"), Value("time.u-dt", "datetime")),
    permalink=(
        Value(".message-attribution a[href*='/post-']", "href"),
        Value(".message-attribution-main a[href]", "href"),
    ),
    key=(Value("", "data-content", r"^post-(\d+)$"),),
    quotes=Quotes(
        box="blockquote.bbCodeBlock--quote",
        body=(".bbCodeBlock-expandContent", ".bbCodeBlock-content"),
        without=".bbCodeBlock-expandLink",
        handle=(
            Value("", "data-quote"),
            Value(".bbCodeBlock-title", match=r"^(.+?) (?:said|wrote|schrieb|a dit|dijo)\b"),
        ),
        key=(Value("", "data-source", r"^post: (\d+)$"),),
        permalink=(Value("a.bbCodeBlock-sourceJump", "href"),),
        sign=".bbCodeBlock-sourceJump",
    ),
)

SITE: Final = Site(
    id="xenforo",
    name="XenForo forums",
    hosts=(),
    path=r".*/threads/[^/]+",
    read=reader("xenforo", LAYOUT),
    detect=holds("article.message[data-author] .bbWrapper"),
)
