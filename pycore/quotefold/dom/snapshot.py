"""Rows from the content script -> :class:`~quotefold.dom.tree.Tree`.

The rows are described in ``docs/CONTRACT.md``. They come from a page nobody vouches for,
by way of our own script, so their shape is checked and a wrong row is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quotefold.dom.tree import COMMENT, TEXT, Tree, TreeBuilder
from quotefold.errors import PageTooLarge, UnreadableInput
from quotefold.limits import MAX_DEPTH, MAX_NODES

_TEXT_ROW = 0
_COMMENT_ROW = 1


def tree_from_rows(snapshot: Mapping[str, Any]) -> Tree:
    """The tree of a snapshot; node numbers are the row numbers.

    Raises :class:`UnreadableInput` for rows of a wrong shape and
    :class:`PageTooLarge` above :data:`MAX_NODES` or :data:`MAX_DEPTH`.
    """
    rows = snapshot.get("rows")
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        raise UnreadableInput("the snapshot has no rows")
    if len(rows) > MAX_NODES:
        raise PageTooLarge(f"the page has {len(rows):,} nodes, more than {MAX_NODES:,}")
    builder = TreeBuilder()
    open_rows: list[int] = []
    for number, row in enumerate(rows):
        try:
            parent, tag, data = row
            while open_rows and open_rows[-1] != parent:
                open_rows.pop()
                builder.close()
            _check_parent(parent, number, open_rows)
            if tag == _TEXT_ROW:
                builder.text(_string(data))
            elif tag == _COMMENT_ROW:
                builder.comment(_string(data))
            else:
                _check_depth(len(open_rows))
                builder.open(_string(tag), {k: _string(v) for k, v in dict(data).items()})
                open_rows.append(number)
        except (TypeError, ValueError) as error:
            raise UnreadableInput(f"row {number} of the snapshot is malformed") from error
    return builder.build(
        title=str(snapshot.get("title") or ""), lang=str(snapshot.get("lang") or "")
    )


def _check_parent(parent: object, number: int, open_rows: Sequence[int]) -> None:
    """Only the first row is a root; every other one lies in an element that is open."""
    if (parent == -1) != (number == 0) or (number and not open_rows):
        raise ValueError


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise PageTooLarge(f"the page is nested deeper than {MAX_DEPTH:,} elements")


def snapshot_of(tree: Tree, url: str = "") -> dict[str, Any]:
    """The snapshot that reads back as ``tree``: what the content script would send."""
    codes = {TEXT: _TEXT_ROW, COMMENT: _COMMENT_ROW}
    rows: list[list[Any]] = [
        [tree.parents[n], codes[tag], tree.texts[n]]
        if tag in codes
        else [tree.parents[n], tag, dict(tree.attrs[n])]
        for n, tag in enumerate(tree.tags)
    ]
    return {"url": url, "title": tree.title, "lang": tree.lang, "rows": rows}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
