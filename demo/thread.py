"""Makes the demo page: ``python -m demo.thread`` writes what ``thread.toml`` says.

``thread.html`` is the page as Digg would show it, ``thread.expected.json`` what is to be
read on it. Both are committed; a test checks that they are what this file makes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.rendering.digg import may21
from tests.rendering.spec import Thread, load

if TYPE_CHECKING:
    from tests.rendering.page import Page

HERE: Final = Path(__file__).resolve().parent
URL: Final = "https://digg.com/ai/q7nw3kzt"


def thread() -> Thread:
    """Return the argument as data."""
    return load(HERE / "thread.toml")


def page() -> Page:
    """Return the demo page, with its look."""
    return may21(thread(), URL, look=(HERE / "page.css").read_text(encoding="utf-8"))


def main() -> None:
    """Write the page and what is to be read on it, beside this file."""
    made = page()
    (HERE / "thread.html").write_text(made.html, encoding="utf-8")
    expected = json.dumps(made.expected, ensure_ascii=False, indent=1) + "\n"
    (HERE / "thread.expected.json").write_text(expected, encoding="utf-8")


if __name__ == "__main__":
    main()
