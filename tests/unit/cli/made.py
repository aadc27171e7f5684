"""A thread in our own words as the plan says it, for tests of what is made of a plan."""

from __future__ import annotations

from typing import Any


def post(number: int, author: str | None, text: str, **more: Any) -> dict[str, Any]:
    """A post of schema 1, numbered from 1, with id p0, p1, …"""
    return {
        "id": f"p{number - 1}",
        "kind": "post",
        "author": None if author is None else {"handle": author, "name": ""},
        "text": text,
        "time": None,
        "permalink": None,
        "target": None,
        "quotes": [],
        "stance": None,
        "part": None,
        "quoted_by": [],
        "evidence": {},
    } | more


def quote(name: str, author: str | None, text: str, **more: Any) -> dict[str, Any]:
    """A quote of schema 1."""
    return {
        "id": name,
        "author": None if author is None else {"handle": author, "name": ""},
        "text": text,
        "time": None,
        "permalink": None,
        "copy_of": None,
        "collapsed": False,
        "reason": "",
    } | more


def badge(number: int, words: str = "", where: str = "", **more: Any) -> dict[str, Any]:
    """What a plan says beside a post; ``stance`` is (label, words)."""
    context = {
        "kind": "reply",
        "words": words,
        "verb": words,
        "where": where,
        "target": more.get("target"),
        "href": more.get("href"),
        "preview": more.get("preview", ""),
        "quoted": more.get("quoted", ""),
        "part": more.get("part", ""),
        "sentence": f"Post {number}: {words} {where}.",
    }
    label, stance_words = more.get("stance", ("", ""))
    return {
        "id": f"p{number - 1}",
        "number": number,
        "key": f"k{number}",
        "node": more.get("node", -1),
        "body": more.get("body", []),
        "context": context if words else None,
        "stance": {
            "key": f"k-{number}",
            "label": label,
            "said": more.get("said"),
            "shown": more.get("shown", True),
            "words": stance_words,
            "toward": more.get("toward", "p0"),
            "confidence": 0.91,
            "confidence_words": "very likely",
            "sentence": f"This post seems to {label} post 1.",
            "evidence": more.get("evidence", []),
        }
        if label
        else None,
    }


def fold(name: str, post_id: str, who: str, why: str, **more: Any) -> dict[str, Any]:
    """What a plan says about a quote that stands elsewhere on the page too."""
    return {
        "quote": name,
        "post": post_id,
        "key": f"k-{name}",
        "node": -1,
        "collapsed": True,
        "who": who,
        "first": "",
        "why": why,
        "times": "",
        "original": None,
        "stands_in": [],
    } | more


def plan(
    posts: list[dict[str, Any]],
    badges: list[dict[str, Any]] | None = None,
    folds: list[dict[str, Any]] | None = None,
    message: str = "made by hand",
    warnings: list[str] | None = None,
) -> dict[str, Any]:
    """A plan around these parts."""
    return {
        "v": 1,
        "ok": True,
        "status": "thread" if posts else "no-thread",
        "language": "en",
        "message": message,
        "site": "digg",
        "thread": {
            "schema": 1,
            "site": "digg",
            "url": "https://digg.com/ai/nighttrain",
            "posts": posts,
            "warnings": warnings or [],
        },
        "posts": badges or [],
        "folds": folds or [],
    }


TRAIN = (
    "The night train is back on the timetable, and it is booked out for weeks. "
    "Build more sleeping cars before anyone builds another runway."
)
COST = (
    "@marta_rail A sleeping car costs four times what a seat car does and runs half as often. "
    "Who pays for the empty ones in February?"
)
LEDGER = "Operators published their books last spring: the sleepers paid for themselves by June."


def night_train() -> dict[str, Any]:
    """Six posts: two levels of answers, a self-thread, a quote of something elsewhere."""
    return plan(
        [
            post(1, "marta_rail", TRAIN, kind="original", time="2026-03-02T07:15Z"),
            post(
                2,
                "bjorn_counts",
                COST,
                kind="reply",
                time="2026-03-02T07:40Z",
                target={"post": "p0"},
                quotes=[
                    quote("q1", "marta_rail", TRAIN, copy_of="p0", collapsed=True, reason="same")
                ],
            ),
            post(
                3,
                "marta_rail",
                "@bjorn_counts Nobody asks that about the motorway at four in the morning.",
                kind="reply",
                time="2026-03-02T08:01:30Z",
                target={"post": "p1"},
                quotes=[
                    quote("q2", "bjorn_counts", COST, copy_of="p1", collapsed=True, reason="same")
                ],
            ),
            post(
                4,
                "marta_rail",
                "And the February cars were full, by the way.",
                kind="self-reply",
                target={"post": "p2"},
            ),
            post(
                5,
                None,
                "深夜列車は予約でいっぱいです。もっと寝台車を増やすべきだと思いますし、空港よりも駅が近い人のほうが多いのです。",
                kind="quote",
                target={
                    "handle": "ledgerdesk",
                    "text": LEDGER,
                    "permalink": "https://x.com/ledgerdesk/status/1900000000000000000",
                },
                quotes=[quote("q3", "ledgerdesk", LEDGER)],
            ),
            post(6, "juno", "Is that per car or per train?", kind="quote", target={"post": "p0"}),
        ],
        [
            badge(1, "Original", quoted="quoted 2 times here"),
            badge(2, "Replies to @marta_rail", "post 1, above", stance=("oppose", "Opposes")),
            badge(3, "Replies to @bjorn_counts", "post 2, above", stance=("support", "Supports")),
            badge(4, "Continues their thread", "post 3, above", part="2/2"),
            badge(5, "Quotes @ledgerdesk", "not on this page"),
            badge(6, "Quotes @marta_rail", "post 1, above", stance=("query", "Asks")),
        ],
        [
            fold("q1", "p1", "@marta_rail", "same as post 1 above", times="quoted 2 times here"),
            fold("q2", "p2", "@bjorn_counts", "same as post 2 above"),
        ],
        "6 posts, 2 of 3 quotes folded",
    )
