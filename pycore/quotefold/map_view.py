"""The map of an argument as the side panel draws it: flat rows in reading order.

Data without words of our own, so that the panel speaks the reader's language; and without
positions, so that one answer serves a list, a drawing and any width.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final

from quotefold.argument_map import map_json, map_markdown, map_svg
from quotefold.forest import Data, Row, forest, shown_stance
from quotefold.printable import printable
from quotefold.wording import shortened

_WORDS_CHARS: Final = 200
"""Characters of a post in a row: what three lines of a panel 500 px wide hold."""

_MENTIONS: Final = re.compile(r"(?:@[\w.-]+ )+")


def map_view(plan: Data) -> dict[str, Any]:
    """Rows, totals, and the same map as JSON, Markdown and SVG to be saved.

    Each row has ``id`` (a post's, or x0, x1, … for what is not on the page), ``parent``
    (the id of the row that it stands below, or ""), ``level`` (from 1), ``below`` (how many
    rows stand below it), ``target`` (the id of what it answers, or "") and ``answers`` (by
    stance, how many posts answer it; a stance that is not shown counts as "unclear").

    A post that continues its author's thread stands below the first of that thread, before
    the answers, however long the thread is. Raises :class:`KeyError`, :class:`TypeError` or
    :class:`AttributeError` where the plan is none.
    """
    made = map_json(plan)
    targets = {edge["from"]: edge["to"] for edge in made["edges"]}
    links = {entry["id"]: entry["permalink"] for entry in made["posts"] + made["elsewhere"]}
    rows = _placed(plan)
    listed: list[dict[str, Any]] = []
    for name, row, parent, level, below in rows:
        source = row.post if row.post is not None else row.elsewhere or {}
        answers = made["answered"].get(name, {})
        listed.append(
            {
                "id": name,
                "parent": parent,
                "level": level,
                "below": below,
                "number": row.number,
                "kind": source.get("kind", "elsewhere"),
                "handle": printable(_handle(source)),
                "words": _first_words(source.get("text") or ""),
                "link": links[name],
                "target": targets.get(name, ""),
                "part": source.get("part"),
                "quoted": len(source.get("quoted_by") or ()),
                "stance": _stance(row),
                "answers": answers,
            }
        )
    return {
        "title": printable(plan["message"]),
        "rows": listed,
        "stances": dict(Counter(r["stance"]["label"] for r in listed if r["stance"])),
        "authors": Counter(r["handle"] for r in listed if r["number"]).most_common(),
        "json": made,
        "markdown": map_markdown(plan),
        "svg": map_svg(plan),
        "labelled": labelled(plan),
    }


def _placed(plan: Data) -> list[tuple[str, Row, str, int, int]]:
    """(id, row, parent's id, level, rows below), in the order of the panel."""
    rows: dict[str, Row] = {}
    parents: dict[str, str] = {}
    path: list[str] = []
    away = 0
    for row in forest(plan):
        name = row.post["id"] if row.post is not None else f"x{away}"
        away += row.post is None
        del path[row.depth :]
        parent = path[-1] if path else ""
        path.append(name)
        # Forest order: a parent is placed before its answers, so one step up is enough.
        if _continues(row) and parent and _continues(rows[parent]):
            parent = parents[parent] or parent
        rows[name], parents[name] = row, parent
    children: dict[str, list[str]] = {"": []}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    for names in children.values():
        names.sort(key=lambda name: not _continues(rows[name]))
    order: list[tuple[str, int]] = []
    stack = [(name, 1) for name in reversed(children[""])]
    while stack:
        name, level = stack.pop()
        order.append((name, level))
        stack.extend((child, level + 1) for child in reversed(children.get(name, ())))
    below = dict.fromkeys(rows, 0)
    for name, _ in reversed(order):
        if parents[name]:
            below[parents[name]] += below[name] + 1
    return [(name, rows[name], parents[name], level, below[name]) for name, level in order]


def _first_words(text: str) -> str:
    """Whom it is addressed to is said by where it stands; without, the words come first."""
    line = printable(text)
    mentions = _MENTIONS.match(line)
    return shortened(line[mentions.end() :] if mentions else line, _WORDS_CHARS)


def _continues(row: Row) -> bool:
    return row.post is not None and row.post["kind"] == "self-reply"


def _handle(source: Data) -> str:
    author = source.get("author")
    return str((author or {}).get("handle") or source.get("handle") or "")


def _stance(row: Row) -> dict[str, Any] | None:
    stance = shown_stance(row.badge)
    if stance is None:
        return None
    said = stance["said"] is not None
    return {"label": stance["label"], "confidence": stance["confidence"], "said": said}


def labelled(plan: Data) -> str:
    """What the reader said of the stances on this page, as data to train with: JSON Lines
    of ``parent``, ``reply``, ``kind`` ("reply" or "quote") and ``label``. A hidden badge
    is no label."""
    posts = {post["id"]: post for post in plan["thread"]["posts"]}
    lines = []
    for badge in plan["posts"]:
        post, said = posts[badge["id"]], (badge["stance"] or {}).get("said")
        if said is None or said == "hidden":
            continue
        target = post["target"] or {}
        on_page = posts.get(target.get("post"))
        pair = {
            "parent": on_page["text"] if on_page else target.get("text") or "",
            "reply": post["text"],
            "kind": "quote" if post["kind"] == "quote" else "reply",
            "label": said,
        }
        lines.append(json.dumps(pair, ensure_ascii=False) + "\n")
    return "".join(lines)
