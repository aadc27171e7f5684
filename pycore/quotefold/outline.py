"""A plan as an outline for the terminal: who answers whom, stance, what is folded.

Everything a page says is untrusted here too: a name can hold escape sequences that
move the cursor, or bidi controls that make a line read otherwise than it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.text import Text
from rich.tree import Tree as Branch

_PREVIEW_CHARS: Final = 600
"""First characters of a text that are looked at for one line; no terminal is wider."""

_COLUMNS_PER_LEVEL: Final = 4
_LEAST_WORDS_COLUMNS: Final = 36
"""Columns kept for words. Answers nested deeper than the rest allows stand at the
deepest level that fits; each says in words what it answers."""

_JOINERS: Final = "\u200c\u200d"
"""Zero-width joiners stay: emoji and Persian are wrong without them."""

# The shapes and, as far as a terminal has them, the colours of the badges in the page.
_STANCES: Final[Mapping[str, tuple[str, str]]] = {
    "support": ("✓", "cyan"),
    "oppose": ("≠", "yellow"),
    "query": ("?", "magenta"),
    "comment": ("…", "dim"),
}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z")


def printable(text: str) -> str:
    """``text`` on one line, without anything that a terminal acts on.

    Control characters become U+FFFD, so that their place is seen; invisible formatting
    characters (bidi controls, tags, zero-width space) go; any whitespace is one space.
    """
    return " ".join("".join(map(_shown, text)).split())


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cs"):
        return "\ufffd"
    return "" if category == "Cf" and char not in _JOINERS else char


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan (``docs/CONTRACT.md``) that rich can print at any width."""

    plan: Mapping[str, Any]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        thread = self.plan["thread"]
        yield _line(
            _joined([_span(thread["site"], "bold"), _span(thread["url"], "dim")]),
        )
        levels = (options.max_width - _LEAST_WORDS_COLUMNS) // _COLUMNS_PER_LEVEL
        for root in _forest(self.plan, max(levels, 1)):
            yield Text()
            yield root
        yield Text()
        yield Text(printable(self.plan["message"]), style="bold")
        for warning in thread["warnings"] if thread["posts"] else ():
            yield _span(f"! {printable(warning)}", "yellow")


def _forest(plan: Mapping[str, Any], levels: int) -> list[Branch]:
    """One tree for each post that answers nothing on the page, in page order; posts
    that answer the same thing elsewhere stand together below it."""
    posts = plan["thread"]["posts"]
    labels = _labels(plan)
    answers: dict[str, list[str]] = {post["id"]: [] for post in posts}
    roots: dict[str, list[str]] = {}
    elsewhere: dict[str, Branch] = {}
    for post in posts:
        target = post["target"] or {}
        parent = target.get("post")
        if parent in answers and parent != post["id"]:
            answers[parent].append(post["id"])
        elif any(target.get(part) for part in ("handle", "permalink", "text")):
            key = "\0".join(str(target.get(part) or "") for part in ("handle", "permalink", "text"))
            roots.setdefault(key, []).append(post["id"])
            elsewhere.setdefault(key, _branch(_elsewhere(target)))
        else:
            roots[post["id"]] = [post["id"]]
    forest: list[Branch] = []
    done: set[str] = set()
    # What no root leads to answers in a circle: its first post starts a tree of its own.
    for key, starts in [
        *roots.items(),
        *((post["id"], [post["id"]]) for post in posts),
    ]:
        fresh = [post_id for post_id in starts if post_id not in done]
        if not fresh:
            continue
        top = elsewhere.get(key)
        if top is not None:
            forest.append(top)
        stack = [(post_id, top, 0 if top is None else 1) for post_id in reversed(fresh)]
        while stack:
            post_id, above, level = stack.pop()
            if post_id in done:
                continue
            done.add(post_id)
            if above is None:
                here = _branch(labels[post_id])
                forest.append(here)
            else:
                here = above.add(labels[post_id])
            below = (here, level + 1) if level < levels or above is None else (above, level)
            stack.extend((answer, *below) for answer in reversed(answers[post_id]))
    return forest


def _branch(label: Group) -> Branch:
    return Branch(label, guide_style="dim")


def _labels(plan: Mapping[str, Any]) -> dict[str, Group]:
    badges = {badge["id"]: badge for badge in plan["posts"]}
    folds = {fold["quote"]: fold for fold in plan["folds"]}
    labels = {}
    for number, post in enumerate(plan["thread"]["posts"], 1):
        badge = badges.get(post["id"], {})
        lines = [_head(badge.get("number", number), post, badge)]
        lines.append(_line(Text(_start(post["text"]) or "(no words)")))
        lines += [_quote(quote, folds.get(quote["id"])) for quote in post["quotes"]]
        labels[post["id"]] = Group(*lines)
    return labels


def _head(number: int, post: Mapping[str, Any], badge: Mapping[str, Any]) -> Text:
    context = badge.get("context") or {}
    relation = ", ".join(
        printable(context.get(part) or "") for part in ("words", "where") if context.get(part)
    )
    parts = [
        _span(f"{number} {_who(post['author'])}", "bold"),
        _stance(badge.get("stance")),
        _span(relation),
        _span(context.get("part") or ""),
        _span(_time(post["time"] or ""), "dim"),
        _span(context.get("quoted") or "", "dim"),
    ]
    return _joined(parts)


def _stance(stance: Mapping[str, Any] | None) -> Text:
    if not stance or not stance["shown"] or stance["label"] not in _STANCES:
        return Text()
    mark, colour = _STANCES[stance["label"]]
    return _span(f"{mark} {stance['words']}", f"bold {colour}")


def _quote(quote: Mapping[str, Any], fold: Mapping[str, Any] | None) -> Text:
    who = _who(quote["author"])
    if fold and fold["collapsed"]:
        why = ", ".join(printable(fold[part]) for part in ("why", "times") if fold[part])
        return _span(f"▸ quote of {who} folded: {why}", "dim")
    return _line(_span(f"▾ quote of {who}: {_start(quote['text'])}", "italic"))


def _elsewhere(target: Mapping[str, Any]) -> Group:
    who = f"@{printable(target['handle'])}" if target.get("handle") else "a post"
    lines = [
        _joined(
            [
                _span(who, "bold"),
                _span("not on this page"),
                _span(target.get("permalink") or "", "dim"),
            ]
        )
    ]
    if target.get("text"):
        lines.append(_line(Text(_start(target["text"]))))
    return Group(*lines)


def _who(author: Mapping[str, Any] | None) -> str:
    return f"@{printable(author['handle'])}" if author else "(author not shown)"


def _time(time: str) -> str:
    match = _TIME.fullmatch(time)
    return f"{match[1]} {match[2]} UTC" if match else time


def _start(text: str) -> str:
    return printable(text[:_PREVIEW_CHARS])


def _span(text: str, style: str = "") -> Text:
    return Text(printable(text), style=style)


def _joined(parts: Iterable[Text]) -> Text:
    return Text(" · ", style="").join(part for part in parts if part)


def _line(text: Text) -> Text:
    """Text that stays on one line and ends in an ellipsis where it is too long."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
