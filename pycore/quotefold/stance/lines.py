"""Pairs and judgements as JSON: for the command ``quotefold stance`` and for the browser."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from quotefold.errors import QuotefoldError

from .judging import LABELS, Judgement, Pair, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .judging import Run

_BATCH: Final = 64
"""Lines judged together: enough to keep an encoder busy, little to hold in memory."""


class BadLineError(QuotefoldError):
    """A line that is no pair; the message names its number and what is wrong."""


def cli_lines(
    lines: Iterable[str],
    *,
    threshold: float | None = None,
    encoder: Run | None = None,
) -> Iterator[str]:
    """One line of JSON a line of ``{"parent", "reply", "kind"}``, in order.

    ``kind`` ("reply" or "quote") and ``handles`` (a list) may be left out; blank lines
    are skipped. With an ``encoder`` (see :func:`quotefold.stance.judge`) both tiers
    judge. Raises :class:`BadLineError` with one line of text.
    """
    pairs = (_pair(n, line) for n, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(pairs, _BATCH)):
        for judgement in judge(batch, threshold=threshold, encoder=encoder):
            yield json.dumps(to_json(judgement), ensure_ascii=False)


def _pair(number: int, line: str) -> Pair:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLineError(f"line {number}: not JSON") from None
    if not isinstance(data, dict):
        raise BadLineError(f"line {number}: not an object")
    for key in ("parent", "reply"):
        if not isinstance(data.get(key), str):
            raise BadLineError(f'line {number}: "{key}" must be a text')
    kind = data.get("kind", "reply")
    if kind not in ("reply", "quote"):
        raise BadLineError(f'line {number}: "kind" must be "reply" or "quote"')
    handles = data.get("handles", [])
    if not isinstance(handles, list) or not all(isinstance(h, str) for h in handles):
        raise BadLineError(f'line {number}: "handles" must be a list of texts')
    return Pair(data["parent"], data["reply"], kind, frozenset(handles))


def to_json(judgement: Judgement) -> dict[str, object]:
    """A judgement as JSON; probabilities to four digits."""
    return {
        "label": judgement.label,
        "confidence": round(judgement.confidence, 4),
        "scores": {k: round(v, 4) for k, v in judgement.scores.items()},
        "shown": judgement.shown,
        "evidence": [list(span) for span in judgement.evidence],
    }


def from_json(data: Mapping[str, Any]) -> Judgement:
    """A judgement that :func:`to_json` made. Raises :class:`KeyError`, :class:`TypeError`
    or :class:`ValueError` for anything else."""
    label = data["label"]
    if label not in (*LABELS, "unclear"):
        raise ValueError(f"no label: {label!r}")
    return Judgement(
        label=label,
        confidence=float(data["confidence"]),
        scores={name: float(data["scores"][name]) for name in LABELS},
        shown=bool(data["shown"]),
        evidence=tuple((int(start), int(end)) for start, end in data["evidence"]),
    )
