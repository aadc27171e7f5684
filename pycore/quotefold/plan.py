"""Thread -> Plan: what to fold, badge and highlight, by node number.

The plan is plain JSON data, described in ``docs/CONTRACT.md``. It says everything in
words, so that no other part has to know what a thread is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from quotefold.dom.tree import Tree
from quotefold.folding.normalise import content_key
from quotefold.languages import language_of
from quotefold.model import Post, Quote, Stance, Thread
from quotefold.pipeline import NO_THREAD, Reading
from quotefold.reading.choose import GENERIC
from quotefold.reading.sites import SITES
from quotefold.stance.judging import SPOKEN
from quotefold.wording import (
    FIRST_WORDS_CHARS,
    PREVIEW_CHARS,
    VERY_SURE,
    Wording,
    numbers,
    shortened,
)

StanceLevel = Literal["very-sure", "sure", "likely"]
"""How sure a stance must be to be shown: "sure" is what the model was tuned to say,
"very-sure" only what is called very likely, "likely" also guesses below that."""

Said = Literal["support", "oppose", "query", "comment", "unclear", "hidden"]
"""What a reader made of a stance: another label, or no badge there."""

LEVELS: Final = get_args(StanceLevel)
SAID: Final = get_args(Said)

LIKELY: Final = 0.7
"""Calibrated confidence from which "likely" shows a guess. On held-out pairs the third
of the pairs that is judged this surely is right in about three cases of four
(``training/results/encoder.json``, "surest")."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How to say it. ``language`` is a BCP 47 tag; ``salt`` is that of the content keys;
    ``corrections`` are the reader's, by the ``key`` of a stance in an earlier plan."""

    language: str = "en"
    stance_level: StanceLevel = "sure"
    corrections: Mapping[str, Said] = field(default_factory=dict)
    salt: str = ""


def make_plan(reading: Reading, tree: Tree, options: PlanOptions | None = None) -> dict[str, Any]:
    """The plan for a page that was read from ``tree``."""
    return _Planner(reading, tree, options or PlanOptions()).plan()


class _Planner:
    """What the parts of one plan share."""

    def __init__(self, reading: Reading, tree: Tree, options: PlanOptions) -> None:
        self._reading = reading
        self._thread = reading.thread
        self._tree = tree
        self._options = options
        self._wording = Wording(language_of(options.language))
        self._number = numbers(self._thread)
        self._posts = {p.id: p for p in self._thread.posts}

    def plan(self) -> dict[str, Any]:
        thread = self._thread
        quotes = [q for p in thread.posts for q in p.quotes]
        folded = sum(q.collapsed for q in quotes)
        status = _status(thread)
        return {
            "status": status,
            "language": self._wording.language.tag,
            "message": self._wording.summary(len(thread.posts), len(quotes), folded)
            if thread.posts
            else self._why_nothing(status),
            "site": thread.site,
            "summary": {
                "posts": len(thread.posts),
                "quotes": len(quotes),
                "folded": folded,
            },
            "thread": thread.to_json(),
            "posts": [self._post(i, post) for i, post in enumerate(thread.posts)],
            "folds": self._folds(),
            "pairs": self._pairs(),
        }

    def _why_nothing(self, status: str) -> str:
        say = self._wording.language.say
        if status == "no-thread":
            return say("no_thread")
        name = next((s.name for s in SITES if s.id == self._thread.site), self._thread.site)
        return say("not_understood", site=name)

    def _post(self, at: int, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "number": self._number[post.id],
            "key": post.key,
            "node": post.node,
            "body": list(self._reading.raw.posts[at].body),
            "context": self._context(post),
            "stance": self._stance(post),
        }

    def _context(self, post: Post) -> dict[str, Any] | None:
        words = self._wording.context(post, self._number, self._posts)
        if words is None:
            return None
        target = post.target
        on_page = self._posts.get(target.post) if target is not None and target.post else None
        return {
            "kind": post.kind,
            "words": words.words,
            "verb": words.verb,
            "where": words.where,
            "target": {"post": on_page.id, "node": on_page.node} if on_page else None,
            "href": None if on_page or target is None else _safe_link(target.permalink),
            "preview": shortened(self._answered(post), PREVIEW_CHARS),
            "quoted": words.quoted,
            "part": words.part,
            "sentence": words.sentence,
        }

    def _answered(self, post: Post) -> str:
        """The words that a post answers, wherever they stand; "" where they are unknown."""
        if post.target is None:
            return ""
        on_page = self._posts.get(post.target.post or "")
        return on_page.text if on_page else post.target.text or ""

    def _stance(self, post: Post) -> dict[str, Any] | None:
        stance = post.stance
        if stance is None:
            return None
        # Of both texts: what a reader says of one answer is not meant for another.
        pair = f"{self._answered(post)}\n{post.text}"
        key = content_key(post.author.handle if post.author else None, pair, self._options.salt)
        said = self._options.corrections.get(key)
        guess, shown = _guess(stance, self._options.stance_level)
        label = guess if said in (None, "hidden") else said
        wording = self._wording
        text = self._reading.texts[post.id]
        return {
            "key": key,
            "label": label,
            "said": said,
            "shown": said != "hidden" if said else shown,
            "words": wording.said(label) if said == label else wording.stance(label),
            "toward": stance.toward,
            "confidence": round(stance.confidence, 3),
            "confidence_words": wording.confidence(stance.confidence),
            "sentence": wording.stance_sentence(guess, stance, self._number),
            "evidence": [
                [node, *_utf16(self._tree.texts[node], start, end)]
                for span in stance.evidence
                for node, start, end in text.locate(*span)
            ],
        }

    def _pairs(self) -> list[dict[str, Any]]:
        """What is left to judge. The texts stand in the thread and are not written twice,
        because a hundred posts can answer one long one; a parent that is not on the page is."""
        return [
            {
                "key": asked.key,
                "post": asked.post,
                "parent": asked.toward if asked.toward in self._posts else None,
                "said": "" if asked.toward in self._posts else asked.pair.parent,
                "kind": asked.pair.kind,
                "names": sorted(asked.pair.handles),
            }
            for asked in self._reading.unjudged
        ]

    def _folds(self) -> list[dict[str, Any]]:
        thread = self._thread
        home = {q.id: p.id for p in thread.posts for q in p.quotes}
        nodes = {p.id: p.node for p in thread.posts}
        # A quote without a block of its own is seen where its post is.
        nodes.update(
            (q.id, q.node if q.node >= 0 else p.node) for p in thread.posts for q in p.quotes
        )
        times = {p.id: len(p.quoted_by) for p in thread.posts}
        copies: dict[str, int] = {}
        for post in thread.posts:
            for quote in post.quotes:
                if quote.copy_of is not None and quote.copy_of not in times:
                    copies[quote.copy_of] = copies.get(quote.copy_of, 1) + 1
        wording = self._wording
        return [
            {
                "quote": quote.id,
                "post": post.id,
                "key": quote.key,
                "node": quote.node,
                "collapsed": quote.collapsed,
                # Folded with no copy on the page: only the reader's own setting does that.
                "always": quote.collapsed and not quote.stands_in,
                "who": wording.who(quote),
                "first": shortened(quote.text, FIRST_WORDS_CHARS),
                "why": wording.fold_reason(quote, self._number, home),
                "times": self._times(quote, times, copies),
                "original": None
                if quote.copy_of is None
                else {
                    "post": quote.copy_of if quote.copy_of in times else home[quote.copy_of],
                    "node": nodes[quote.copy_of],
                },
                "stands_in": [nodes[i] for i in quote.stands_in],
            }
            for post in thread.posts
            for quote in post.quotes
            if quote.node >= 0 and (quote.copy_of is not None or quote.collapsed)
        ]

    def _times(self, quote: Quote, times: Mapping[str, int], copies: Mapping[str, int]) -> str:
        if quote.copy_of is None:
            return ""
        count = times.get(quote.copy_of, copies.get(quote.copy_of, 0))
        return self._wording.quoted(count) if count > 1 else ""


def _status(thread: Thread) -> str:
    if thread.posts:
        return "thread"
    nothing = thread.site == GENERIC or thread.warnings == (NO_THREAD,)
    return "no-thread" if nothing else "not-understood"


def _guess(stance: Stance, level: StanceLevel) -> tuple[str, bool]:
    """The label to speak of, and whether the reader wants to see it when it is so sure."""
    if level == "very-sure":
        return stance.label, stance.shown and stance.confidence >= VERY_SURE
    best = max(stance.scores, key=lambda label: stance.scores[label], default="unclear")
    if level == "likely" and not stance.shown and best in SPOKEN and stance.confidence >= LIKELY:
        return best, True
    return stance.label, stance.shown


def _safe_link(href: str | None) -> str | None:
    """Only addresses of the web: a page could offer ``javascript:`` as a permalink."""
    if not href:
        return None
    try:
        return href if urlsplit(href).scheme in ("http", "https") else None
    except ValueError:
        return None


def _utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets as the DOM counts them: in UTF-16 code units."""

    def units(n: int) -> int:
        return n + sum(ord(c) > 0xFFFF for c in text[:n])

    return units(start), units(end)
