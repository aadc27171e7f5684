"""NodeBB on any host. A typed quote is led in by "@user said in …"."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

LAYOUT: Final = Layout(
    post="[component='post'][data-pid]",
    apart="[component='post/parent/content'], [component='post/signature']",
    body=("[component='post/content']", ".content"),
    hero="[data-index='0']",
    handle=(Value("", "data-username"), Value("[itemprop='author']", "data-username")),
    time=(
        Value("", "data-timestamp"),
        Value(".timeago", "title"),
    ),
    permalink=(
        Value("a.permalink", "href"),
        Value("", "data-pid", r"^(\d+)$", "/post/{}"),
    ),
    key=(Value("", "data-pid"),),
    answers_key=(
        Value("[component='post/parent']", "data-topid"),
        Value("[component='post/parent']", "data-parent-pid"),
        Value("", "data-parent-pid"),
    ),
    quotes=Quotes(
        box="[component='post/content'] blockquote",
        lead=True,
        lead_key=(Value("a[href*='/post/']", "href", r"/post/(\d+)$"),),
    ),
)

SITE: Final = Site(
    id="nodebb",
    name="NodeBB forums",
    hosts=("community.nodebb.org",),
    path=r".*/topic/\d+",
    read=reader("nodebb", LAYOUT),
    detect=holds("[component='post'][data-pid] [component='post/content']"),
)
