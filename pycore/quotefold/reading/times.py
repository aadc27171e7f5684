"""Times as pages write them.

Only a time with a zone is a time: the same post is shown at 4:54 PM in one place of a
page and at 11:54 PM in another, so a wall clock alone is never turned into one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from quotefold.reading.links import minute

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DATE: Final = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?)"
_VIEWS: Final = r"[\d.,]+\s?[KMB]?\s+[Vv]iews?"
_ZONE: Final = r"(?:\s+(?:UTC|GMT|Z))?"

STAMP: Final = re.compile(
    rf"^\s*(?:{_CLOCK}\s*[·•,|-]?\s*{_DATE}|{_DATE}\s*[·•,|-]?\s*(?:at\s+)?{_CLOCK}){_ZONE}"
    rf"(?:\s*[·•|]\s*{_VIEWS})?\s*$"
)
"""A whole text that is a clock and a date, with or without views."""

AGE: Final = re.compile(
    r"^\s*(?:\d{1,3}\s?(?:s|m|h|d|w|mo|y|min|hr|sec)\.?|"
    r"\d{1,3}\s+(?:second|minute|hour|day|week|month|year)s?)(?:\s+ago)?\s*$",
    re.IGNORECASE,
)
"""A whole text that is an age such as "3h" or "2 days ago"."""

DAY: Final = re.compile(rf"^\s*{_DATE}\s*$")
"""A whole text that is a day."""

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CLOCK_PARTS: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s?([AaPp]?)")

_UTC_STAMP: Final = re.compile(
    rf"({_MONTH}\s+\d{{1,2}},?\s+\d{{4}})\s*[·•,]?\s*({_CLOCK})\s*(?:UTC|GMT)"
)


def is_time_text(text: str) -> bool:
    """Whether a short text is nothing but a time (views may follow it)."""
    return len(text) <= 80 and bool(STAMP.match(text) or AGE.match(text) or DAY.match(text))


def utc_minute(text: str) -> str | None:
    """The UTC minute of a machine time (ISO 8601 with a zone, seconds or milliseconds
    since 1970) or of words that name UTC; None for everything else."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return minute(datetime.fromtimestamp(seconds, UTC))
    match = _UTC_STAMP.search(text)
    if match is not None:
        return _parse_words(match[1], match[2])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else minute(moment)


def words_in_utc(text: str) -> str | None:
    """The minute of a clock and date whose zone the caller knows to be UTC."""
    match = re.search(rf"({_CLOCK})\s*[·•,]\s*({_MONTH}\s+\d{{1,2}},?\s+\d{{4}})", text)
    return None if match is None else _parse_words(match[2], match[1])


def _parse_words(date: str, clock: str) -> str | None:
    # Not strptime: its month names and AM/PM follow the machine's locale.
    month, day, year = date.replace(",", " ").replace(".", "").split()
    time = _CLOCK_PARTS.match(clock)
    if time is None:
        return None
    hour = int(time[1])
    half = time[3].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(
            int(year), _MONTHS.index(month[:3]) + 1, int(day), hour, int(time[2]), tzinfo=UTC
        )
    except ValueError:
        return None
    return minute(moment)
