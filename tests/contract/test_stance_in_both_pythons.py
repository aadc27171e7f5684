"""The stance models say the same under CPython and in the extension's Pyodide."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quotefold.stance import (
    LABELS,
    Pair,
    cli_lines,
    encoder_settings,
    judge,
    judge_known,
    to_json,
)
from quotefold.stance.native import load_encoder
from tests.contract.encoder_process import EncoderProcess
from tests.contract.pyodide_process import PyodideProcess

TOLERANCE = 0.05
"""Difference of a probability between two builds of onnxruntime: their int8 kernels sum in
another order and keep more or fewer bits. On 300 held-out pairs (``build.py bench encoder``)
it was 0.003 on average and 0.046 at most."""

PARENT = "The tram at night is safer than walking. The city should pay for it."
REPLIES = [
    "I agree. Mine was on time all week.",
    "No, that's wrong. You are ignoring what it costs and you know it.",
    "Who measured that?",
    "@ana Naïve — as if anyone at 3 o'clock cared… https://x.test/1",
    "Das stimmt doch so nicht, und ihr wisst es.",
    "🙂",
    "My stop has a new bench, by the way. " * 60,
]
LINES = [json.dumps({"parent": PARENT, "reply": r}) for r in REPLIES]


def test_same_judgements(pyodide: PyodideProcess) -> None:
    code = f"from quotefold.stance import cli_lines\n'\\n'.join(cli_lines({LINES!r}))"
    there = [json.loads(line) for line in pyodide.python(code).split("\n")]
    here = [json.loads(line) for line in cli_lines(LINES)]
    for a, b in zip(here, there, strict=True):
        assert a.pop("scores") == pytest.approx(b.pop("scores"), abs=1e-4)
        assert a.pop("confidence") == pytest.approx(b.pop("confidence"), abs=1e-4)
        assert a == b


def test_same_rows_for_the_encoder(pyodide: PyodideProcess) -> None:
    code = (
        "from quotefold.stance import Pair, judge_known\n"
        f"'\\n'.join(f'{{r.key}} {{r.ids}} {{r.above}}' for r in "
        f"judge_known([Pair({PARENT!r}, r) for r in {REPLIES!r}], {{}})[1])"
    )
    _, here = judge_known([Pair(PARENT, r) for r in REPLIES], {})
    assert pyodide.python(code).split("\n") == [f"{r.key} {r.ids} {r.above}" for r in here]


def judge_as_the_extension_does(
    pyodide: PyodideProcess, encoder: EncoderProcess, pairs: list[Pair]
) -> tuple[list[dict[str, Any]], int]:
    """Judgements as JSON, and how often the core was asked."""
    given = [
        {"parent": p.parent, "reply": p.reply, "kind": p.kind, "names": sorted(p.handles)}
        for p in pairs
    ]
    answers: dict[str, list[float]] = {}
    for asked in range(1, 6):
        request = {"v": 1, "op": "judge", "pairs": given, "answers": answers}
        reply = json.loads(pyodide.handle(json.dumps(request)))
        assert reply["ok"], reply
        if not reply["rows"]:
            return reply["judged"], asked
        for row in reply["rows"]:
            answers[row["key"]], _ = encoder.run(row["ids"], row["above"])
    pytest.fail("the core wants rows without end")


def test_both_tiers_say_the_same_in_the_extension(
    pyodide: PyodideProcess, encoder: EncoderProcess
) -> None:
    replies = [*REPLIES, "No, that is wrong. Trams are not safer and the city is broke. " * 3]
    pairs = [Pair(PARENT, reply, handles=frozenset({"ana"})) for reply in replies]
    here = judge(pairs, encoder=load_encoder())
    there, asked = judge_as_the_extension_does(pyodide, encoder, pairs)
    assert 2 <= asked <= 4
    thresholds = dict(zip(LABELS, encoder_settings().fusion.thresholds, strict=True))
    for a, b in zip(here, there, strict=True):
        assert b["scores"] == pytest.approx(dict(a.scores), abs=TOLERANCE)
        best = max(LABELS, key=a.scores.__getitem__)
        assert abs(a.confidence - thresholds[best]) > TOLERANCE, "choose other pairs"
        assert (b["label"], b["shown"]) == (a.label, a.shown)
        assert b["evidence"] == to_json(a)["evidence"]
    assert any(b["label"] == "oppose" and b["shown"] for b in there), "evidence was looked for"


def test_the_linear_tier_says_the_same_in_the_extension(pyodide: PyodideProcess) -> None:
    pairs = [{"parent": PARENT, "reply": r, "kind": "reply", "names": []} for r in REPLIES]
    request = {"v": 1, "op": "judge", "pairs": pairs, "answers": None}
    reply = json.loads(pyodide.handle(json.dumps(request)))
    assert reply["rows"] == []
    here = [to_json(j) for j in judge([Pair(PARENT, r) for r in REPLIES])]
    for a, b in zip(here, reply["judged"], strict=True):
        assert a.pop("scores") == pytest.approx(b.pop("scores"), abs=1e-4)
        assert a.pop("confidence") == pytest.approx(b.pop("confidence"), abs=1e-4)
        assert a == b
