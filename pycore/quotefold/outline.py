"""A plan as an outline for the terminal: who answers whom, stance, what is folded.

Everything a page says is untrusted here too, and goes through ``printable``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.text import Text
from rich.tree import Tree as Branch

from quotefold.forest import STANCE_MARKS, Data, Row, forest, shown_stance
from quotefold.languages import Language, language_of
from quotefold.printable import printable

_PREVIEW_CHARS: Final = 600
"""First characters of a text that are looked at for one line; no terminal is wider."""

_COLUMNS_PER_LEVEL: Final = 4
_LEAST_WORDS_COLUMNS: Final = 36
"""Columns kept for words. Answers nested deeper than the rest allows stand at the
deepest level that fits; each says in words what it answers."""

_COLOURS: Final[Mapping[str, str]] = {
    "support": "cyan",
    "oppose": "yellow",
    "query": "magenta",
    "comment": "bright_black",
}
"""As far as a terminal has them, the colours of the badges in the page."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z")


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan (``docs/CONTRACT.md``) that rich can print at any width."""

    plan: Data

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        thread = self.plan["thread"]
        yield _line(
            _joined([_span(thread["site"], "bold"), _span(thread["url"], "dim")]),
        )
        levels = (options.max_width - _LEAST_WORDS_COLUMNS) // _COLUMNS_PER_LEVEL
        for root in _branches(self.plan, max(levels, 1)):
            yield Text()
            yield root
        yield Text()
        yield Text(printable(self.plan["message"]), style="bold")
        for warning in thread["warnings"] if thread["posts"] else ():
            yield _span(f"! {printable(warning)}", "yellow")


def _branches(plan: Data, levels: int) -> list[Branch]:
    """The trees of a plan; what stands deeper than ``levels`` is drawn at that level."""
    folds = {fold["quote"]: fold for fold in plan["folds"]}
    language = language_of(plan["language"])
    roots: list[Branch] = []
    above: list[Branch] = []
    for row in forest(plan):
        lines = (
            _elsewhere(row.elsewhere, language)
            if row.elsewhere
            else _post_lines(row, folds, language)
        )
        label = Group(*lines)
        del above[min(row.depth, levels) :]
        if above:
            above.append(above[-1].add(label))
        else:
            above.append(Branch(label, guide_style="dim"))
            roots.append(above[0])
    return roots


def _post_lines(row: Row, folds: Mapping[str, Data], language: Language) -> list[Text]:
    post, badge = row.post or {}, row.badge or {}
    words = _line(Text(_start(post["text"]) or f"({language.say('no_words')})"))
    return [
        _head(row.number, post, badge, language),
        words,
        *(_quote(quote, folds.get(quote["id"]), language) for quote in post["quotes"]),
    ]


def _head(number: int, post: Data, badge: Data, language: Language) -> Text:
    context = badge.get("context") or {}
    relation = ", ".join(
        printable(context.get(part) or "") for part in ("verb", "where") if context.get(part)
    )
    parts = [
        _span(f"{number} {_who(post['author'], language)}", "bold"),
        _stance(shown_stance(badge)),
        _span(relation),
        _span(context.get("part") or ""),
        _span(_time(post["time"] or ""), "dim"),
        _span(context.get("quoted") or "", "dim"),
    ]
    return _joined(parts)


def _stance(stance: Data | None) -> Text:
    if not stance:
        return Text()
    label = stance["label"]
    return _span(f"{STANCE_MARKS[label]} {stance['words']}", f"bold {_COLOURS[label]}")


def _quote(quote: Data, fold: Data | None, language: Language) -> Text:
    who = _who(quote["author"], language)
    if fold and fold["collapsed"]:
        why = ", ".join(printable(fold[part]) for part in ("why", "times") if fold[part])
        return _span(f"▸ {language.say('quote_of_folded', who=who)}: {why}", "dim")
    return _line(_span(f"▾ {language.say('quote_of', who=who)}: {_start(quote['text'])}", "italic"))


def _elsewhere(target: Data, language: Language) -> list[Text]:
    handle = target.get("handle")
    who = f"@{printable(handle)}" if handle else language.say("a_post")
    lines = [
        _joined(
            [
                _span(who, "bold"),
                _span(language.say("elsewhere")),
                _span(target.get("permalink") or "", "dim"),
            ]
        )
    ]
    if target.get("text"):
        lines.append(_line(Text(_start(target["text"]))))
    return lines


def _who(author: Data | None, language: Language) -> str:
    if author:
        return f"@{printable(author['handle'])}"
    return f"({language.say('author_unknown')})"


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
