"""Many saved pages at once: one line of JSON a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from quotefold.dom.html import tree_from_html
from quotefold.errors import QuotefoldError, UnreadableInput
from quotefold.limits import MAX_HTML_BYTES
from quotefold.pipeline import ReadOptions, read
from quotefold.saved import open_saved

PAGES: Final = frozenset({".htm", ".html", ".mht", ".mhtml", ".xhtml"})
"""Endings of the files that browsers save pages in."""


def pages_in(folder: Path) -> list[Path]:
    """Saved pages in a folder and below it, in a fixed order."""
    if not folder.is_dir():
        raise UnreadableInput(f"{folder} is not a folder")
    return sorted(f for f in folder.rglob("*") if f.suffix.lower() in PAGES and f.is_file())


def read_pages(folder: Path, options: ReadOptions | None = None) -> Iterator[dict[str, Any]]:
    """For each page its file, below ``folder``, and its thread in schema 1; or ``error``,
    one line, where it cannot be read."""
    for page in pages_in(folder):
        found: dict[str, Any] = {"file": page.relative_to(folder).as_posix()}
        try:
            saved = open_saved(file_bytes(page))
            thread = read(tree_from_html(saved.html), saved.url, options).thread
            found |= thread.to_json()
        except QuotefoldError as error:
            found["error"] = " ".join(str(error).split())
        yield found


def file_bytes(path: Path) -> bytes:
    """A file's bytes; one more than the cap is enough for it to be refused."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_HTML_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UnreadableInput(f"cannot read {path}: {reason}") from error
