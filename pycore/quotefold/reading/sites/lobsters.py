"""Lobsters and its sister sites."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site

LAYOUT: Final = Layout(
    post=".story[data-shortid], .comment[data-shortid]",
    skip="ol.stories.list .story",
    hero=".story",
    body=(".comment_text", ".story_text", ".u-url"),
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
        Value("", "data-shortid", r"^(\w+)$", "/c/{}"),
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
    detect=".comments_subtree .comment[data-shortid]",
)
