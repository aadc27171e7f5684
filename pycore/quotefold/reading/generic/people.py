"""Which handles name an author, and which are mentions inside somebody's words.

"Nate Soares @So8res" above a text and "@So8res I agree." in it are the same two things in
the other order. What tells them apart is the page: the place of an author's handle is the
same in every post and holds nothing else, a mention comes and goes.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from quotefold.dom.tree import TEXT
from quotefold.reading.generic.bylines import settle_bylines
from quotefold.reading.generic.lines import NAME_CHARS, is_chrome, looks_like_name
from quotefold.reading.generic.page import BLOCK, Cell, Page

NEAR: Final = 4
"""Cells before a handle among which its name is looked for: initials, badge, rank, name."""

REGULAR: Final = 0.8
"""Share of like places that must hold the same thing for it to be a rule of the page."""

ODD: Final = 8
"""Lines of words to one of other kind from which on a place is one for words. Posts have
fewer than eight paragraphs, so that a count in every post does not become words."""

BUTTON_CHARS: Final = 30
"""Longest words of a button."""

_NAME_WORDS: Final = re.compile(r"name|author|byline|user|display|poster|nick", re.IGNORECASE)
_NAME_TAGS: Final = frozenset(
    "strong b cite h1 h2 h3 h4 h5 h6 dt summary legend figcaption".split()
)
_MENTIONS: Final = re.compile(r"(?:@\w+[\s,.:;!?…]*)+")
_INITIALS: Final = 3


def settle(page: Page) -> None:
    """Give every cell its role: handles become authors' or mentions, names are found."""
    _label_targets(page)
    _constant_words_are_labels(page)
    _mentions(page)
    _only_mentions(page)
    _constant_buttons(page)
    _weak_headers(page)
    settle_bylines(page)
    _names(page)
    _lines_of_words(page)
    _odd_words(page)
    page.links = [x for x in page.links if not _in_words(page, x.node)]
    page.total_prose()


def _lines_of_words(page: Page) -> None:
    """A line of numbers or marks among the lines of a paragraph belongs to the words."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, cell in enumerate(page.cells):
        if cell.role == "prose":
            first.setdefault(cell.root, i)
            last[cell.root] = i
    for i, cell in enumerate(page.cells):
        if cell.role not in ("meta", "nothing", "handle") or i < first.get(cell.root, i):
            continue
        if cell.root not in first:
            continue
        stamped = 2 * len(cell.line.time) > len(cell.text)
        plain = not (stamped or cell.line.views or is_chrome(cell.text.casefold()))
        if i < last[cell.root] or plain:
            cell.role = "prose"


def _odd_words(page: Page) -> None:
    """A post can say "42", "Reply" or "@ada" and no more. In a place that holds words
    almost everywhere these are words too."""
    cells = page.cells
    homes = [_home(page, c) for c in cells]
    kinds: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0])
    mixed: set[tuple[int, ...]] = set()
    for cell, home in zip(cells, homes, strict=True):
        kinds[home][cell.role == "prose"] += 1
        if (
            cell.role in ("name", "header")
            or cell.line.views
            or (cell.line.time and cell.role != "prose")
        ):
            mixed.add(home)
    for cell, home in zip(cells, homes, strict=True):
        odd, usual = kinds[home]
        if (
            cell.role in ("meta", "label", "nothing", "handle")
            and usual >= ODD * odd
            and home not in mixed
        ):
            cell.role = "prose"


def _home(page: Page, cell: Cell) -> tuple[int, ...]:
    """The shapes of a cell and of the boxes around it."""
    return tuple(page.shapes[n] for n in itertools.islice(page.path(cell.root, -1), 4))


def _in_words(page: Page, node: int) -> bool:
    """Whether a link is a part of somebody's words."""
    at = bisect_left(page.starts, node + 1) - 1
    if at < 0:
        return False
    cell = page.cells[at]
    if cell.role == "prose" and cell.root == node and _MENTIONS.fullmatch(cell.text):
        return True
    inside = cell.start <= node and page.tree.ends[node] <= cell.end and cell.root != node
    return inside and cell.role == "prose"


def _label_targets(page: Page) -> None:
    """A handle straight after "Replying to" is whom a post answers, not its author."""
    cells = page.cells
    for i, cell in enumerate(cells[:-1]):
        after = cells[i + 1]
        if (
            cell.role == "label"
            and cell.line.label != "original"
            and not cell.line.handles
            and after.role == "handle"
            and not after.line.time
            and len(page.inside(page.common(cell.root, after.root))) <= 4
        ):
            after.role = "label"
            after.line = replace(
                after.line, kind="label", label=cell.line.label, label_words=cell.line.label_words
            )
    for node, label in page.icons:
        up = page.tree.parents[node]
        inside = page.inside(up)
        first = bisect_left(page.starts, node)
        if first in inside and len(inside) <= 2 and cells[first].role == "handle":
            cells[first].role = "label"
            cells[first].line = replace(cells[first].line, kind="label", label=label)


def _constant_words_are_labels(page: Page) -> None:
    """The same words beside different handles are the page's, not a name: the label
    "Replying to" in a language that no table knows."""
    handles: dict[str, set[str]] = defaultdict(set)
    for cell in page.cells:
        if cell.role == "header":
            handles[cell.line.rest.casefold()].add(cell.line.handles[0].casefold())
    for cell in page.cells:
        if cell.role == "header" and len(handles[cell.line.rest.casefold()]) >= 3:
            cell.role = "label"


def _tight(page: Page, node: int) -> int:
    """The lowest element around a cell that holds further cells."""
    tree = page.tree
    own = len(page.inside(node))
    up = tree.parents[node]
    while up > 0 and len(page.inside(up)) == own:
        up = tree.parents[up]
    return up


def _mentions(page: Page) -> None:
    """Handles in the same line as words that follow them are mentions."""
    cells = page.cells
    doubtful: dict[int, list[tuple[int, int]]] = defaultdict(list)
    long = _wordy_places(page)
    wordy = {
        page.shapes[page.tree.parents[c.root]]
        for c in cells
        if c.role == "prose" and len(c.text) > NAME_CHARS
    }
    beyond = list(range(1, len(cells) + 1))
    for i in range(len(cells) - 2, -1, -1):
        if cells[i + 1].role == "handle" and not cells[i + 1].line.time:
            beyond[i] = beyond[i + 1]
    for i, cell in enumerate(cells):
        if cell.role != "handle" or cell.line.time or cell.line.strong or "@" not in cell.text:
            continue
        after = beyond[i]
        box = _tight(page, cell.root)
        if box < 0 or after >= len(cells):
            continue
        inside = page.inside(box)
        following = cells[after]
        before = cells[i - 1] if i - 1 >= inside.start else None
        if following.role == "prose" and after < inside.stop:
            if following.raw_start.isspace() or following.raw_start in ",.;:!?'’":
                cell.role = "mention"
            elif before is None and _own_line(page, cell, box, long):
                continue
            elif before is None or before.role == "mention":
                doubtful[page.shapes[box]].append((box, i))
            elif before.role == "prose" and before.raw_end.isspace():
                cell.role = "mention"
        elif (
            before is not None
            and before.role == "prose"
            and before.raw_end.isspace()
            and cell.root != before.root
            and (len(before.text) > NAME_CHARS or page.shapes[box] in wordy)
        ):
            cell.role = "mention"
        if cell.role == "mention":
            continue
    for shape, found in doubtful.items():
        boxes = {box for box, _ in found}
        alike = sum(
            1 for node, s in enumerate(page.shapes) if s == shape and len(page.inside(node)) > 0
        )
        names = _follow_names(page, found)
        if names or (len(boxes) >= 3 and len(boxes) >= REGULAR * alike and _spread(page, found)):
            continue
        for _, i in found:
            cells[i].role = "mention"
    for i, cell in enumerate(cells):
        nxt = cells[i + 1] if i + 1 < len(cells) else None
        if (
            cell.role == "handle"
            and nxt is not None
            and nxt.role == "mention"
            and page.tree.parents[nxt.root] == page.tree.parents[cell.root]
        ):
            cell.role = "mention"


def _own_line(page: Page, cell: Cell, box: int, long: Counter[tuple[int, ...]]) -> bool:
    """Whether a handle stands in a block of its own, of a kind that holds no words."""
    blocks = [n for n in page.path(cell.root, box) if page.tree.tags[n] in BLOCK]
    return bool(blocks) and any(_place_of(page, n) not in long for n in (cell.root, *blocks))


def _constant_buttons(page: Page) -> None:
    """The same short words right after different handles are a button: "Follow" in a
    language that no table knows."""
    cells = page.cells
    found: dict[tuple[object, ...], list[tuple[Cell, str]]] = defaultdict(list)
    for i, (cell, after) in enumerate(itertools.pairwise(cells)):
        if (
            cell.role == "handle"
            and after.role == "prose"
            and len(after.text) <= BUTTON_CHARS
            and i + 1 in page.inside(_tight(page, cell.root))  # in the header's own box
        ):
            key = (after.text.casefold(), *_home(page, after))
            found[key].append((after, cell.line.handles[0].casefold()))
    for same in found.values():
        if len(same) >= 3 and len({handle for _, handle in same}) > 1:
            for cell, _ in same:
                cell.role = "meta"


def _only_mentions(page: Page) -> None:
    """A post can be nothing but "@ada @bob": handles in the kind of box that elsewhere
    holds long words."""
    cells, tree = page.cells, page.tree
    long = _wordy_places(page)
    alone: dict[tuple[int, ...], list[tuple[int, range]]] = defaultdict(list)
    for i, cell in enumerate(cells):
        if cell.role != "handle" or cell.line.time:
            continue
        node = cell.root
        for _ in range(4):
            inside = page.inside(node)
            if inside.start != i or any(cells[j].role != "handle" for j in inside):
                break
            if (place := _place_of(page, node)) in long:
                alone[place].append((node, inside))
            node = tree.parents[node]
            if node < 0:
                break
    for place, found in alone.items():
        if 4 * len(found) <= long[place]:
            for _, inside in found:
                for j in inside:
                    cells[j].role = "prose"


def _wordy_places(page: Page) -> Counter[tuple[int, ...]]:
    """How often boxes of a kind, in boxes of a kind, hold long words."""
    tree = page.tree
    return Counter(
        _place_of(page, node)
        for cell in page.cells
        if cell.role == "prose" and len(cell.text) > NAME_CHARS
        for node in {cell.root, tree.parents[cell.root]}
        if node >= 0
    )


def _place_of(page: Page, node: int) -> tuple[int, ...]:
    return tuple(page.shapes[n] for n in itertools.islice(page.path(node, -1), 3))


def _spread(page: Page, found: list[tuple[int, int]]) -> bool:
    """Whether the words after the handles are posts, not names: long, or all different."""
    texts = [page.cells[i + 1].text for _, i in found if i + 1 < len(page.cells)]
    long = sum(len(t) > NAME_CHARS for t in texts)
    return 2 * long >= len(texts) or len(set(texts)) >= REGULAR * len(found)


def _follow_names(page: Page, found: list[tuple[int, int]]) -> bool:
    """Whether short words after the handles are names: one handle, one name."""
    pairs = [(page.cells[i].line.handles[0].casefold(), page.cells[i + 1]) for _, i in found]
    if any(len(c.text) > NAME_CHARS for _, c in pairs):
        return False
    names: dict[str, set[str]] = defaultdict(set)
    for handle, cell in pairs:
        names[handle].add(cell.text)
    repeated = len(pairs) > len(names)
    if repeated and all(len(n) == 1 for n in names.values()):
        for _, cell in pairs:
            cell.role = "name"
        return True
    return False


def _weak_headers(page: Page) -> None:
    """Text that ends in "cc @ada" looks like a name and a handle. It is a header only
    where like places hold headers too."""
    by_shape: dict[tuple[int, int, bool], list[Cell]] = defaultdict(list)
    order = {id(cell): i for i, cell in enumerate(page.cells)}
    for i, cell in enumerate(page.cells):
        if cell.role in ("header", "prose", "handle"):
            opens = i == 0 or page.cells[i - 1].root != cell.root
            by_shape[(*_place(page, cell), opens)].append(cell)
    for cells in by_shape.values():
        headers = [c for c in cells if c.role == "header" and not c.line.strong]
        if not headers:
            continue
        good = sum(1 for c in cells if c.role in ("header", "handle"))
        bodies = sum(1 for c in headers if _is_body(page, order[id(c)]))
        if good < REGULAR * len(cells) or _disagree(headers) or bodies > 0.5 * len(headers):
            for cell in headers:
                cell.role = "prose"
    for i, cell in enumerate(page.cells):
        if cell.role != "header" or cell.line.strong or page.tree.tags[cell.root] in _NAME_TAGS:
            continue
        later = i > 0 and page.cells[i - 1].root == cell.root
        opens = i + 1 < len(page.cells) and page.cells[i + 1].root == cell.root
        bare = page.tree.tags[cell.start] == TEXT
        if later or (opens and bare) or not looks_like_name(cell.line.rest):
            cell.role = "prose"


def _is_body(page: Page, i: int) -> bool:
    """Whether a cell has a header of another above it and no words of its own below."""
    cells = page.cells
    above = next(
        (
            c
            for c in reversed(cells[max(0, i - NEAR) : i])
            if c.role not in ("meta", "nothing", "label")
        ),
        None,
    )
    if above is None or above.role not in ("handle", "header"):
        return False
    below = next(
        (c for c in cells[i + 1 : i + 1 + NEAR] if c.role not in ("meta", "nothing")), None
    )
    return below is None or below.role != "prose" or len(below.text) <= NAME_CHARS


def _place(page: Page, cell: Cell) -> tuple[int, int]:
    up = page.tree.parents[cell.root]
    return page.shapes[cell.root], page.shapes[up] if up >= 0 else -1


def _disagree(headers: Iterable[Cell]) -> bool:
    """Whether one handle stands beside many different words, as mentions do."""
    names: dict[str, set[str]] = defaultdict(set)
    for cell in headers:
        names[cell.line.handles[0].casefold()].add(cell.line.rest.casefold())
    return any(len(n) > 2 for n in names.values())


def _names(page: Page) -> None:
    """The name is what stands before the handle in the same small box."""
    cells = page.cells
    for i, cell in enumerate(cells):
        if cell.role == "prose" and len(cell.text) <= _INITIALS and _in_avatar(page, cell):
            cell.role = "nothing"
        elif cell.role == "header" and i and cells[i - 1].role == "prose":
            other = cells[i - 1]
            if (
                len(other.text) <= _INITIALS
                and other.text[0].casefold() == cell.line.rest[:1].casefold()
                and len(page.inside(page.common(other.root, cell.root))) <= 3
            ):
                other.role = "nothing"
    known = {" ".join(h.name.split()).casefold() for h in page.hints if h.name}
    alts = _alts(page)
    for i, cell in enumerate(cells):
        if cell.role != "handle":
            continue
        found = None
        for j in range(i - 1, max(-1, i - 1 - NEAR), -1):
            other = cells[j]
            if other.role in ("meta", "nothing"):
                continue
            if other.role != "prose" or len(other.text) > NAME_CHARS or _is_later_line(page, j):
                break
            box = page.common(other.root, cell.root)
            inside = page.inside(box)
            small = len(inside) <= 2 * NEAR
            words = (
                [c for c in cells[inside.start : inside.stop] if c.role == "prose"] if small else []
            )
            text = other.text.casefold()
            if (
                found is not None
                and text != found.text.casefold()
                and (len(text) > _INITIALS or text[0] != found.text[0].casefold())
            ):
                break
            if (
                (
                    len(words) <= 3
                    and all(len(c.text) <= NAME_CHARS for c in words)
                    and inside.stop <= i + 4
                    and box != other.root
                    and all(c.start < cell.start for c in words)
                )
                or text in known
                or text in alts
                or _looks_like_name(page, other)
            ):
                other.role = "name"
                found = other
                continue
            break
    _names_beside_pictures(page)
    _flat_names(page)
    _names_are_short(page)
    for link in page.links:
        inside = page.inside(link.node)
        if link.profile and len(inside) == 1 and not _mid_text(page, inside.start):
            cell = cells[inside.start]
            if cell.role == "prose" and len(cell.text) <= NAME_CHARS and cell.text[0] != "@":
                cell.role = "name"


def _mid_text(page: Page, i: int) -> bool:
    """Whether a cell goes on in a line with words before or after it."""
    cell = page.cells[i]
    around = page.inside(page.tree.parents[cell.root])
    after = page.cells[i + 1] if i + 1 in around else None
    before = page.cells[i - 1] if i - 1 in around else None
    return bool(
        (
            after
            and after.role == "prose"
            and (after.raw_start.isspace() or after.raw_start in ",.;:")
        )
        or (before and before.role == "prose" and before.raw_end.isspace())
    )


def _in_avatar(page: Page, cell: Cell) -> bool:
    return any(
        "avatar" in value.casefold()
        for node in list(page.path(cell.root, -1))[:2]
        for value in page.tree.attrs[node].values()
    )


def _is_later_line(page: Page, i: int) -> bool:
    """Whether a cell goes on from words above it in the same paragraph."""
    before = page.cells[i - 1] if i else None
    return before is not None and before.role == "prose" and before.root == page.cells[i].root


def _after_handles(page: Page, found: list[tuple[Cell, str]]) -> bool:
    """Whether cells mostly stand right after a handle (times and the like between)."""
    number = 0
    for cell, _ in found:
        i = bisect_left(page.starts, cell.start) - 1
        while i >= 0 and page.cells[i].role in ("meta", "nothing"):
            i -= 1
        number += i >= 0 and page.cells[i].role in ("handle", "header")
    return 2 * number > len(found)


def _one_handle(page: Page, cells: range) -> bool:
    return sum(page.cells[i].role in ("handle", "header") for i in cells) == 1


def _names_are_short(page: Page) -> None:
    """Where what stands before the handle is often long, it is the words of the post."""
    places: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for i, cell in enumerate(page.cells):
        if cell.role != "handle":
            continue
        for other in reversed(page.cells[max(0, i - NEAR) : i]):
            if other.role in ("name", "prose"):
                places[_place(page, other)].append(other)
            if other.role not in ("meta", "nothing"):
                break
    for cells in places.values():
        if sum(1 for c in cells if len(c.text) > NAME_CHARS) > 0.25 * len(cells):
            for cell in cells:
                cell.role = "prose"


def _names_beside_pictures(page: Page) -> None:
    """The one short text in the box of a picture that names a handle, the same for the same
    handle everywhere, is the name."""
    found: dict[str, set[str]] = defaultdict(set)
    beside: list[Cell] = []
    for hint in page.hints:
        inside = page.inside(page.tree.parents[hint.node])
        words = [page.cells[i] for i in inside if page.cells[i].role == "prose"]
        if page.tree.tags[hint.node] == "img" and len(inside) <= 2 * NEAR and words:
            if len(words) > 1 or len(words[0].text) > NAME_CHARS:
                return
            found[hint.handle.casefold()].add(words[0].text)
            beside.append(words[0])
    if len(found) < len(beside) and all(len(names) == 1 for names in found.values()):
        for cell in beside:
            cell.role = "name"


def _alts(page: Page) -> set[str]:
    tree = page.tree
    found = set()
    for node, tag in enumerate(tree.tags):
        if tag in ("img", "a", "span", "div"):
            for name in ("alt", "title", "aria-label"):
                value = tree.attrs[node].get(name, "")
                if 0 < len(value) <= NAME_CHARS:
                    found.add(" ".join(value.split()).casefold())
    return found


def _looks_like_name(page: Page, cell: Cell) -> bool:
    tree = page.tree
    node = cell.root
    for _ in range(3):
        if tree.tags[node] in _NAME_TAGS or _NAME_WORDS.search(tree.attrs[node].get("class", "")):
            return True
        up = tree.parents[node]
        if up < 0 or len(page.inside(up)) > 2:
            break
        node = up
    return False


def _flat_names(page: Page) -> None:
    """Name, handle and words side by side in one element: the names are the short cells
    that stand before the handle everywhere."""
    places: dict[tuple[int, int, int], list[tuple[Cell, str]]] = defaultdict(list)
    handles: dict[tuple[int, int], int] = defaultdict(int)
    lone: dict[tuple[int, int, int], int] = defaultdict(int)
    for i, cell in enumerate(page.cells):
        if cell.role != "handle":
            continue
        handles[_place(page, cell)] += 1
        j = i - 1
        while j >= 0 and page.cells[j].role in ("meta", "nothing") and i - j < NEAR:
            j -= 1
        if (
            j >= 0
            and page.cells[j].role == "prose"
            and len(page.cells[j].text) <= NAME_CHARS
            and not _is_later_line(page, j)
        ):
            before = page.cells[j]
            key = (*_place(page, cell), page.shapes[before.root])
            places[key].append((before, cell.line.handles[0].casefold()))
            # All the words between two handles: those of the first one's post.
            lone[key] += j > 0 and page.cells[j - 1].role not in ("prose", "mention")
    for key, found in places.items():
        if len(found) < 3 or len(found) < REGULAR * handles[key[:2]]:
            continue
        if 2 * lone[key] > len(found) and _after_handles(page, found):
            continue
        names: dict[str, set[str]] = defaultdict(set)
        for before, handle in found:
            names[handle].add(before.text.casefold())
        if sum(len(n) for n in names.values()) <= 1.2 * len(names):
            for before, _ in found:
                before.role = "name"
