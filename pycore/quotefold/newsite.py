"""A first draft of an adapter for a site nobody has described yet.

From one saved page: the adapter with selectors that fit the posts which the generic reader
finds, the page itself without its words as a fixture, what is read on it as the
expectation, and a note of how it was made. Who drafts then rewrites the fixture's words
in their own and corrects the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlsplit

from quotefold.dom.html import tree_from_html
from quotefold.dom.select import selector
from quotefold.dom.tree import COMMENT, SHADOW, TEXT, Tree
from quotefold.errors import UnreadableInput
from quotefold.pipeline import ReadOptions, read
from quotefold.reading.generic import read_generic
from quotefold.redact import redact, report_of

NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
_VOID: Final = frozenset("area br col embed hr img input source track wbr".split())
_HASHED: Final = re.compile(r"\d{2}|__|^[a-z]{1,2}\d|^css-|^r-|^x[0-9a-z]{6,}$|[A-Z].*\d")
_MIN_FIT: Final = 0.5
"""The least harmonic mean of precision and recall (F1) of a selector that is proposed."""

_SAMPLE: Final = 10
"""Nodes whose own names are tried as selectors: the first post often has others."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Files by path in the checkout, and what is left to do, a line each."""

    files: dict[str, str]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A selector, how many of the nodes it matches and how many others."""

    css: str
    matched: int
    of: int
    others: int

    @property
    def counts(self) -> str:
        """Both as words, to stand beside the selector."""
        return f"{self.matched} of {self.of}, {self.others} others"


def draft(name: str, html: str | bytes, url: str, made: str) -> Draft:
    """The draft of an adapter called ``name`` from a page saved at ``url``.

    ``made`` is the date for the fixture's note (ISO 8601). Raises
    :class:`UnreadableInput` for a name or address that cannot be used, and where the
    page has no posts that could be described.
    """
    parts = urlsplit(url)
    if NAME.fullmatch(name) is None:
        raise UnreadableInput(f"not a name for a site: {name!r} (small letters, digits, dashes)")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreadableInput(f"not the address of a page: {url!r}")
    page = tree_from_html(html)
    found = read_generic(page, url)
    if not found.posts:
        raise UnreadableInput("no posts were found on this page, so there is nothing to describe")
    # Node numbers stay the same, so what was found counts for the page without words too.
    bare = redact(page)
    posts = [p.node for p in found.posts]
    bodies = [_element(bare, n) for p in found.posts for n in p.body[:1]]
    quotes = [q.node for p in found.posts for q in p.quotes if q.node >= 0]
    reported = urlsplit(str(report_of(page, url)["snapshot"]["url"]))
    address = f"https://{parts.hostname}{reported.path}"
    fixture = html_of(bare)
    thread = read(tree_from_html(fixture), "", ReadOptions(stance=False)).thread
    module = name.replace("-", "_")
    expected = thread.to_json() | {"site": name, "url": address}
    for post in expected["posts"]:
        post.pop("evidence")
    stem = f"tests/fixtures/{name}/page"
    files = {
        f"pycore/quotefold/reading/sites/{module}.py": _adapter(
            name, parts.hostname, reported.path, bare, posts, bodies, quotes
        ),
        f"{stem}.html": fixture,
        f"{stem}.expected.json": _json(expected),
        f"{stem}.meta.json": _json(
            {
                "url": address,
                "made": made,
                "how": "quotefold new-site: a saved page with every word replaced",
                "layout": f"{name}, as saved on {made}",
                "paragraphs": True,
            }
        ),
    }
    return Draft(files, _steps(name, module, stem, len(posts), len(quotes)))


def html_of(tree: Tree) -> str:
    """A tree as HTML. Parsed again it has the same elements; texts that only a comment
    parted become one."""
    out = [f'<!DOCTYPE html>\n<html lang="{escape(tree.lang)}"><head><meta charset="utf-8">']
    out.append(f"<title>{escape(tree.title)}</title></head>")
    closing: list[tuple[int, str]] = []
    for node, tag in enumerate(tree.tags):
        while closing and closing[-1][0] <= node:
            out.append(closing.pop()[1])
        if tag == TEXT:
            out.append(escape(tree.texts[node], quote=False))
        elif tag == COMMENT:
            out.append(f"<!--{tree.texts[node].replace('--', '- -')}-->")
        elif tag == SHADOW:
            out.append('<template shadowrootmode="open">')
            closing.append((tree.ends[node], "</template>"))
        else:
            attributes = "".join(
                f' {name}="{escape(value)}"' for name, value in tree.attrs[node].items()
            )
            out.append(f"<{tag}{attributes}>")
            if tag not in _VOID:
                closing.append((tree.ends[node], f"</{tag}>"))
    out += (end for _, end in reversed(closing))
    return "".join(out) + "</html>\n"


def guess(tree: Tree, nodes: Sequence[int], within: Iterable[int]) -> Guess | None:
    """The selector that matches most of the nodes and fewest others of ``within``; among
    equals the more durable one. None where none fits half of them."""
    wanted, around = frozenset(nodes), list(within)
    ranks: dict[str, int] = {}
    for node in nodes[:_SAMPLE]:
        for rank, css in _features(tree, node):
            ranks.setdefault(css, rank)
    best: tuple[float, int, Guess] | None = None
    for css, rank in ranks.items():
        test = selector(css)
        matched = sum(test.matches(tree, n) for n in wanted)
        others = sum(test.matches(tree, n) for n in around if n not in wanted)
        fit = 2 * matched / (matched + others + len(wanted))
        if fit >= _MIN_FIT and (best is None or (-fit, rank) < best[:2]):
            best = -fit, rank, Guess(css, matched, len(wanted), others)
    return None if best is None else best[2]


def _features(tree: Tree, node: int) -> Iterator[tuple[int, str]]:
    """Selectors for one element, the most durable first."""
    tag = tree.tags[node]
    for name, value in tree.attrs[node].items():
        if name in ("data-testid", "data-slot", "role"):
            yield 0 if name != "role" else 2, f'{tag}[{name}="{_quoted(value)}"]'
        elif name.startswith("data-") and re.fullmatch(r"[a-z][a-z0-9-]*", name):
            yield 1, f"{tag}[{name}]"
    for word in tree.get(node, "class").split():
        if re.fullmatch(r"[A-Za-z][\w-]*", word):
            yield 6 if _HASHED.search(word) else 3, f"{tag}.{word}"
    yield 5, tag


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _element(tree: Tree, node: int) -> int:
    return node if tree.is_element(node) else tree.parents[node]


def _below(tree: Tree, nodes: Iterable[int]) -> list[int]:
    return sorted({n for node in nodes for n in tree.descendants(node) if tree.is_element(n)})


def _adapter(
    name: str,
    host: str,
    path: str,
    tree: Tree,
    posts: Sequence[int],
    bodies: Sequence[int],
    quotes: Sequence[int],
) -> str:
    everything = [n for n in range(len(tree)) if tree.is_element(n)]
    inside = _below(tree, posts)
    post = guess(tree, posts, everything)
    body = guess(tree, bodies, inside)
    quote = guess(tree, quotes, inside)
    entries = [
        f"    post={_entry(post)}",
        f"    body={_entry(body, tuple_of=True)}",
        '    handle=(Value("a", match=r"^@?(\\w+)$"),),',
        '    time=(Value("time", "datetime"),),',
        '    permalink=(Value("a:has(time)", "href"),),',
    ]
    if quotes:
        entries += [
            "    quotes=Quotes(",
            f"        box={_entry(quote)}",
            '        handle=(Value("a", match=r"^@?(\\w+)$"),),',
            "    ),",
        ]
    pattern = _pattern(path)
    return _ADAPTER.format(
        name=name,
        title=name.replace("-", " ").title(),
        imports="Layout, Quotes, Value, reader" if quotes else "Layout, Value, reader",
        entries="\n".join(entries),
        host=host,
        path=f'r"{pattern}"' if '"' not in pattern else repr(pattern),
    )


_ADAPTER: Final = '''\
"""{title}: say here which pages these are and what is known of their markup."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import {imports}
from quotefold.reading.site import Site

# Beside each selector: how many of the posts (bodies, quotes) it matches on the saved
# page, and how many other elements.
LAYOUT: Final = Layout(
{entries}
)

SITE: Final = Site(
    id="{name}",
    name="{title}",
    hosts=("{host}",),
    path={path},
    read=reader("{name}", LAYOUT),
)
'''


def _entry(found: Guess | None, *, tuple_of: bool = False) -> str:
    css = "" if found is None else found.css
    text = f"'{css}'" if '"' in css and "'" not in css else json.dumps(css)
    value = f"({text},)" if tuple_of else text
    note = "nothing fits half of them" if found is None else found.counts
    return f"{value},  # {note}"


def _pattern(path: str) -> str:
    """An address of this kind: numbers and made-up words stand for any."""
    segments = []
    for segment in path.split("/"):
        if segment.isdigit():
            segments.append(r"\d+")
        elif set(segment.lower()) <= set("x0-_.@") and segment:
            segments.append("[^/]+")
        else:
            segments.append(re.escape(segment))
    return "/".join(segments) or "/"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _steps(name: str, module: str, stem: str, posts: int, quotes: int) -> tuple[str, ...]:
    return (
        f"{posts} posts and {quotes} quotes were found; compare with the page",
        f"correct the selectors in pycore/quotefold/reading/sites/{module}.py",
        f"add {module}.SITE to SITES in pycore/quotefold/reading/sites/__init__.py",
        f"give {stem}.html words of your own and correct {stem}.expected.json",
        "run pytest tests/sites, then tools/sites_table.py for the list in the README",
        f"delete what you drafted if {name} turns out to need no adapter",
    )
