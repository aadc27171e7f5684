"""Reddit, old and new. Quotes are typed (``>``) and unsigned; nesting says who answers."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

OLD: Final = Layout(
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

PATH: Final = r"/(?:(?:r|u|user)/[^/]+/)?comments/\w+"

OLD_SITE: Final = Site(
    id="old-reddit",
    name="Reddit (old)",
    hosts=("old.reddit.com",),
    path=PATH,
    read=reader("old-reddit", OLD),
    detect=holds(".thing.comment[data-fullname] .usertext-body"),
)

NEW_SITE: Final = Site(
    id="new-reddit",
    name="Reddit",
    hosts=("reddit.com",),
    path=PATH,
    read=reader("new-reddit", NEW),
    detect=holds("shreddit-comment[thingid]"),
)
