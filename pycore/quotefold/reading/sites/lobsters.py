"""Lobsters and its sister sites."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

LAYOUT: Final = Layout(
    # A story's text stands beside its title: the post is what holds both.
    post="#inside:has(.story_text), .story[data-shortid], .comment[data-shortid]",
    skip="#inside:has(.story_text) .story, ol.stories.list .story",
    hero="#inside, .story",
    body=(".comment_text", ".story_text", ".story .u-url"),
    handle=(Value(".byline a[href^='/~']", "href", r"^/~([^/]+)$"), Value("a.u-author")),
    time=(
        Value(
            ".byline time",
            "datetime",
            r"^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d) ?([+-]\d\d):?(\d\d)$",
            "{}T{}{}:{}",
        ),
        Value(".byline time", "datetime"),
    ),
    permalink=(
        Value(".byline a[href^='/c/'], .byline a[href*='#c_']", "href"),
        Value("", "class data-shortid", r"^story (\w+)$", "/s/{}"),
        Value("", "data-shortid", r"^(\w+)$", "/c/{}"),
        Value(".story[data-shortid]", "data-shortid", r"^(\w+)$", "/s/{}"),
    ),
    nest="li.comments_subtree",
    answers_first=True,
    quotes=Quotes(box=".comment_text blockquote, .story_text blockquote"),
)

SITE: Final = Site(
    id="lobsters",
    name="Lobsters",
    hosts=("lobste.rs", "tilde.news"),
    path=r"/s/\w+",
    read=reader("lobsters", LAYOUT),
    detect=holds(".comments_subtree .comment[data-shortid]"),
)
