"""Permalinks: the most durable thing on a page. Classes change, addresses stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urljoin, urlsplit

_STATUS_PATH: Final = re.compile(
    r"^/(?P<handle>[A-Za-z0-9_]{1,20})/status(?:es)?/(?P<id>\d{5,20})(?=/|$)"
)
_ID_ONLY_PATH: Final = re.compile(r"^/i/(?:web/)?status(?:es)?/(?P<id>\d{5,20})(?=/|$)")
_X_HOSTS: Final = frozenset(
    "x.com twitter.com mobile.twitter.com mobile.x.com www.x.com www.twitter.com "
    "fxtwitter.com vxtwitter.com fixupx.com".split()
)

SNOWFLAKE_EPOCH_MS: Final = 1_288_834_974_657
"""Start of X's id clock (2010-11-04); ids carry milliseconds since then above bit 22."""

FIRST_SNOWFLAKE: Final = 29_700_859_247
"""Ids below were counted one by one and carry no time."""


@dataclass(frozen=True, slots=True)
class Status:
    """A post on X: its number, and the handle in the link's own case ("" if absent)."""

    id: int
    handle: str

    @property
    def permalink(self) -> str:
        """One form for all the ways to write the address of a post."""
        return f"https://x.com/{self.handle or 'i'}/status/{self.id}"


def absolute(href: str, base: str) -> str:
    """``href`` as an absolute http(s) address, or ""."""
    try:
        url = urljoin(base, href.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return url if scheme in ("http", "https") else ""


def status_of(href: str, base: str = "") -> Status | None:
    """The post of X that an address names, whichever front end it points to.

    Relative addresses count too: on X and its mirrors they name posts of X.
    """
    if "/status" not in href:
        return None
    try:
        parts = urlsplit(urljoin(base, href.strip()))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", ""):
        return None
    match = _STATUS_PATH.match(parts.path)
    if match is not None:
        handle = match["handle"]
        return Status(int(match["id"]), "" if handle == "i" else handle)
    match = _ID_ONLY_PATH.match(parts.path)
    return None if match is None else Status(int(match["id"]), "")


def is_x(href: str) -> bool:
    """Whether an absolute address is on X itself."""
    return (urlsplit(href).hostname or "") in _X_HOSTS


def time_of_status(status_id: int) -> str | None:
    """The UTC minute in which a post was made, read from its id; None for old ids."""
    if status_id < FIRST_SNOWFLAKE:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
        milliseconds=(status_id >> 22) + SNOWFLAKE_EPOCH_MS
    )
    return minute(moment) if moment.year < 2100 else None


def minute(moment: datetime) -> str:
    """A moment in the form of the JSON: UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
