"""The words a reader sees in a part of the page, and where each of them stands.

Whitespace is laid out roughly as ``innerText`` does it, without style sheets: block
elements and blank lines part paragraphs, ``<br>`` and list items part lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from quotefold.dom.tree import TEXT, Tree

_PARAGRAPHS: Final = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main nav ol p pre section table ul "
    "summary".split()
)
_LINES: Final = frozenset("li dt dd tr option legend caption".split())
_UNREAD: Final = frozenset(
    "button input select textarea svg math video audio iframe object canvas".split()
)
_PRE: Final = re.compile(r"pre-?(wrap|line)|break-spaces|whitespace-pre")
_TOKENS: Final = re.compile(r"\s+|\S+")
_SPACE, _LINE, _PARAGRAPH = 1, 2, 3
_BREAKS: Final = ("", " ", "\n", "\n\n")
_EMOJI_ALT_CHARS: Final = 12
"""An image is read as a character where its text is short and holds no letter or digit
(X and forums draw emoji as images)."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text and its origin: ``runs`` are (start in text, text node, start there,
    length), in order; an emoji drawn as an image has the image's node and length 0."""

    text: str
    runs: tuple[tuple[int, int, int, int], ...] = ()

    def locate(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The parts of text nodes, as (node, start, end), that show a span."""
        found = []
        for begin, node, offset, length in self.runs:
            low, high = max(start, begin), min(end, begin + length)
            if low < high:
                found.append((node, offset + low - begin, offset + high - begin))
        return found


def is_unseen(tree: Tree, node: int) -> bool:
    """Whether the page keeps this element from everyone or from screen readers:
    a copy for layout, a part not yet streamed in, a closed panel."""
    attrs = tree.attrs[node]
    if not attrs:
        return False
    return (
        attrs.get("aria-hidden", "").lower() == "true"
        or ("hidden" in attrs and attrs["hidden"].lower() != "until-found")
        or "display:none" in attrs.get("style", "").replace(" ", "").lower()
    )


def keeps_newlines(tree: Tree, node: int) -> bool:
    """Whether markup says that line breaks in the source are shown."""
    if tree.tags[node] in ("pre", "textarea"):
        return True
    attrs = tree.attrs[node]
    return bool(
        _PRE.search(attrs.get("class", ""))
        or _PRE.search(attrs.get("style", "").replace(" ", ""))
        or attrs.get("data-testid") == "tweetText"
    )


class _Layout:
    """Collects words and the strongest break between them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.length = 0
        self.pending = 0

    def broken(self, strength: int) -> None:
        self.pending = max(self.pending, strength)

    def line_break(self) -> None:
        self.pending = _PARAGRAPH if self.pending >= _LINE else _LINE

    def word(self, data: str, node: int, offset: int, *, is_text: bool = True) -> None:
        gap = ""
        if self.length and self.pending:
            gap = _BREAKS[self.pending]
            self.pieces.append(gap)
            self.length += len(gap)
        self.pending = 0
        self.pieces.append(data)
        size = len(data) if is_text else 0
        if self.runs and is_text:
            begin, last, start, length = self.runs[-1]
            end = start + length
            if (
                last == node
                and end + len(gap) == offset
                and begin + length + len(gap) == self.length
            ):
                self.runs[-1] = (begin, node, start, length + len(gap) + size)
                self.length += size
                return
        self.runs.append((self.length, node, offset, size))
        self.length += len(data)

    def text_node(self, data: str, node: int, pre: bool) -> None:
        for token in _TOKENS.finditer(data):
            word = token.group()
            if not word.isspace():
                self.word(word, node, token.start())
                continue
            lines = word.count("\n")
            if lines > 1 and (pre or _is_blank_line(word)):
                self.broken(_PARAGRAPH)
            elif lines and pre:
                self.line_break() if self.pending == _LINE else self.broken(_LINE)
            else:
                self.broken(_SPACE)

    def result(self) -> Text:
        return Text("".join(self.pieces), tuple(self.runs))


def _is_blank_line(space: str) -> bool:
    """A blank line typed by a writer has no indentation after it; source code that is
    laid out by a program has."""
    return space.endswith("\n") and "\n\n" in space


def text_of(
    tree: Tree,
    nodes: Collection[int],
    *,
    without: Collection[int] = (),
    skip: Callable[[Tree, int], bool] = is_unseen,
) -> Text:
    """The words below ``nodes`` in order, without the subtrees in ``without``.

    ``skip`` says which further elements go unread; a node named in ``nodes`` is read
    whatever it says.
    """
    layout = _Layout()
    left_out = frozenset(without)
    last = -1
    for top in nodes:
        _between(tree, last, top, layout)
        _read(tree, top, left_out, skip, layout)
        last = top
    return layout.result()


def _between(tree: Tree, last: int, top: int, layout: _Layout) -> None:
    """The break between two nodes that are read one after the other. A bare text goes on in
    the line of its neighbour; elements that were named one by one are paragraphs."""
    if (
        last < 0
        or top < tree.ends[last]
        or TEXT not in (tree.tags[last], tree.tags[top])
        or not (_in_line(tree, last) and _in_line(tree, top))
    ):
        layout.broken(_PARAGRAPH)
        return
    up = tree.parents[last]
    while not tree.contains(up, top):
        if not _in_line(tree, up):
            layout.broken(_PARAGRAPH)
            return
        up = tree.parents[up]
    for node in range(tree.ends[last], top):
        if not _in_line(tree, node):
            layout.broken(_PARAGRAPH)
            return
        if tree.tags[node] == "br":
            layout.line_break()
        elif tree.tags[node] == TEXT:
            layout.broken(_SPACE)


def _in_line(tree: Tree, node: int) -> bool:
    tag = tree.tags[node]
    return tag not in _PARAGRAPHS and tag not in _LINES and tag not in ("td", "th")


def _read(
    tree: Tree,
    top: int,
    left_out: frozenset[int],
    skip: Callable[[Tree, int], bool],
    layout: _Layout,
) -> None:
    closing: list[tuple[int, int]] = []
    pre_until = tree.ends[top] if _in_pre(tree, top) else -1
    node, end = top, tree.ends[top]
    while node < end:
        while closing and closing[-1][0] <= node:
            layout.broken(closing.pop()[1])
        tag = tree.tags[node]
        if tag == TEXT:
            layout.text_node(tree.texts[node], node, node < pre_until)
        elif tag == "br":
            layout.line_break()
        elif node in left_out or tag in _UNREAD or (node != top and skip(tree, node)):
            layout.broken(_PARAGRAPH if tag in _PARAGRAPHS else 0)
            node = tree.ends[node]
            continue
        elif tag == "img":
            alt = tree.get(node, "alt")
            if _is_emoji(alt, tree.get(node, "class")):
                layout.word(alt, node, 0, is_text=False)
        else:
            strength = _PARAGRAPH if tag in _PARAGRAPHS else _LINE if tag in _LINES else 0
            if strength:
                layout.broken(strength)
                closing.append((tree.ends[node], strength))
            if pre_until < tree.ends[node] and keeps_newlines(tree, node):
                pre_until = tree.ends[node]
        node += 1
    while closing:
        layout.broken(closing.pop()[1])


def _in_pre(tree: Tree, node: int) -> bool:
    return keeps_newlines(tree, node) or any(
        keeps_newlines(tree, up) for up in tree.ancestors(node)
    )


def _is_emoji(alt: str, classes: str) -> bool:
    if not alt or len(alt) > _EMOJI_ALT_CHARS * 4:
        return False
    if "emoji" in classes:
        return True
    return len(alt) <= _EMOJI_ALT_CHARS and not any(c.isalnum() and ord(c) < 0x2000 for c in alt)
