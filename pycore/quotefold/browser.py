"""The one door between the browser and the core: a JSON string in, a JSON string out.

Nothing is kept between calls, no object crosses the border, and no request makes the
call raise: whatever goes wrong is an answer, so that the page stays plain and the popup
can say why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

import quotefold
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import tree_from_rows
from quotefold.dom.tree import Tree
from quotefold.errors import PageTooLarge, QuotefoldError, UnreadableInput
from quotefold.folding.rule import FoldOptions
from quotefold.limits import MAX_JUDGED_CHARS
from quotefold.map_view import map_view
from quotefold.pipeline import ReadOptions, read
from quotefold.plan import LEVELS, SAID, PlanOptions, make_plan
from quotefold.redact import report_of
from quotefold.stance import Judgement, Pair, from_json, judge, judge_known, to_json

PROTOCOL: Final = 1

MAX_KEYS: Final = 5_000
"""The reader's choices that one request may carry; the extension keeps fewer."""


MAX_PAIRS: Final = 16
"""Pairs that one request may ask to judge: the rest of the page waits behind them."""


def handle(request_json: str) -> str:
    """Answer one request of ``docs/CONTRACT.md``."""
    try:
        answer = {"v": PROTOCOL, "ok": True, **_answer(json.loads(request_json))}
    except PageTooLarge as error:
        answer = _failure("too-large", str(error))
    except (QuotefoldError, json.JSONDecodeError, RecursionError) as error:
        answer = _failure("unreadable", str(error))
    except Exception as error:
        answer = _failure("internal", f"{type(error).__name__}: {error}")
    return json.dumps(answer, ensure_ascii=True, separators=(",", ":"))


def _failure(kind: str, message: str) -> dict[str, Any]:
    line = " ".join(message.split())[:300] or kind
    return {"v": PROTOCOL, "ok": False, "kind": kind, "error": line}


def _answer(request: Any) -> dict[str, Any]:
    if not isinstance(request, dict) or request.get("v") != PROTOCOL:
        raise UnreadableInput("the request speaks another version of the protocol")
    match request.get("op"):
        case "ping":
            return {"version": quotefold.__version__}
        case "plan":
            snapshot = _mapping(request, "snapshot")
            return _plan(tree_from_rows(snapshot), snapshot.get("url"), request)
        case "plan-html":
            html = request.get("html")
            if not isinstance(html, str):
                raise UnreadableInput("the request has no HTML")
            return _plan(tree_from_html(html), request.get("url"), request)
        case "report":
            snapshot = _mapping(request, "snapshot")
            return {"report": report_of(tree_from_rows(snapshot), str(snapshot.get("url") or ""))}
        case "map":
            return map_view(_mapping(request, "plan"))
        case "judge":
            return _judge(request)
        case op:
            raise UnreadableInput(f"unknown operation {op!r}")


def _plan(tree: Tree, url: object, request: Mapping[str, Any]) -> dict[str, Any]:
    options = _options(request.get("options"))
    reading = read(tree, url if isinstance(url, str) else "", options)
    return make_plan(reading, tree, _plan_options(request.get("options")))


def _judge(request: Mapping[str, Any]) -> dict[str, Any]:
    """Judgements of some pairs; with ``answers``, the encoder's logits so far by row, by
    both tiers, and the rows still wanted; without, by the linear tier."""
    given = request.get("pairs")
    if not isinstance(given, list) or not 0 < len(given) <= MAX_PAIRS:
        raise UnreadableInput("the request has no pairs, or too many")
    pairs = [_pair(data) for data in given]
    threshold = _threshold(request)
    if request.get("answers") is None:
        return {"judged": [to_json(j) for j in judge(pairs, threshold=threshold)], "rows": []}
    answers = _mapping(request, "answers")
    judged, rows = judge_known(pairs, answers, threshold=threshold)
    return {
        "judged": [to_json(j) if j else None for j in judged],
        "rows": [{"key": r.key, "ids": r.ids, "above": r.above} for r in rows],
    }


def _pair(data: Any) -> Pair:
    match data:
        case {"parent": str(parent), "reply": str(reply), "kind": "reply" | "quote" as kind}:
            names = data.get("names")
            handles = [n for n in names if isinstance(n, str)] if isinstance(names, list) else []
            parent, reply = parent[:MAX_JUDGED_CHARS], reply[:MAX_JUDGED_CHARS]
            return Pair(parent, reply, kind, frozenset(handles))
    raise UnreadableInput("a pair is malformed")


def _mapping(request: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = request.get(name)
    if not isinstance(value, dict):
        raise UnreadableInput(f"the request has no {name}")
    return value


def _options(data: object) -> ReadOptions:
    if data is None:
        return ReadOptions()
    if not isinstance(data, dict):
        raise UnreadableInput("the options are malformed")
    mode = data.get("fold", "above")
    if mode not in ("off", "above", "anywhere", "all"):
        raise UnreadableInput(f"unknown fold mode {mode!r}")
    return ReadOptions(
        fold=FoldOptions(
            mode=mode,
            keep_original_poster=bool(data.get("keep_original_poster")),
            opened=_keys(data.get("opened")),
            closed=_keys(data.get("closed")),
        ),
        stance=bool(data.get("stance", True)),
        stance_threshold=_threshold(data),
        judged=_judged(data.get("judged")) if data.get("stance") == "later" else None,
        salt=str(data.get("salt") or "")[:64],
    )


def _plan_options(data: object) -> PlanOptions:
    given: Mapping[str, Any] = data if isinstance(data, dict) else {}
    level = given.get("stance_level", "sure")
    if level not in LEVELS:
        raise UnreadableInput(f"unknown stance level {level!r}")
    said = given.get("corrections")
    return PlanOptions(
        language=str(given.get("language") or "en")[:64],
        stance_level=level,
        corrections={k: v for k, v in said.items() if v in SAID} if isinstance(said, dict) else {},
        salt=str(given.get("salt") or "")[:64],
    )


def _threshold(data: Mapping[str, Any]) -> float | None:
    threshold = data.get("stance_threshold")
    return float(threshold) if isinstance(threshold, int | float) else None


def _judged(data: object) -> dict[str, Judgement]:
    if not isinstance(data, dict):
        return {}
    try:
        return {key: from_json(judged) for key, judged in islice(data.items(), MAX_KEYS)}
    except (KeyError, TypeError, ValueError):
        raise UnreadableInput("a judgement is malformed") from None


def _keys(data: object) -> frozenset[str]:
    if not isinstance(data, list):
        return frozenset()
    return frozenset(k for k in data[:MAX_KEYS] if isinstance(k, str))
