"""CSS selectors over a :class:`~quotefold.dom.tree.Tree`.

cssselect parses them; what it gives is turned once into small tests. Types, classes,
ids, attributes, the four combinators, ``:not()``, ``:is()`` and ``:has()`` are known;
anything else is a :class:`SelectorError`, because selectors are written by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cssselect import parser as css

from quotefold.dom.tree import Tree
from quotefold.errors import SelectorError

Test = Callable[[Tree, int], bool]


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector list; one match is enough."""

    text: str
    tests: tuple[Test, ...]

    def matches(self, tree: Tree, node: int) -> bool:
        """Whether the element matches."""
        return tree.is_element(node) and any(t(tree, node) for t in self.tests)

    def within(self, tree: Tree, root: int) -> Iterator[int]:
        """Every match below ``root``, in document order."""
        for node in tree.descendants(root):
            if self.matches(tree, node):
                yield node

    def first(self, tree: Tree, root: int) -> int | None:
        """The first match below ``root``."""
        return next(self.within(tree, root), None)

    def outermost(self, tree: Tree, root: int) -> list[int]:
        """Matches below ``root`` that do not lie inside another match."""
        found: list[int] = []
        node, end = root + 1, tree.ends[root]
        while node < end:
            if self.matches(tree, node):
                found.append(node)
                node = tree.ends[node]
            else:
                node += 1
        return found


@cache
def selector(text: str) -> Selector:
    """Compile a selector list; raises :class:`SelectorError` where it is wrong."""
    try:
        parsed = css.parse(text)
    except css.SelectorError as error:
        raise SelectorError(f"selector {text!r}: {error}") from error
    if any(s.pseudo_element for s in parsed):
        raise SelectorError(f"selector {text!r}: a tree has no pseudo-elements")
    return Selector(text, tuple(_compile(s.parsed_tree, text) for s in parsed))


def _compile(part: Any, text: str) -> Test:
    match part:
        case css.Element(element=None):
            return lambda _tree, _node: True
        case css.Element(element=str(tag)):
            name = tag.lower()
            return lambda tree, node: tree.tags[node] == name
        case css.Class():
            return _both(part.selector, _class_test(part.class_name), text)
        case css.Hash():
            wanted = part.id
            return _both(part.selector, lambda tree, node: tree.get(node, "id") == wanted, text)
        case css.Attrib():
            return _both(part.selector, _attribute_test(part, text), text)
        case css.Negation():
            inner = _compile(part.subselector, text)
            return _both(part.selector, lambda tree, node: not inner(tree, node), text)
        case css.Matching():
            tests = tuple(_compile(s, text) for s in part.selector_list)
            return _both(
                part.selector,
                lambda tree, node: any(t(tree, node) for t in tests),
                text,
            )
        case css.Relation():
            return _both(part.selector, _has_test(part, text), text)
        case css.CombinedSelector():
            return _combined(part, text)
    raise SelectorError(f"selector {text!r}: {part!r} is not supported")


def _both(left: Any, right: Test, text: str) -> Test:
    first = _compile(left, text)
    return lambda tree, node: right(tree, node) and first(tree, node)


def _class_test(name: str) -> Test:
    def test(tree: Tree, node: int) -> bool:
        value = tree.get(node, "class")
        return name in value and name in value.split()

    return test


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "~=": lambda have, want: want in have.split(),
    "|=": lambda have, want: have == want or have.startswith(want + "-"),
    "^=": lambda have, want: bool(want) and have.startswith(want),
    "$=": lambda have, want: bool(want) and have.endswith(want),
    "*=": lambda have, want: bool(want) and want in have,
}


def _attribute_test(part: Any, text: str) -> Test:
    name = part.attrib.lower()
    if part.operator == "exists":
        return lambda tree, node: tree.has(node, name)
    compare = _OPERATORS.get(part.operator)
    if compare is None:
        raise SelectorError(f"selector {text!r}: operator {part.operator!r}")
    wanted = part.value.value or ""
    return lambda tree, node: tree.has(node, name) and compare(tree.get(node, name), wanted)


def _has_test(part: Any, text: str) -> Test:
    tests = [
        (combinator.value == ">", _compile(inner.parsed_tree, text))
        for combinator, inner in part.arguments
    ]
    for combinator, inner in part.arguments:
        # Longer paths are relative to the element outside, which one test cannot see.
        if combinator.value not in (" ", ">") or isinstance(
            inner.parsed_tree, css.CombinedSelector
        ):
            raise SelectorError(f"selector {text!r}: only one step inside :has()")

    def test(tree: Tree, node: int) -> bool:
        return any(
            tree.is_element(n) and inner(tree, n)
            for direct, inner in tests
            for n in (tree.children(node) if direct else tree.descendants(node))
        )

    return test


def _combined(part: Any, text: str) -> Test:
    left = _compile(part.selector, text)
    right = _compile(part.subselector, text)
    steps: dict[str, Callable[[Tree, int], Iterator[int]]] = {
        " ": lambda tree, node: tree.ancestors(node),
        ">": _parent,
        "+": _previous,
        "~": _all_previous,
    }
    step = steps[part.combinator]

    def test(tree: Tree, node: int) -> bool:
        return right(tree, node) and any(
            tree.is_element(n) and left(tree, n) for n in step(tree, node)
        )

    return test


def _parent(tree: Tree, node: int) -> Iterator[int]:
    if tree.parents[node] >= 0:
        yield tree.parents[node]


def _all_previous(tree: Tree, node: int) -> Iterator[int]:
    parent = tree.parents[node]
    if parent < 0:
        return
    for child in tree.children(parent):
        if child == node:
            return
        if tree.is_element(child):
            yield child


def _previous(tree: Tree, node: int) -> Iterator[int]:
    last = None
    for last in _all_previous(tree, node):  # noqa: B007 - only the last one counts
        pass
    if last is not None:
        yield last
