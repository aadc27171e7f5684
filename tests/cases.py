"""The saved pages of tests/fixtures: one case a page, added by dropping three files there.

``<site>/<case>.html`` is the page, ``<case>.meta.json`` says its address ("url") and how
and when it was made, ``<case>.expected.json`` is what ``quotefold read --json`` prints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).with_name("fixtures")


@dataclass(frozen=True, slots=True)
class Case:
    """One saved page."""

    page: Path

    @property
    def id(self) -> str:
        return self.page.relative_to(FIXTURES).with_suffix("").as_posix()

    @property
    def html(self) -> str:
        return self.page.read_text(encoding="utf-8")

    @property
    def meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = json.loads(self.page.with_suffix(".meta.json").read_text("utf-8"))
        return meta

    @property
    def expected(self) -> dict[str, Any]:
        path = self.page.with_suffix(".expected.json")
        expected: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return expected


CASES = [Case(page) for page in sorted(FIXTURES.rglob("*.html"))]
