"""Thread -> Plan: what to fold, badge and highlight, by node number.

The plan is plain JSON data, described in ``docs/CONTRACT.md``. It says everything in
words, so that no other part has to know what a thread is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from quotefold import wording
from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.model import Post, Quote, Thread
from quotefold.pipeline import Reading
from quotefold.reading.choose import GENERIC


def make_plan(reading: Reading, tree: Tree) -> dict[str, Any]:
    """The plan for a page that was read from ``tree``."""
    thread = reading.thread
    quotes = [q for p in thread.posts for q in p.quotes]
    folded = sum(q.collapsed for q in quotes)
    return {
        "status": _status(thread),
        "message": wording.summary(len(thread.posts), len(quotes), folded)
        if thread.posts
        else "; ".join(thread.warnings),
        "site": thread.site,
        "summary": {
            "posts": len(thread.posts),
            "quotes": len(quotes),
            "folded": folded,
        },
        "thread": thread.to_json(),
        "posts": _posts(reading, tree),
        "folds": _folds(thread),
    }


def _status(thread: Thread) -> str:
    if thread.posts:
        return "thread"
    return "no-thread" if thread.site == GENERIC else "not-understood"


def _posts(reading: Reading, tree: Tree) -> list[dict[str, Any]]:
    thread = reading.thread
    number = wording.numbers(thread)
    by_id = {p.id: p for p in thread.posts}
    bodies = {f"p{i}": raw.body for i, raw in enumerate(reading.raw.posts)}
    return [
        {
            "id": post.id,
            "number": number[post.id],
            "key": post.key,
            "node": post.node,
            "body": list(bodies[post.id]),
            "context": _context(post, number, by_id),
            "stance": _stance(post, number, reading.texts[post.id], tree),
        }
        for post in thread.posts
    ]


def _context(
    post: Post, number: Mapping[str, int], by_id: Mapping[str, Post]
) -> dict[str, Any] | None:
    words = wording.context_words(post, number, by_id)
    if words is None:
        return None
    target = post.target
    on_page = by_id.get(target.post) if target is not None and target.post else None
    preview = on_page.text if on_page else (target.text or "") if target else ""
    return {
        "kind": post.kind,
        "words": words.words,
        "verb": words.verb,
        "where": words.where,
        "target": {"post": on_page.id, "node": on_page.node} if on_page else None,
        "href": None if on_page or target is None else _safe_link(target.permalink),
        "preview": wording.shortened(preview, wording.PREVIEW_CHARS),
        "quoted": words.quoted,
        "part": words.part,
        "sentence": words.sentence,
    }


def _safe_link(href: str | None) -> str | None:
    """Only addresses of the web: a page could offer ``javascript:`` as a permalink."""
    if not href:
        return None
    try:
        return href if urlsplit(href).scheme in ("http", "https") else None
    except ValueError:
        return None


def _stance(post: Post, number: Mapping[str, int], text: Text, tree: Tree) -> dict[str, Any] | None:
    stance = post.stance
    if stance is None:
        return None
    return {
        "label": stance.label,
        "shown": stance.shown,
        "words": wording.stance_words(stance),
        "toward": stance.toward,
        "confidence": round(stance.confidence, 3),
        "confidence_words": wording.confidence_words(stance.confidence),
        "sentence": wording.stance_sentence(stance, number),
        "evidence": [
            [node, *_utf16(tree.texts[node], start, end)]
            for span in stance.evidence
            for node, start, end in text.locate(*span)
        ],
    }


def _utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets as the DOM counts them: in UTF-16 code units."""

    def units(n: int) -> int:
        return n + sum(ord(c) > 0xFFFF for c in text[:n])

    return units(start), units(end)


def _folds(thread: Thread) -> list[dict[str, Any]]:
    number = wording.numbers(thread)
    home = {q.id: p.id for p in thread.posts for q in p.quotes}
    nodes = {p.id: p.node for p in thread.posts}
    # A quote without a block of its own is seen where its post is.
    nodes.update((q.id, q.node if q.node >= 0 else p.node) for p in thread.posts for q in p.quotes)
    times = {p.id: len(p.quoted_by) for p in thread.posts}
    copies: dict[str, int] = {}
    for post in thread.posts:
        for quote in post.quotes:
            if quote.copy_of is not None and quote.copy_of not in times:
                copies[quote.copy_of] = copies.get(quote.copy_of, 1) + 1
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
            "first": wording.shortened(quote.text, wording.FIRST_WORDS_CHARS),
            "why": _why(quote, number, home),
            "times": _times(quote, times, copies),
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


def _why(quote: Quote, number: Mapping[str, int], home: Mapping[str, str]) -> str:
    reason = wording.fold_reason(quote, number, home)
    if quote.copy_of is None:
        return reason or quote.reason
    there = number[quote.copy_of if quote.copy_of in number else home[quote.copy_of]]
    return f"{reason} {'above' if there <= number[home[quote.id]] else 'below'}"


def _times(quote: Quote, times: Mapping[str, int], copies: Mapping[str, int]) -> str:
    if quote.copy_of is None:
        return ""
    count = times.get(quote.copy_of, copies.get(quote.copy_of, 0))
    return f"quoted {count} times here" if count > 1 else ""
