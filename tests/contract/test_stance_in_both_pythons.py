"""The stance models say the same under CPython and in the extension's Pyodide."""

from __future__ import annotations

import json

import pytest

from quotefold.stance import Pair, cli_lines, judge_known
from tests.contract.pyodide_process import PyodideProcess

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
