"""Reddit, old and new. Quotes are typed (``>``) and unsigned; nesting says who answers."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site

OLD: Final = Layout(
    root="#siteTable, .commentarea, body",
    post=".thing.link[data-fullname], .thing.comment[data-fullname]",
    skip=".promoted, .organic-listing .thing",
    hero=".thing.link",
    body=(".usertext-body .md", ".title a.title"),
    handle=(Value("", "data-author"), Value(".tagline a.author")),
    time=(Value(".tagline time", "datetime"),),
    permalink=(
        Value("", "data-permalink"),
        Value("a.bylink", "href"),
    ),
    nest=".thing",
    answers_first=True,
    quotes=Quotes(box=".md blockquote"),
)

NEW: Final = Layout(
    post="shreddit-post, shreddit-comment",
    hero="shreddit-post",
    body=(
        "[slot='comment']",
        "[slot='text-body'] .md",
        "[slot='text-body']",
        "[slot='title']",
    ),
    handle=(Value("", "author"),),
    time=(
        Value("", "created-timestamp"),
        Value("", "created"),
        Value("time", "datetime"),
    ),
    permalink=(Value("", "permalink"),),
    key=(Value("", "thingid"),),
    answers_key=(Value("", "parentid"),),
    nest="shreddit-comment",
    answers_first=True,
    quotes=Quotes(box="[slot='comment'] blockquote, [slot='text-body'] blockquote"),
)

SITE: Final = Site(
    id="reddit",
    name="Reddit",
    hosts=("reddit.com",),
    path=r"/(?:r|user|u)/[^/]+/comments/\w+|/comments/\w+",
    read=reader("reddit", NEW, OLD),
    detect="shreddit-comment[thingid], .thing.comment[data-fullname]",
)
