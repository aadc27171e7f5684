"""A rendered page and what is read on it; the templates all renderers share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    return env


def fill(template: str, **context: Any) -> str:
    """The template with these values, every one of them escaped."""
    return _environment().get_template(template).render(**context)
