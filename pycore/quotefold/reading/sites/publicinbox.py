"""public-inbox on any host, as at lore.kernel.org: a thread on one page, or one mail.

A mail is one ``<pre>``: links, headers and words in one flow of text. Its quoted runs are
``span.q``; the overview at the end of the page draws who answers whom.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import Text, text_of
from quotefold.dom.tree import TEXT, Tree
from quotefold.model import Author
from quotefold.reading.links import absolute
from quotefold.reading.mail import mail_time, split_mail
from quotefold.reading.raw import RawThread
from quotefold.reading.site import Site, author_from, holds
from quotefold.reading.worded import WordedPost, part

MAIL: Final = selector("pre > a[id^='m'][href^='#e']")
LONE_MAIL: Final = selector("pre#b")
QUOTE: Final = "span.q"
PERMALINK: Final = selector("a[href$='/']")
LINK: Final = selector("a[href]")
OVERVIEW: Final = selector("a[id^='r'][href^='#m']")
HEADER: Final = re.compile(
    r"^From: (?P<who>.+?) @ (?P<day>\d{4}-\d\d-\d\d)\s+(?P<hour>\d{1,2}):(?P<minute>\d\d) UTC",
    re.MULTILINE,
)
LONE_HEADER: Final = re.compile(r"^From: (?P<who>[^<\n]+)", re.MULTILINE)
DATE: Final = re.compile(r"^Date: (?P<date>.+?\d\d:\d\d:\d\d [+-]\d{4})", re.MULTILINE)
LEVEL: Final = re.compile(
    r"(?:\d{4}-\d\d-\d\d +\d{1,2}:\d\d|\[(?:parent )?not found\])( +)(`?)[^`\n]*\Z"
)
LOOSE: Final = "loose matches on Subject"


@dataclass(frozen=True, slots=True)
class _Mail:
    id: str
    node: int
    author: Author | None
    time: str
    permalink: str | None
    words: Text
    answers: str = ""
    """The address of the mail it answers, where its own header says so."""


def read(tree: Tree, url: str) -> RawThread | None:
    """The mails of a thread page, or the one mail of its own page."""
    mails = [m for m in (_mail(tree, link, url) for link in MAIL.within(tree, 0)) if m]
    if not mails:
        mails = [
            m for m in (_lone_mail(tree, node, url) for node in LONE_MAIL.within(tree, 0)) if m
        ]
    if not mails:
        return None
    place = {mail.id: i for i, mail in enumerate(mails)}
    drawn = _drawn(tree, url)
    people = {m.author.name.casefold(): m.author for m in mails if m.author}
    posts = []
    for mail in mails:
        answered = drawn.get(mail.id) or ("", mail.answers or "")
        parent = place.get(answered[0]) if answered[0] else None
        above = None if parent is None else mails[parent]
        words, quotes = split_mail(tree, mail.words, QUOTE, people)
        posts.append(
            WordedPost(
                node=mail.node,
                body=(mail.node,),
                quotes=quotes,
                author=mail.author,
                permalink=mail.permalink,
                time_text=mail.time,
                label="reply" if above or answered[1] else "",
                answers_handle=above.author.handle if above and above.author else None,
                # Of a mail from elsewhere its quote says more than its address.
                answers_permalink=above.permalink
                if above
                else None
                if quotes
                else answered[1] or None,
                parent=parent,
                words=words,
            )
        )
    return RawThread("public-inbox", tuple(posts))


def _mail(tree: Tree, link: int, url: str) -> _Mail | None:
    name = tree.get(link, "id")[1:]
    node = tree.parents[link]
    foot = next((n for n in tree.descendants(node) if tree.get(n, "id") == f"e{name}"), None)
    if foot is None:
        return None
    text = text_of(tree, (node,))
    end = next((begin for begin, at, _, _ in text.runs if at > foot), len(text.text))
    header = HEADER.search(text.text, 0, end)
    if header is None:
        return None
    start = text.text.find("\n\n", header.end(), end)
    address = next((n for n in PERMALINK.within(tree, node) if n > foot), None)
    return _Mail(
        id=name,
        node=node,
        author=author_from(header["who"], header["who"]),
        time=f"{header['day']}T{header['hour']:0>2}:{header['minute']}Z",
        permalink=None if address is None else absolute(tree.get(address, "href"), url) or None,
        words=part(text, start, end) if start >= 0 else Text(""),
    )


def _lone_mail(tree: Tree, node: int, url: str) -> _Mail | None:
    text = text_of(tree, (node,))
    start = text.text.find("\n\n")
    header = LONE_HEADER.search(text.text, 0, max(start, 0))
    if header is None:
        return None
    who = header["who"].strip(' "')
    date = DATE.search(text.text, 0, start)
    return _Mail(
        id="",
        node=node,
        author=author_from(who, who),
        time=mail_time(date["date"]) if date else "",
        permalink=absolute(url.partition("#")[0], url) or None,
        words=part(text, start, len(text.text)),
        answers=next(
            (
                absolute(tree.get(link, "href"), url)
                for link in LINK.within(tree, node)
                if tree.texts[link - 1].rstrip().endswith("In-Reply-To: <")
            ),
            "",
        ),
    )


def _drawn(tree: Tree, url: str) -> Mapping[str, tuple[str, str]]:
    """By the overview's indentation, from each mail's id to the id and address of the one
    it answers. Mails that the archive lacks are drawn too."""
    answers: dict[str, tuple[str, str]] = {}
    first = OVERVIEW.first(tree, 0)
    if first is None:
        return answers
    above: list[tuple[int, str, str]] = []
    for node in tree.descendants(tree.parents[first]):
        text = tree.texts[node]
        if tree.tags[node] != TEXT:
            continue
        if LOOSE in text:
            break
        line = LEVEL.search(text)
        link = node + 1
        if line is None or link >= len(tree) or tree.tags[link] != "a":
            continue
        level = (len(line[1]) + 1) // 2 if line[2] else 0
        while above and above[-1][0] >= level:
            above.pop()
        mail = tree.get(link, "id")[1:]
        if mail and above:
            answers[mail] = above[-1][1:]
        above.append((level, mail, absolute(tree.get(link, "href"), url)))
    return answers


SITE: Final = Site(
    id="public-inbox",
    name="public-inbox (lore.kernel.org)",
    hosts=("lore.kernel.org", "public-inbox.org", "inbox.sourceware.org"),
    path=r"/[^/]+/[^/]+@[^/]+/",
    read=read,
    detect=holds("pre > a[id^='m'][href^='#e'], pre#b > a[id='t'][href='#r']"),
)
