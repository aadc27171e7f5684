"""Discourse on any host: the page of the app and the plain one that crawlers get.

Its quotes name user, topic and post number: the best signed of all sites.
"""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

QUOTES: Final = Quotes(
    box="aside.quote",
    body=("blockquote",),
    without=".title, .quote-controls",
    handle=(Value("", "data-username"),),
    key=(Value("", "data-topic data-post", r"^(\d+) (\d+)$", "{} {}"),),
    permalink=(Value(".title a[href*='/t/']", "href"),),
    sign=".quote-controls",
)

APP: Final = Layout(
    post="article[data-post-id]",
    skip=".embedded-posts article",
    apart=".embedded-posts",
    body=(".regular .cooked", ".cooked"),
    hero="#post_1",
    without=".cooked-selection-barrier, .lightbox .meta, .quote-controls, .badge-notification",
    handle=(Value(".names a[data-user-card]", "data-user-card"), Value(".names .username")),
    name=(Value(".names .full-name"),),
    time=(Value(".relative-date[data-time]", "data-time"),),
    permalink=(Value("a.post-date", "href", r"^([^?]+)"),),
    key=(Value("", "data-topic-id id", r"^(\d+) post_(\d+)$", "{} {}"),),
    answers_handle=(
        Value(".reply-to-tab span"),
        Value(".reply-to-tab", match=r"@?(\S+)$"),
        Value(".reply-to-tab img.avatar", "title"),
    ),
    quotes=QUOTES,
)

CRAWLER: Final = Layout(
    post=".crawler-post",
    body=(".post[itemprop='text']", ".post"),
    handle=(Value(".creator [itemprop='name']"), Value(".creator a")),
    time=(Value("time.post-time", "datetime"), Value("time", "datetime")),
    permalink=(Value("link[itemprop='url'], a.post-url", "href"),),
    quotes=QUOTES,
)

SITE: Final = Site(
    id="discourse",
    name="Discourse forums",
    hosts=("meta.discourse.org",),
    path=r".*/t/[^/]+(?:/\d+)*/?$",
    read=reader("discourse", APP, CRAWLER),
    detect=holds(".topic-post article[data-post-id] .cooked, .crawler-post .post"),
)
