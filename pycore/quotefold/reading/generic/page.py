"""The page as a row of text cells and a set of anchors, each with its place in the tree.

A cell is a run of inline content that a reader takes as one line: a paragraph, a name, a
handle, a time. Cells stand in document order, so everything about a subtree (how many
words, which handles) is a difference of two running totals.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, TypeVar

from quotefold.dom.text import is_unseen
from quotefold.dom.tree import TEXT, Tree
from quotefold.reading.generic.lines import Line, parse_line
from quotefold.reading.links import Status, absolute, status_of
from quotefold.reading.patterns import LABELS, MORE
from quotefold.reading.raw import Label

UNREAD: Final = frozenset(
    "nav button input select textarea option svg math video audio iframe object canvas dialog "
    "menu progress meter map".split()
)
"""Elements whose words are no post's. Menus and navigation are never part of a thread."""

UNREAD_ROLES: Final = frozenset(
    "navigation button menu menubar menuitem toolbar tablist tab search dialog alert status "
    "tooltip banner contentinfo switch checkbox".split()
)

INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr img relative-time".split()
)

BLOCK: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)

_KIND_KEYS: Final = ("data-testid", "itemprop", "slot")
"""Attributes besides the class that say what kind of element this is."""

QUOTING_TAGS: Final = frozenset({"blockquote"})

_SEPARATOR_ONLY: Final = re.compile(r"[\s·•|,;:—–\-()\[\]/⋅\u200b\u200e\u200f\ufeff]*")
_ID: Final = re.compile(r"(?<!\d)(\d{15,20})(?!\d)")
_HANDLE_VALUE: Final = re.compile(r"@?([A-Za-z0-9_]{1,20})")
_HANDLE_KEYS: Final = re.compile(
    r"^(?:data-)?(?:[a-z0-9]+-)*(?:handle|screen-?name|user-?name|author|user|account|by|poster|acct)$"
)
_ID_KEYS: Final = re.compile(
    r"^(?:data-(?:[a-z0-9]+-)*(?:id|status|tweet|post)|id|post-?id|tweet-?id)$"
)
_PROFILE_PATH: Final = re.compile(
    r"^/(?:@|u/x/|u/|user/|users/|profile/|author/|authors/|people/|member/|members/)?"
    r"(?P<handle>[A-Za-z0-9_]{1,20})/?$"
)
_RESERVED: Final = frozenset(
    "home explore search i intent hashtag share login logout signup settings privacy tos about "
    "help messages notifications jobs download compose account status ai news rankings topics "
    "new newest submit top best hot popular latest recent past show ask users members forum "
    "forums index comments replies media likes followers following reply edit subscribe "
    "terms contact faq press blog careers policy feed rss api static assets tag tags".split()
)
_X_HOST: Final = re.compile(
    r"^https?://(?:www\.|mobile\.)?(?:x|twitter|fxtwitter|vxtwitter|nitter\.[a-z.]+|xcancel)"
    r"(?:\.com)?(?=/)"
)
_ATTRIBUTED: Final = re.compile(
    r"^(?:post|tweet|quote|quoted|reply|comment|message|card|status|avatar|profile picture|photo|"
    r"picture|image|logo|icon|profile image|profile photo)?\s*(?:by|of|from|for)?\s*:?\s*"
    r"(?P<name>[^@]{0,60}?)\s*\(?@(?P<handle>[A-Za-z0-9_]{1,20})\)?"
    r"(?:['’]s?)?\s*(?:avatar|profile picture|profile photo|profile image|picture|photo|"
    r"profile|image|on x|on twitter)?$",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(r"[^@]{0,70}@[A-Za-z0-9_]{1,20}\)?:")
COPY_CHARS: Final = 24
"""Letters after which two equal texts are the same words and no coincidence."""


@dataclass(slots=True)
class Cell:
    """A run of inline content: nodes ``start`` up to ``end``, inside ``root``."""

    root: int
    start: int
    end: int
    text: str
    raw_start: str
    raw_end: str
    line: Line
    role: str = ""
    """What the cell turned out to be: handle, name, header, label, meta, prose, nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address on an element that is not just a word of somebody's text."""

    node: int
    status: Status | None
    profile: str
    href: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A handle that stands in an attribute (``alt``, ``title``, ``data-…``)."""

    node: int
    handle: str
    name: str = ""
    at: bool = True
    """It is written with ``@``."""


@dataclass(slots=True)
class Page:
    """Cells and anchors of one tree, with running totals over the cells."""

    tree: Tree
    url: str
    cells: list[Cell] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    stamps: list[tuple[int, str]] = field(default_factory=list)
    """Machine times: (node, text), from ``time`` elements and titles."""
    plain: list[tuple[int, str]] = field(default_factory=list)
    """Other links outside of somebody's words: (node, absolute address)."""
    ids: list[tuple[int, int]] = field(default_factory=list)
    """Numbers of posts in attributes: (node, number)."""
    icons: list[tuple[int, Label]] = field(default_factory=list)
    """Labels in the ``aria-label`` of pictures."""
    people_in_lines: list[tuple[int, str, str]] = field(default_factory=list)
    """Links to people inside somebody's words: (node, handle, address)."""
    unseen: list[int] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    """For each node a number that nodes of the same tags and classes share."""
    prose_total: list[int] = field(default_factory=list)

    def cell_range(self, start: int, end: int) -> range:
        """Numbers of the cells that begin in nodes ``start`` to ``end``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def inside(self, node: int) -> range:
        """Numbers of the cells below a node (or of the cell that begins with it)."""
        return self.cell_range(node, self.tree.ends[node])

    def links_in(self, start: int, end: int) -> list[Link]:
        """Links to posts and people that begin in a range of nodes."""
        return _slice(self.links, start, end, lambda x: x.node)

    def hints_in(self, start: int, end: int) -> list[Hint]:
        """Handles in attributes in a range of nodes."""
        return _slice(self.hints, start, end, lambda x: x.node)

    def stamps_in(self, start: int, end: int) -> list[tuple[int, str]]:
        """Machine times in a range of nodes."""
        return _slice(self.stamps, start, end, lambda x: x[0])

    def plain_in(self, start: int, end: int) -> list[tuple[int, str]]:
        """Links to no known kind of place in a range of nodes."""
        return _slice(self.plain, start, end, lambda x: x[0])

    def icons_in(self, start: int, end: int) -> list[tuple[int, Label]]:
        """Labels of pictures in a range of nodes."""
        return _slice(self.icons, start, end, lambda x: x[0])

    def add_profile(self, node: int, handle: str, href: str) -> None:
        """A link to a person that turned out to be none of somebody's words."""
        insort(self.links, Link(node, None, handle, href), key=lambda x: x.node)

    def total_prose(self) -> None:
        """Count again after roles have changed."""
        total, totals = 0, [0]
        for cell in self.cells:
            total += len(cell.text) if cell.role == "prose" else 0
            totals.append(total)
        self.prose_total = totals

    def prose(self, start: int, end: int) -> int:
        """Characters of somebody's words in nodes ``start`` to ``end``."""
        cells = self.cell_range(start, end)
        return self.prose_total[cells.stop] - self.prose_total[cells.start]

    def shown(self, node: int) -> bool:
        """Whether a node with a handle in an attribute is beside words (menus are not)."""
        return bool(self.inside(self.tree.parents[node])) or self.tree.tags[node] == "img"

    def path(self, node: int, top: int) -> Iterator[int]:
        """``node`` and its ancestors below ``top``, nearest first."""
        while node != top and node >= 0:
            yield node
            node = self.tree.parents[node]

    def child_towards(self, top: int, node: int) -> int:
        """The child of ``top`` that holds ``node``."""
        last = node
        for last in self.path(node, top):  # noqa: B007 - the last one is wanted
            pass
        return last

    def common(self, one: int, other: int) -> int:
        """The lowest element that holds both."""
        while not self.tree.contains(one, other):
            one = self.tree.parents[one]
        return one


_Item = TypeVar("_Item")


def _slice(items: list[_Item], start: int, end: int, node: Callable[[_Item], int]) -> list[_Item]:
    return items[bisect_left(items, start, key=node) : bisect_left(items, end, key=node)]


def look(tree: Tree, url: str) -> Page:
    """Collect cells and anchors of everything a reader sees."""
    page = Page(tree, url)
    page.shapes = _shapes(tree)
    _collect(page, [(0, len(tree))])
    _drop_sidebars(page)
    _drop_headline(page)
    _bare_handles(page)
    return page


def _bare_handles(page: Page) -> None:
    """A link to a person around nothing but their handle, written without ``@``."""
    for link in page.links:
        inside = page.inside(link.node)
        if not link.profile or len(inside) != 1:
            continue
        cell = page.cells[inside.start]
        if cell.role == "prose" and cell.text.casefold() == link.profile.casefold():
            cell.role = "handle"
            cell.line = Line("handle", (link.profile,))


def look_behind(page: Page) -> Page:
    """The same for the parts that only a hover or focus shows (``aria-hidden``)."""
    tree = page.tree
    hidden = Page(tree, page.url)
    hidden.shapes = page.shapes
    roots = [n for n in page.unseen if tree.get(n, "aria-hidden").lower() == "true"]
    _collect(hidden, [(n, tree.ends[n]) for n in roots])
    return hidden


def _drop_sidebars(page: Page) -> None:
    """Leave out what stands beside the thread.

    An ``aside`` within one post (a quote, say) has a parent with one or two handles in it,
    or there is one in each of several like elements; one beside a thread has many or none.
    """
    tree = page.tree
    found = [
        n
        for n, tag in enumerate(tree.tags)
        if tag in ("footer", "aside") or tree.get(n, "role") == "complementary"
    ]
    alike: dict[tuple[int, int], set[int]] = defaultdict(set)
    for node in found:
        up = tree.parents[node]
        if up >= 0 and len(page.inside(up)) > len(page.inside(node)):
            alike[page.shapes[node], page.shapes[up]].add(up)
    handles = [0, *accumulate(c.role in ("handle", "header") for c in page.cells)]
    dropped: list[int] = []
    for node in found:
        up = tree.parents[node]
        if up < 0 or len(alike[page.shapes[node], page.shapes[up]]) > 1:
            continue
        if _within(tree, dropped, node):
            continue
        own, around = page.inside(node), page.inside(up)
        signed = handles[around.stop] - handles[around.start] - handles[own.stop]
        signed += handles[own.start]
        if signed > 2 or (not signed and tree.tags[node] != "footer"):
            for i in own:
                page.cells[i].role = "nothing"
            dropped.append(node)
    page.links = [x for x in page.links if not _within(tree, dropped, x.node)]
    page.hints = [x for x in page.hints if not _within(tree, dropped, x.node)]


def _drop_headline(page: Page) -> None:
    """The headline of the page is no post's."""
    for node, tag in enumerate(page.tree.tags):
        for i in page.inside(node) if tag == "h1" else ():
            if page.cells[i].role == "prose":
                page.cells[i].role = "nothing"


def _within(tree: Tree, outer: Sequence[int], node: int) -> bool:
    """Whether a node lies in one of some elements, which are in page order."""
    at = bisect_left(outer, node + 1) - 1
    return at >= 0 and node < tree.ends[outer[at]]


def _shapes(tree: Tree) -> list[int]:
    """Tags with the classes that occur more than once: a class made up for one element
    says nothing about its kind."""
    often: Counter[str] = Counter()
    marks: list[list[str]] = []
    for attrs in tree.attrs:
        words = attrs.get("class", "").split()[:12] if attrs else []
        words += [f"{name}={attrs[name]}" for name in _KIND_KEYS if name in attrs]
        often.update(words)
        marks.append(words)
    known: dict[tuple[str, ...], int] = {}
    shapes = []
    for tag, found in zip(tree.tags, marks, strict=True):
        words = [w for w in found if often[w] > 1]
        key = (tag, *sorted(words))
        shapes.append(known.setdefault(key, len(known)))
    return shapes


def _has_words(tree: Tree) -> list[bool]:
    """Whether an element has words of its own, not only inside further elements."""
    found = [False] * len(tree)
    for node, tag in enumerate(tree.tags):
        if tag == TEXT and not _SEPARATOR_ONLY.fullmatch(tree.texts[node]):
            parent = tree.parents[node]
            if parent >= 0:
                found[parent] = True
    return found


def _blocky(tree: Tree) -> list[bool]:
    """Whether an element is, or holds, a block."""
    total, totals = 0, [0]
    for tag in tree.tags:
        total += tag in BLOCK
        totals.append(total)
    return [totals[end] > totals[node] for node, end in enumerate(tree.ends)]


def _collect(page: Page, spans: Sequence[tuple[int, int]]) -> None:
    tree = page.tree
    own_words = _has_words(tree)
    blocky = _blocky(tree)
    links: list[tuple[int, str]] = []
    run: list[int] = []
    root = -1
    broken = True
    for start, end in spans:
        node = start
        broken = True
        while node < end:
            tag = tree.tags[node]
            if tag == TEXT:
                data = tree.texts[node]
                if data and not data.isspace():
                    home = _phrase(tree, node, own_words, blocky)
                    if run and not broken and tree.texts[run[-1]].strip() in ("@", "\u200e@"):
                        # Some pages set the sign and the handle apart.
                        root = page.common(root, home)
                        home = root
                    if broken or home != root:
                        _add_cell(page, root, run)
                        run, root, broken = [], home, False
                    run.append(node)
                elif run and not broken and tree.contains(root, node):
                    run.append(node)
            elif not tag.startswith("#"):
                if node > start and is_unseen(tree, node):
                    page.unseen.append(node)
                    node = tree.ends[node]
                    continue
                attrs = tree.attrs[node]
                if attrs:
                    _anchors(page, node, tag, links)
                if tag in UNREAD or attrs.get("role", "") in UNREAD_ROLES:
                    node = tree.ends[node]
                    continue
                if tag == "br" or blocky[node]:
                    broken = True
            node += 1
    _add_cell(page, root, run)
    page.starts = [c.start for c in page.cells]
    for link, href in links:
        _add_link(page, link, href)


def _phrase(tree: Tree, node: int, own_words: list[bool], blocky: list[bool]) -> int:
    """The element whose line a text belongs to: out of bold, links and the like, as
    long as there are words around them."""
    root = tree.parents[node]
    if tree.tags[root] in ("a", "span") and tree.texts[node].strip(" .…\n\t").casefold() in MORE:
        return root
    if tree.tags[root] in ("b", "strong", "cite") and _SPEAKER.fullmatch(tree.texts[node].strip()):
        return root
    if tree.tags[root] in ("a", "time") and _is_closing_time(tree, root):
        return root
    up = root
    while up > 0 and tree.tags[up] in INLINE and not blocky[up]:
        up = tree.parents[up]
        if own_words[up]:
            root = up
    return root


def _is_closing_time(tree: Tree, node: int) -> bool:
    """Whether a link or ``time`` is a time and ends its line."""
    text = " ".join(tree.raw_text(node).split()) if tree.ends[node] - node <= 6 else ""
    if not text or len(text) > 60 or not any(c.isdigit() for c in text):
        return False
    line = parse_line(text)
    if line.kind != "meta" or not line.time:
        return False
    after, end = tree.ends[node], tree.ends[tree.parents[node]]
    return after >= end or (
        tree.tags[after] in BLOCK
        or tree.tags[after] == "br"
        or (tree.tags[after] == TEXT and tree.texts[after].isspace() and after + 1 >= end)
    )


def _add_cell(page: Page, root: int, run: list[int]) -> None:
    if not run:
        return
    tree = page.tree
    raw = "".join(tree.texts[n] for n in run)
    text = " ".join(raw.split())
    first, last = run[0], run[-1]
    line = parse_line(text)
    page.cells.append(
        Cell(
            root,
            page.child_towards(root, first),
            tree.ends[page.child_towards(root, last)],
            text,
            raw[:1],
            raw[-1:],
            line,
            line.kind,
        )
    )


def _anchors(page: Page, node: int, tag: str, links: list[tuple[int, str]]) -> None:
    tree = page.tree
    get = tree.attrs[node].get
    href = get("href") or get("data-href") or get("data-url") or get("data-permalink") or ""
    if not href and tag == "blockquote":
        href = get("cite") or ""
    if href and len(href) < 500:
        links.append((node, href))
    label = get("aria-label") or ""
    if label and tag in ("svg", "img", "i", "span", "a") and len(label) < 60:
        meaning = LABELS.get(label.strip().casefold())
        if meaning:
            page.icons.append((node, meaning))
    if tag in ("button", "input") or get("role", "") in UNREAD_ROLES:
        return
    for name, value in tree.attrs[node].items():
        if not value or len(value) > 200:
            continue
        if name in ("alt", "title", "aria-label"):
            if "@" in value and len(value) <= 120:
                match = _ATTRIBUTED.match(value.strip())
                if match is not None:
                    page.hints.append(Hint(node, match["handle"], match["name"].strip()))
            elif name != "alt" and any(c.isdigit() for c in value):
                _stamp(page, node, value)
        elif name in ("datetime", "data-time", "data-datetime", "data-timestamp", "data-date"):
            page.stamps.append((node, value.strip()))
        elif name not in ("class", "href", "src", "style", "role", "lang", "dir") and (
            _ID_KEYS.match(name)
        ):
            found = _ID.search(value)
            if found is not None:
                page.ids.append((node, int(found[1])))
        elif _HANDLE_KEYS.match(name):
            found = _HANDLE_VALUE.fullmatch(value.strip())
            if found is not None and (value.startswith("@") or not value.isdigit()):
                page.hints.append(Hint(node, found[1], at="@" in value))
    if tag == "time" and not get("datetime"):
        words = " ".join(tree.raw_text(node).split())
        if words and len(words) < 60:
            page.stamps.append((node, words))


def _stamp(page: Page, node: int, value: str) -> None:
    line = parse_line(value)
    if line.kind == "meta" and line.time and len(line.time) >= 6:
        page.stamps.append((node, value.strip()))


def _add_link(page: Page, node: int, href: str) -> None:
    status = status_of(href, page.url)
    profile = _profile(href)
    if profile and _is_button(page, node, href):
        profile = ""
    cell = _cell_around(page, node)
    if cell is not None and cell.role == "prose":
        if profile and status is None:
            page.people_in_lines.append((node, profile, href))
        return
    if status is None and not profile:
        address = absolute(href, page.url or "https://x.invalid/")
        if address and not href.startswith("#"):
            page.plain.append((node, address))
        return
    if cell is None and status is not None:
        words = " ".join(page.tree.raw_text(node).split()) if _few(page, node) else ""
        if re.match(r"(?:https?://|www\.|(?:x|twitter)\.com/|pic\.)\S+$", words):
            return
    page.links.append(Link(node, status, profile, absolute(href, page.url or "https://x.com/")))


def _is_button(page: Page, node: int, href: str) -> bool:
    """Whether a link to "/word" bears the words of a button: it leads to no person."""
    inside = page.inside(node)
    return (
        href.count("/") == 1
        and "@" not in href
        and len(inside) > 0
        and all(page.cells[i].role in ("meta", "label", "nothing") for i in inside)
    )


def _few(page: Page, node: int) -> bool:
    return page.tree.ends[node] - node < 12


def _cell_around(page: Page, node: int) -> Cell | None:
    """The cell of which a link is a part (not the whole)."""
    at = bisect_left(page.starts, node + 1) - 1
    if at < 0:
        return None
    cell = page.cells[at]
    if cell.start <= node and page.tree.ends[node] <= cell.end and cell.root != node:
        return cell
    return None


def _profile(href: str) -> str:
    rest = href
    external = _X_HOST.match(href)
    if external is not None:
        rest = href[external.end() :]
    elif href.startswith(("http://", "https://")):
        slash = href.find("/", 8)
        rest = href[slash:] if slash > 0 else ""
        if not re.match(r"/(?:@|u/x/|u/|user/|users/|profile/)", rest):
            return ""
    match = _PROFILE_PATH.match(rest.partition("?")[0].partition("#")[0])
    if match is None or match["handle"].lower() in _RESERVED:
        return ""
    return match["handle"]
