"""A rendered page and what is read on it; the templates all renderers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .spec import clock, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from .expected import Json


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one markup. ``expected`` is what ``differences`` compares with."""

    name: str
    url: str
    html: str
    expected: Json
    paragraphs: bool = True
    """The markup shows where paragraphs end."""


class _Part(NamedTuple):
    text: str
    image: bool


def _emoji(text: str) -> list[_Part]:
    """Text in parts: X draws emoji as images."""
    parts = re.split("([\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)", text)
    return [_Part(part, i % 2 == 1) for i, part in enumerate(parts) if part]


def _hour(when: datetime) -> str:
    return f"{when:%I:%M %p}".lstrip("0")


_FILTERS: dict[str, Callable[..., object]] = {
    "clock": clock,
    "count": count,
    "zip": zip,
    "emoji": _emoji,
    "iso": lambda when: when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    "ms": lambda when: int(when.timestamp() * 1000),
    "day": lambda when: f"{when:%b} {when.day}",
    "nitter": lambda when: f"{when:%b} {when.day}, {when:%Y} · {_hour(when)} UTC",
    "hn": lambda when: f"{when:%Y-%m-%dT%H:%M:%S} {int(when.timestamp())}",
    "reddit": lambda when: when.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    "reddit_ms": lambda when: when.strftime("%Y-%m-%dT%H:%M:%S.000000+0000"),
    "long_date": lambda when: f"{when:%B} {when.day}, {when:%Y}",
    "long_time": lambda when: f"{when:%B} {when.day}, {when:%Y} at {_hour(when)}",
    "xf": lambda when: when.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    "seconds": lambda when: int(when.timestamp()),
    "phpbb": lambda when: f"{when:%a %b %d, %Y} {_hour(when).lower()}",
    "vbulletin": lambda when: f"{when:%m-%d-%Y}, {when:%I:%M %p}",
}
"""How sites print times and numbers."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= _FILTERS
    return env


def fill(template: str, **context: Any) -> str:
    """The template with these values, every one of them escaped."""
    return _environment().get_template(template).render(**context)
