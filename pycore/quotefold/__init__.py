"""Quotefold: reads threads, folds repeated quotes, says who answers whom and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quotefold.errors import PageTooLarge, QuotefoldError, UnreadableInput
from quotefold.model import Author, Post, Quote, Stance, Target, Thread

if TYPE_CHECKING:
    from quotefold.pipeline import ReadOptions

__version__: Final = "0.1.0"

__all__ = [
    "Author",
    "PageTooLarge",
    "Post",
    "Quote",
    "QuotefoldError",
    "Stance",
    "Target",
    "Thread",
    "UnreadableInput",
    "__version__",
    "read_html",
]


def read_html(html: str | bytes, url: str = "", options: ReadOptions | None = None) -> Thread:
    """Read the thread of a saved page.

    ``url`` is where the page came from; it chooses the site's adapter and resolves
    links. A page that is no thread gives a Thread without posts. Raises
    :class:`QuotefoldError` for input that cannot be read.
    """
    from quotefold.dom.html import tree_from_html
    from quotefold.pipeline import read

    return read(tree_from_html(html), url, options).thread
