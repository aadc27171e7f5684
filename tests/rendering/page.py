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


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["clock"] = clock
    env.filters["count"] = count
    env.filters["zip"] = zip
    env.filters["emoji"] = _emoji
    env.filters["iso"] = lambda when: when.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    env.filters["nitter"] = lambda when: (
        f"{when:%b} {when.day}, {when:%Y} · {f'{when:%I:%M %p}'.lstrip('0')} UTC"
    )
    env.filters["day"] = lambda when: f"{when:%b} {when.day}"
    return env


def fill(template: str, **context: Any) -> str:
    """The template with these values, every one of them escaped."""
    return _environment().get_template(template).render(**context)
