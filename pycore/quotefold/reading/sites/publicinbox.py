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
    answers = _answers(tree)
    people = {m.author.name.casefold(): m.author for m in mails if m.author}
    posts = []
    for mail in mails:
        parent = place.get(answers.get(mail.id, ""))
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
                label="" if above is None else "reply",
                answers_handle=above.author.handle if above and above.author else None,
                answers_permalink=above.permalink if above else None,
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
    )


def _answers(tree: Tree) -> Mapping[str, str]:
    """From each mail's id to that of the one it answers, by the overview's indentation."""
    answers: dict[str, str] = {}
    first = OVERVIEW.first(tree, 0)
    if first is None:
        return answers
    above: list[tuple[int, str]] = []
    for node in tree.descendants(tree.parents[first]):
        text = tree.texts[node]
        if tree.tags[node] != TEXT:
            continue
        if LOOSE in text:
            break
        drawn = LEVEL.search(text)
        link = node + 1
        if drawn is None or link >= len(tree) or tree.tags[link] != "a":
            continue
        level = (len(drawn[1]) + 1) // 2 if drawn[2] else 0
        while above and above[-1][0] >= level:
            above.pop()
        # Mails that the archive lacks are drawn too, without an id.
        mail = tree.get(link, "id")[1:]
        if mail and above and above[-1][1]:
            answers[mail] = above[-1][1]
        above.append((level, mail))
    return answers


SITE: Final = Site(
    id="public-inbox",
    name="public-inbox (lore.kernel.org)",
    hosts=("lore.kernel.org", "public-inbox.org", "inbox.sourceware.org"),
    path=r"/[^/]+/[^/]+@[^/]+/",
    read=read,
    detect=holds("pre > a[id^='m'][href^='#e']"),
)
