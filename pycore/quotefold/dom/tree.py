"""The page as a tree: one flat interface, two sources (the live DOM, HTML text).

Nodes are numbers in document order. The arrays of a :class:`Tree` are indexed by node,
so walking a subtree is a loop over a range: no recursion, whatever the page's depth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TEXT: Final = "#text"
COMMENT: Final = "#comment"
SHADOW: Final = "#shadow"
"""An open shadow root: a child of its host, before the host's own children."""

ROOT: Final = 0
Attrs = Mapping[str, str]
_NO_ATTRS: Final[Attrs] = {}


@dataclass(frozen=True, slots=True)
class Tree:
    """A page in document order.

    ``tags[n]`` is a lower-case tag name, :data:`TEXT`, :data:`COMMENT` or
    :data:`SHADOW`; ``texts[n]`` is the data of a text or comment (else ""); ``ends[n]``
    is one past the last node of n's subtree; ``parents[0]`` is -1.
    """

    tags: Sequence[str]
    attrs: Sequence[Attrs]
    texts: Sequence[str]
    parents: Sequence[int]
    ends: Sequence[int]
    title: str = ""
    lang: str = ""

    def __len__(self) -> int:
        return len(self.tags)

    def get(self, node: int, name: str, default: str = "") -> str:
        """The value of an attribute, or ``default``."""
        return self.attrs[node].get(name, default)

    def has(self, node: int, name: str) -> bool:
        """Whether the attribute is there, even empty."""
        return name in self.attrs[node]

    def is_element(self, node: int) -> bool:
        """Whether the node is an element (a shadow root counts as none)."""
        return not self.tags[node].startswith("#")

    def contains(self, outer: int, inner: int) -> bool:
        """Whether ``inner`` is ``outer`` or lies inside it."""
        return outer <= inner < self.ends[outer]

    def children(self, node: int) -> Iterator[int]:
        """Direct children in order."""
        child = node + 1
        end = self.ends[node]
        while child < end:
            yield child
            child = self.ends[child]

    def descendants(self, node: int) -> range:
        """Every node of the subtree but ``node`` itself."""
        return range(node + 1, self.ends[node])

    def ancestors(self, node: int) -> Iterator[int]:
        """Parents, nearest first."""
        up = self.parents[node]
        while up >= 0:
            yield up
            up = self.parents[up]

    def raw_text(self, node: int) -> str:
        """The text nodes of a subtree joined as they are (comments never split words)."""
        if self.tags[node] == TEXT:
            return self.texts[node]
        return "".join(self.texts[n] for n in self.descendants(node) if self.tags[n] == TEXT)


class TreeBuilder:
    """Builds a :class:`Tree` from opening, text and closing events in document order."""

    def __init__(self) -> None:
        self._tags: list[str] = []
        self._attrs: list[Attrs] = []
        self._texts: list[str] = []
        self._parents: list[int] = []
        self._ends: list[int] = []
        self._open: list[int] = []

    def __len__(self) -> int:
        return len(self._tags)

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def _add(self, tag: str, attrs: Attrs, text: str) -> int:
        node = len(self._tags)
        self._tags.append(tag)
        self._attrs.append(attrs)
        self._texts.append(text)
        self._parents.append(self._open[-1] if self._open else -1)
        self._ends.append(node + 1)
        return node

    def open(self, tag: str, attrs: Attrs | None = None) -> int:
        """Start an element (or shadow root); returns its number."""
        node = self._add(tag, attrs or _NO_ATTRS, "")
        self._open.append(node)
        return node

    def close(self) -> None:
        """End the innermost open element."""
        self._ends[self._open.pop()] = len(self._tags)

    def text(self, data: str) -> int:
        """Add a text node."""
        return self._add(TEXT, _NO_ATTRS, data)

    def comment(self, data: str) -> int:
        """Add a comment."""
        return self._add(COMMENT, _NO_ATTRS, data)

    def build(self, *, title: str = "", lang: str = "") -> Tree:
        """Close what is open and freeze."""
        while self._open:
            self.close()
        return Tree(
            tuple(self._tags),
            tuple(self._attrs),
            tuple(self._texts),
            tuple(self._parents),
            tuple(self._ends),
            title,
            lang,
        )
