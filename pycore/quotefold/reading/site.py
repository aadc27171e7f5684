"""What an adapter is, and the few steps that adapters share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cssselect.parser import Attrib, Class, CombinedSelector, Hash, parse

from quotefold.dom.select import selector
from quotefold.dom.text import is_unseen
from quotefold.dom.tree import COMMENT, TEXT, Tree
from quotefold.errors import SelectorError
from quotefold.limits import MAX_NAME_CHARS
from quotefold.model import Author
from quotefold.reading.raw import RawThread

HANDLE: Final = re.compile(r"@([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_.-]*@)")


@dataclass(frozen=True, slots=True)
class Site:
    """One site's adapter.

    ``read`` returns the thread, or None where the page is not laid out as it expects;
    it may return posts without author, time or link, never posts without any words, own
    or quoted.
    ``on_from_start`` says whether the extension has the site's permission when it is
    installed. ``detect`` knows markup that only this site's software writes: it finds
    the site on any host (forum engines, mirrors, embeds, saved pages).
    """

    id: str
    name: str
    hosts: tuple[str, ...]
    path: str
    read: Callable[[Tree, str], RawThread | None]
    on_from_start: bool = False
    detect: Callable[[Tree], bool] | None = None

    def covers(self, host: str, path: str) -> bool:
        """Whether an address belongs to this site's threads."""
        return any(host == known or host.endswith("." + known) for known in self.hosts) and bool(
            re.match(self.path, path)
        )


def holds(css: str) -> Callable[[Tree], bool]:
    """A test for pages that have an element matching a selector.

    Most pages have none: one look at the attributes says so ten times faster than the
    selector would, and every page of an unknown host is put to all these tests.
    """
    test = selector(css)
    wanted = _rare_attributes(css)

    def holds_it(tree: Tree) -> bool:
        return any(
            word in attrs.get(name, "") if word else name in attrs
            for attrs in tree.attrs
            if attrs
            for name, word in wanted
        ) and (test.first(tree, 0) is not None)

    return holds_it


def _rare_attributes(css: str) -> list[tuple[str, str]]:
    """For each selector of a list an attribute that its last element must have, with a
    word in its value ("" for any)."""
    found = []
    for parsed in parse(css):
        part = parsed.parsed_tree
        while isinstance(part, CombinedSelector):
            part = part.subselector
        match part:
            case Class():
                found.append(("class", part.class_name))
            case Hash():
                found.append(("id", part.id))
            case Attrib():
                found.append((part.attrib.lower(), (part.value.value or "") if part.value else ""))
            case _:
                raise SelectorError(f"{css!r}: its last element must have a class or attribute")
    return found


def holds_comment(data: str) -> Callable[[Tree], bool]:
    """A test for pages that have a comment with exactly this text."""
    return lambda tree: any(
        tag == COMMENT and tree.texts[n].strip() == data for n, tag in enumerate(tree.tags)
    )


def seen_text(tree: Tree, node: int) -> str:
    """The words of a subtree as one line, layout copies left out."""
    parts = []
    n, end = node, tree.ends[node]
    while n < end:
        if tree.tags[n] == TEXT:
            parts.append(tree.texts[n])
        elif n != node and is_unseen(tree, n):
            n = tree.ends[n]
            continue
        n += 1
    return " ".join("".join(parts).split())


def own_text(tree: Tree, node: int) -> str:
    """The texts that are direct children of an element, joined across comments."""
    return "".join(tree.texts[c] for c in tree.children(node) if tree.tags[c] == TEXT)


def best_handle(*candidates: str) -> str:
    """The spelling to show: the first that is not all capitals or all small letters,
    which is how sites write handles for looks."""
    spelled = [c for c in candidates if c]
    for candidate in spelled:
        if not candidate.isupper() and not candidate.islower():
            return candidate
    small = [c for c in spelled if c.islower()]
    return (small or spelled or [""])[0]


def author_from(handle: str, name: str = "") -> Author | None:
    """An author, or None without a handle; names are made one line and cut."""
    if not handle:
        return None
    return Author(handle, " ".join(name.split())[:MAX_NAME_CHARS])
