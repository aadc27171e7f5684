"""Hacker News. Times are UTC; quotes are typed as ``> text`` or in italics, unsigned."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Value, reader
from quotefold.reading.site import Site, holds
from quotefold.reading.typed import typed_quotes

UTC: Final = Value("span.age", "title", r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)", "{}Z")

LAYOUT: Final = Layout(
    post="table.fatitem, tr.athing.comtr",
    hero="table.fatitem",
    body=(".toptext", ".commtext", ".titleline > a"),
    without=".reply",
    handle=(Value("a.hnuser"),),
    time=(UTC,),
    permalink=(
        Value("span.age a", "href", r"(item\?id=\d+)"),
        Value("", "id", r"^(\d+)$", "item?id={}"),
    ),
    depth=(Value("td.ind", "indent"), Value("td.ind img", "width")),
    answers_first=True,
    typed=typed_quotes,
)

SITE: Final = Site(
    id="hackernews",
    name="Hacker News",
    hosts=("news.ycombinator.com",),
    path=r"/item$",
    read=reader("hackernews", LAYOUT),
    detect=holds("tr.athing.comtr .commtext"),
)
