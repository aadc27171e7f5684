"""Pages as they lie on disk: what browsers write when a reader saves a page.

A saved page often says where it came from. That tells the reader of the thread which
site's markup to expect, so that nobody has to give the address by hand. A page fetched
without a browser may hold its late parts at the end; they are put where they belong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Comment, PageElement

from quotefold.annotate import PREFIX, html_text, unannotate
from quotefold.dom.html import decode, soup_and_tree
from quotefold.errors import PageTooLarge, UnreadableInput
from quotefold.limits import MAX_HTML_BYTES
from quotefold.newsite import html_of
from quotefold.redact import tree_of_report

_NO_PAGES: Final = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}
"""Files people mistake for pages, by their first bytes: little of their start is NUL,
so that they would pass for text in an old encoding."""

_MHTML: Final = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related",
    re.IGNORECASE,
)
_HEAD_BYTES: Final = 8_192
"""Where the marks of a saved page stand; browsers write them first."""

_STREAMED: Final = re.compile(r'\$R([CRS])\("([^"]+)","([^"]+)"')
"""React's calls: $RC and $RR (place, part) complete a boundary, $RS (part, place) a segment."""

_MAX_MOVES: Final = 1_000
_MAX_PLACEHOLDER: Final = 2_000
"""Parts streamed, and nodes side by side in one placeholder: real pages have some dozen of
either, and a page that repeats the calls should cost no more than that."""

_SAVED_FROM: Final = (
    re.compile(r"<!-- saved from url=\(\d{4,}\)(\S+) -->"),  # "Webpage, Complete"
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)"),
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """HTML text, and the http(s) address the file says it was saved from (or "")."""

    html: str
    url: str = ""


def open_saved(data: bytes) -> SavedPage:
    """The page in a file: HTML in any encoding, or a single-file MHTML archive.

    Raises :class:`UnreadableInput` for what is no page and
    :class:`~quotefold.errors.PageTooLarge` above the caps.
    """
    if len(data) > MAX_HTML_BYTES:
        raise PageTooLarge(f"the file has more than {MAX_HTML_BYTES:,} bytes")
    for start, what in _NO_PAGES.items():
        if data.startswith(start):
            raise UnreadableInput(f"the file is {what}, not HTML")
    if data[:_HEAD_BYTES].lstrip().startswith(b"{"):
        return _open_report(data)
    if _MHTML.match(data[:_HEAD_BYTES]):
        html, url = _open_mhtml(data)
    else:
        html = decode(data)
        found = (mark.search(html[:_HEAD_BYTES]) for mark in _SAVED_FROM)
        url = next((match[1] for match in found if match), "")
    return SavedPage(_settled(html), _web_address(url))


def _open_report(data: bytes) -> SavedPage:
    """A page report (:mod:`quotefold.redact`): the structure of a page, without words."""
    try:
        tree, url = tree_of_report(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput("the file is neither HTML nor a page report") from error
    return SavedPage(html_of(tree), _web_address(url))


def _open_mhtml(data: bytes) -> tuple[str, str]:
    try:
        archive = message_from_bytes(data)
    except RecursionError:  # the standard library reads parts within parts recursively
        raise PageTooLarge("the MHTML archive has too many parts within parts") from None
    page = next((p for p in archive.walk() if p.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableInput("the file is an MHTML archive without a page in it")
    url = archive.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
    return _part_text(page), str(url).strip()


def _part_text(part: Message) -> str:
    body = part.get_payload(decode=True)
    data = body if isinstance(body, bytes) else b""
    charset = part.get_content_charset()
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong label: the page's own signs are better
    return decode(data)


def _settled(html: str) -> str:
    """The page as its site meant it: late parts in place, our own annotations out."""
    moves = _STREAMED.findall(html)[:_MAX_MOVES]
    annotated = f"<{PREFIX}" in html
    if not moves and not annotated:
        return html
    soup = soup_and_tree(html)[0]
    _place_streamed(soup, moves)
    if annotated:
        unannotate(soup)
    return html_text(soup)


def _place_streamed(soup: BeautifulSoup, moves: Sequence[tuple[str, str, str]]) -> None:
    """Put the parts in place that React streams after the page.

    Such a part stands hidden at the end, and a script moves it to its place: before a
    comment that ends the placeholder, or instead of an empty ``<template>``.
    """
    by_id = {str(tag["id"]): tag for tag in soup.find_all(id=True)}
    for call, first, second in moves:
        place, part = (first, second) if call != "S" else (second, first)
        here, late = by_id.pop(place, None), by_id.pop(part, None)
        if here is None or late is None or here.parent is None:
            continue
        if here.name != "template" or any(outer is late for outer in here.parents):
            continue
        if call != "S":
            for node in _placeholder(here):
                node.extract()
        here.replace_with(*[node.extract() for node in list(late.contents)])
        late.extract()


def _placeholder(start: PageElement) -> list[PageElement]:
    """What stands between a streamed part's place and the comment that closes it."""
    found: list[PageElement] = []
    depth = 0
    for node in islice(start.next_siblings, _MAX_PLACEHOLDER):
        if isinstance(node, Comment):
            depth += {"$": 1, "$?": 1, "$!": 1, "$~": 1, "/$": -1}.get(str(node), 0)
            if depth < 0:
                return found
        found.append(node)
    return []


def _web_address(url: str) -> str:
    """``url`` where it is an http(s) address with a host, else ""."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that hold no IPv6 address, a port that is no number
        return ""
    return url if valid and url.isprintable() and " " not in url else ""
