"""Pipermail, the archive of Mailman 2, on any host: one mail a page, all in one ``<pre>``.

Quoted lines have no element of their own, so they cannot be folded; they tell what the
mail answers.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import text_of
from quotefold.dom.tree import COMMENT, Tree
from quotefold.reading.links import absolute
from quotefold.reading.mail import split_mail
from quotefold.reading.raw import RawThread
from quotefold.reading.site import Site, author_from, holds_comment
from quotefold.reading.worded import WordedPost

MARK: Final = "beginarticle"
BODY: Final = selector("pre")
NAME: Final = selector("b")
DATE: Final = selector("i")
UTC_DATE: Final = re.compile(r"(\w{3}) +(\d{1,2}) (\d\d:\d\d):\d\d (?:UTC|GMT) (\d{4})")


def read(tree: Tree, url: str) -> RawThread | None:
    """The one mail of the page."""
    mark = next(
        (n for n, t in enumerate(tree.tags) if t == COMMENT and tree.texts[n].strip() == MARK),
        None,
    )
    body = None if mark is None else next((n for n in BODY.within(tree, 0) if n > mark), None)
    if mark is None or body is None:
        return None
    words, quotes = split_mail(tree, text_of(tree, (body,)))
    if not words.text:
        return None
    name = next((n for n in NAME.within(tree, 0) if n < mark), None)
    who = "" if name is None else text_of(tree, (name,)).text
    date = next((n for n in DATE.within(tree, 0) if n < mark), None)
    post = WordedPost(
        node=body,
        body=(body,),
        quotes=quotes,
        author=author_from(" ".join(who.split()), who),
        permalink=absolute(url.partition("#")[0], url) or None,
        time_text="" if date is None else _utc(text_of(tree, (date,)).text),
        label="reply" if quotes else "",
        words=words,
    )
    return RawThread("pipermail", (post,))


def _utc(date: str) -> str:
    """The archive writes the server's own clock; only UTC is a time for us."""
    match = UTC_DATE.search(date)
    if match is None:
        return ""
    month, day, clock, year = match.groups()
    try:
        moment = datetime.strptime(f"{year} {month} {day} {clock} +0000", "%Y %b %d %H:%M %z")
    except ValueError:
        return ""
    return moment.isoformat()


SITE: Final = Site(
    id="pipermail",
    name="Pipermail (Mailman 2)",
    hosts=(),
    path=r".*/pipermail/.+/\d+\.html$",
    read=read,
    detect=holds_comment(MARK),
)
