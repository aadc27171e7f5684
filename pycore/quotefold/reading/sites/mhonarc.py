"""MHonArc on any host: one mail a page, headers in a list, the words between comments.

Quoted lines of a plain mail have no element of their own, so they cannot be folded; they
tell what the mail answers, as its header does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import text_of
from quotefold.dom.tree import COMMENT, TEXT, Tree
from quotefold.reading.attributions import person
from quotefold.reading.links import absolute
from quotefold.reading.mail import mail_time, split_mail
from quotefold.reading.raw import RawThread
from quotefold.reading.site import Site, author_from, holds_comment
from quotefold.reading.worded import WordedPost

BEGIN: Final = "X-Body-of-Message"
END: Final = "X-Body-of-Message-End"
HEADER: Final = selector("li > em, li > strong, td > em, th > em")
LINK: Final = selector("a[href]")


def read(tree: Tree, url: str) -> RawThread | None:
    """The one mail of the page."""
    marks = {tree.texts[n].strip(): n for n, t in enumerate(tree.tags) if t == COMMENT}
    begin, end = marks.get(BEGIN), marks.get(END)
    if begin is None or end is None:
        return None
    body = [n for n in tree.children(tree.parents[begin]) if begin < n < end]
    body = [n for n in body if tree.is_element(n) or tree.texts[n].strip()]
    words, quotes = split_mail(tree, text_of(tree, body))
    if not words.text:
        return None
    headers = _headers(tree, begin)
    who = person(_words(tree, headers.get("from")))
    answered = headers.get("in-reply-to")
    link = None if answered is None else LINK.first(tree, answered)
    post = WordedPost(
        node=next((n for n in body if tree.is_element(n)), tree.parents[begin]),
        body=tuple(body),
        quotes=quotes,
        author=author_from(who, who),
        permalink=absolute(url.partition("#")[0], url) or None,
        time_text=mail_time(_words(tree, headers.get("date"))),
        label="reply" if quotes or link is not None else "",
        answers_permalink=absolute(tree.get(link, "href"), url) or None if link else None,
        words=words,
    )
    return RawThread("mhonarc", (post,))


def _headers(tree: Tree, end: int) -> Mapping[str, int]:
    """The list item of each header above the words, by its name in small letters."""
    found: dict[str, int] = {}
    for name in HEADER.within(tree, 0):
        if name >= end:
            break
        key = text_of(tree, (name,)).text.strip(" :").lower()
        found.setdefault(key, tree.parents[name])
    return found


def _words(tree: Tree, item: int | None) -> str:
    """What stands after the name of a header."""
    if item is None:
        return ""
    text = "".join(tree.texts[n] for n in tree.descendants(item) if tree.tags[n] == TEXT)
    return " ".join(text.partition(":")[2].split())


SITE: Final = Site(
    id="mhonarc",
    name="MHonArc",
    hosts=(),
    path=r".*/msg\d+\.html$",
    read=read,
    detect=holds_comment(BEGIN),
)
