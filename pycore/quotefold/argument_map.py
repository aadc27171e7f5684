"""The map of an argument, to keep and to share: JSON, Markdown, SVG.

Who answers whom, with the stance where the model is sure enough to show one. Texts are
cut to their first words: a map is a way into the thread, not a copy of it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from quotefold.forest import STANCE_MARKS, Data, Row, forest, shown_stance
from quotefold.languages import Language, language_of
from quotefold.printable import printable
from quotefold.wording import shortened

_WORDS_CHARS: Final = 120
_MOST_LEVELS: Final = 12
"""Answers nested deeper are drawn at this level; each says in words what it answers."""

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>&~|!#])")


# --- JSON --------------------------------------------------------------------------------


def map_json(plan: Data) -> dict[str, Any]:
    """Posts, edges from answer to target, and by target how many answers of each stance.

    ``elsewhere`` are targets that are not on the page (``x0``, ``x1``, …). A stance that
    is not sure enough to be shown is null, and counts as "unclear"; the author's own
    thread is no answer.
    """
    thread = plan["thread"]
    known = {post["id"] for post in thread["posts"]}
    posts: list[dict[str, Any]] = []
    elsewhere: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    counts: dict[str, Counter[str]] = {}
    for row in forest(plan):
        if row.post is None:
            elsewhere.append(_outside(f"x{len(elsewhere)}", row.elsewhere or {}))
            continue
        posts.append(_inside(row))
        target = row.post["target"]
        if not target:
            continue
        to = target.get("post")
        if to not in known:
            to = elsewhere[-1]["id"]  # the root that this post stands below
        stance = shown_stance(row.badge) or {}
        edge = {"from": row.post["id"], "to": to, "kind": row.post["kind"]}
        edges.append(edge | {"stance": stance.get("label"), "confidence": stance.get("confidence")})
        if row.post["kind"] != "self-reply":
            counts.setdefault(to, Counter())[stance.get("label") or "unclear"] += 1
    return {
        "schema": 1,
        "site": thread["site"],
        "url": thread["url"],
        "posts": sorted(posts, key=lambda post: post["number"]),
        "elsewhere": elsewhere,
        "edges": edges,
        "answered": {target: dict(count) for target, count in counts.items()},
    }


def _inside(row: Row) -> dict[str, Any]:
    post = row.post or {}
    return {
        "id": post["id"],
        "number": row.number,
        "author": post["author"],
        "words": shortened(post["text"], _WORDS_CHARS),
        "time": post["time"],
        "permalink": post["permalink"],
    }


def _outside(name: str, target: Data) -> dict[str, Any]:
    words = shortened(target.get("text") or "", _WORDS_CHARS)
    return {
        "id": name,
        "handle": target.get("handle"),
        "words": words,
        "permalink": target.get("permalink"),
    }


# --- Markdown ------------------------------------------------------------------------------


def map_markdown(plan: Data) -> str:
    """A nested list, one item a post."""
    thread = plan["thread"]
    address = _web_address(thread["url"])
    lines = [f"# {_marked(plan['message'])}", ""]
    if address:
        lines += [f"<{address}>", ""]
    language = language_of(plan["language"])
    for row in forest(plan):
        indent = "  " * min(row.depth, _MOST_LEVELS)
        head, words = _words(row, language)
        link = _link(row)
        name = f"[{_marked(head[0])}](<{link}>)" if link else _marked(head[0])
        parts = [f"**{name}**", *map(_marked, head[1:])]
        lines.append(f"{indent}- {' · '.join(parts)}" + (f": {_marked(words)}" if words else ""))
    return "\n".join(lines) + "\n"


def _marked(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(text))


# --- SVG ------------------------------------------------------------------------------------

_WIDTH: Final = 960
_ROW: Final = 46
_STEP: Final = 22
_TOP: Final = 56
_SVG_CHARS: Final = 110

_STYLE: Final = """
svg { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --edge: #c9ced4;
  --paper: #fff; --support: #0b6470; --oppose: #a04100; --query: #6639ba; --comment: #57606a; }
@media (prefers-color-scheme: dark) { svg { --ink: #e9edf1; --soft: #9ba4ae; --edge: #444c56;
  --paper: #1c2128; --support: #56c2cf; --oppose: #f0a066; --query: #bda2f5; --comment: #9ba4ae; } }
text { font: 13px system-ui, sans-serif; fill: var(--soft); }
.title { font-size: 16px; font-weight: 600; fill: var(--ink); }
.who { font-weight: 600; fill: var(--ink); }
.support { fill: var(--support); } .oppose { fill: var(--oppose); }
.query { fill: var(--query); } .comment { fill: var(--comment); }
.support, .oppose, .query, .comment { font-weight: 600; }
path { fill: none; stroke: var(--edge); stroke-width: 1.5; }
rect { fill: var(--paper); }
"""


def map_svg(plan: Data) -> str:
    """A drawing: a row a post, answers below and to the right, joined by lines. It needs
    no font or script from elsewhere and follows a light or dark look."""
    rows = list(forest(plan))
    height = _TOP + _ROW * len(rows) + 16
    lines: list[str] = []
    shapes: list[str] = []
    above: list[int] = []
    language = language_of(plan["language"])
    for n, row in enumerate(rows):
        depth = min(row.depth, _MOST_LEVELS)
        x, y = 24 + _STEP * depth, _TOP + _ROW * n
        del above[depth:]
        if above:
            lines.append(f"M{x - _STEP + 4} {above[-1] + 25}V{y - 4}H{x - 5}")
        above.append(y)
        shapes.append(_drawn(row, x, y, language))
    title = _xml(plan["message"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n"
        f'<rect width="{_WIDTH}" height="{height}"/>\n'
        f'<text class="title" x="24" y="30">{title}</text>\n'
        f'<path d="{"".join(lines)}"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def _drawn(row: Row, x: int, y: int, language: Language) -> str:
    head, words = _words(row, language)
    stance = shown_stance(row.badge)
    spans = [f'<tspan class="who">{_xml(head[0])}</tspan>']
    for part in head[1:]:
        kind = f' class="{stance["label"]}"' if stance and part == _stance_words(stance) else ""
        spans.append(f"<tspan{kind}>{_xml(part)}</tspan>")
    lines = f'<text x="{x}" y="{y}">{" · ".join(spans)}</text>'
    if words:
        lines += f'<text x="{x}" y="{y + 18}">{_xml(shortened(words, _SVG_CHARS))}</text>'
    link = _link(row)
    return f"<a href={quoteattr(link)}>{lines}</a>" if link else lines


def _xml(text: str) -> str:
    """Escaped; without the two characters that ``printable`` leaves and XML cannot hold."""
    return escape(printable(text).translate({0xFFFE: None, 0xFFFF: None}))


# --- what all of them say ----------------------------------------------------------------------


def _words(row: Row, language: Language) -> tuple[list[str], str]:
    """What a row says of itself, most important first, and its first words."""
    if row.post is None:
        target = row.elsewhere or {}
        who = f"@{target['handle']}" if target.get("handle") else language.say("a_post")
        return [who, language.say("elsewhere")], shortened(target.get("text") or "", _WORDS_CHARS)
    author = row.post["author"]
    context = (row.badge or {}).get("context") or {}
    stance = shown_stance(row.badge)
    who = f"@{author['handle']}" if author else f"({language.say('author_unknown')})"
    parts = [
        f"{row.number} {who}",
        _stance_words(stance) if stance else "",
        context.get("verb") or "",
        context.get("where") or "",
        context.get("quoted") or "",
    ]
    return [part for part in parts if part], shortened(row.post["text"], _WORDS_CHARS)


def _stance_words(stance: Data) -> str:
    return f"{STANCE_MARKS[stance['label']]} {stance['words']}"


def _link(row: Row) -> str:
    source = row.post if row.post is not None else row.elsewhere or {}
    return _web_address(source.get("permalink") or "")


def _web_address(url: str) -> str:
    """``url`` if it is http(s) and safe inside ``<>`` and quotes, else ""."""
    try:
        valid = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return ""
    return url if valid and url.isprintable() and not re.search(r"[\s<>\"\\]", url) else ""
