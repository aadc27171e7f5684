"""Posts of X that a page shows with react-tweet, with X's own script or as blockquotes."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

STATUS: Final = "a[href*='/status/']"

REACT_TWEET: Final = Layout(
    post=".react-tweet-theme article",
    skip=".react-tweet-theme article article",
    body=("p",),
    handle=(Value("[title^='@']", "title", r"^@(\w{1,20})$"),),
    name=(Value("span[title]", "title", r"^([^@].*)$"),),
    time=(Value("time", "datetime"),),
    permalink=(Value(f"{STATUS}:has(time)", "href"), Value(STATUS, "href")),
    answers_handle=(Value(STATUS, match=r"^Replying to @(\w{1,20})"),),
    answers_permalink=(Value("a[class*='in_reply_to'], a[class*='in-reply-to']", "href"),),
    quotes=Quotes(
        box=".react-tweet-theme article article",
        body=("p",),
        handle=(Value("[title^='@']", "title", r"^@(\w{1,20})$"),),
        name=(Value("span[title]", "title", r"^([^@].*)$"),),
        permalink=(Value(STATUS, "href"),),
        label="quote",
    ),
)

BLOCKQUOTE: Final = Layout(
    post="blockquote.twitter-tweet, blockquote.twitter-video",
    body=("p[lang]", "p"),
    handle=(Value("", match=r"\(@(\w{1,20})\)[^()]*$"),),
    name=(Value("", match=r"[—-] ([^—]*?) \(@\w{1,20}\)[^()]*$"),),
    permalink=(Value(f"blockquote > {STATUS}", "href"), Value(STATUS, "href")),
)

SITE: Final = Site(
    id="x-embeds",
    name="Posts of X embedded in other pages",
    hosts=(),
    path=".*",
    read=reader("x-embeds", REACT_TWEET, BLOCKQUOTE),
    detect=holds(".react-tweet-theme, blockquote.twitter-tweet a[href*='/status/']"),
)
