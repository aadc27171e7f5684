"""Pages as they lie on disk: what browsers write when a reader saves a page.

A saved page often says where it came from. That tells the reader of the thread which
site's markup to expect, so that nobody has to give the address by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final
from urllib.parse import urlsplit

from quotefold.dom.html import decode
from quotefold.errors import PageTooLarge, UnreadableInput
from quotefold.limits import MAX_HTML_BYTES

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
    if _MHTML.match(data[:_HEAD_BYTES]):
        return _open_mhtml(data)
    html = decode(data)
    for mark in _SAVED_FROM:
        if found := mark.search(html[:_HEAD_BYTES]):
            return SavedPage(html, _web_address(found[1]))
    return SavedPage(html)


def _open_mhtml(data: bytes) -> SavedPage:
    try:
        archive = message_from_bytes(data)
    except RecursionError:  # the standard library reads parts within parts recursively
        raise PageTooLarge("the MHTML archive has too many parts within parts") from None
    page = next((p for p in archive.walk() if p.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableInput("the file is an MHTML archive without a page in it")
    url = archive.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
    return SavedPage(_part_text(page), _web_address(str(url).strip()))


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


def _web_address(url: str) -> str:
    """``url`` where it is an http(s) address with a host, else ""."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:  # "https://[": brackets that hold no IPv6 address
        return ""
    return url if valid and url.isprintable() and " " not in url else ""
