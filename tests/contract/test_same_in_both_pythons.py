"""The same request gives the same reply under CPython and in the extension's Pyodide."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quotefold.browser import handle
from tests.cases import CASES, Case
from tests.contract.pyodide_process import PyodideProcess

DIGG = "https://digg.com/ai/story"

HOSTILE: dict[str, dict[str, Any]] = {
    "ping": {"op": "ping"},
    "empty page": {"op": "plan-html", "html": "", "url": DIGG},
    "no thread": {
        "op": "plan-html",
        "html": "<p>Weather: rain.</p>",
        "url": "https://example.org/",
    },
    "truncated": {
        "op": "plan-html",
        "html": "<article><p>cut in the <b mid",
        "url": DIGG,
    },
    "deep": {"op": "plan-html", "html": "<div>" * 100_000 + "x", "url": DIGG},
    "odd characters": {
        "op": "plan-html",
        "html": "<p>\x00\x0b\ufffe\u202e\U0001f600\ud800</p>",
        "url": DIGG,
    },
    "bad address": {
        "op": "plan-html",
        "html": "<p>x</p>",
        "url": "javascript:alert(1)",
    },
    "html of the wrong type": {"op": "plan-html", "html": 7, "url": DIGG},
    "unknown operation": {"op": "format-disk"},
    "no operation": {},
    "wrong version": {"v": 99, "op": "ping"},
    "empty snapshot": {"op": "plan", "snapshot": {"url": DIGG, "rows": []}},
    "snapshot without rows": {"op": "plan", "snapshot": {"url": DIGG}},
    "row that names a later parent": {
        "op": "plan",
        "snapshot": {"url": DIGG, "rows": [[5, "p", {}], [0, 0, "x"]]},
    },
    "row of the wrong shape": {
        "op": "plan",
        "snapshot": {"url": DIGG, "rows": [[-1, "body", {}], "x", None, [0]]},
    },
    "options of the wrong type": {
        "op": "plan-html",
        "html": "<p>x",
        "url": DIGG,
        "options": [1],
    },
}


def request(**fields: Any) -> str:
    return json.dumps({"v": 1, **fields})


def same_reply(pyodide: PyodideProcess, message: str) -> dict[str, Any]:
    """The reply, after asserting that both Pythons give it."""
    ours, theirs = json.loads(handle(message)), json.loads(pyodide.handle(message))
    assert theirs == ours
    reply: dict[str, Any] = ours
    return reply


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_saved_page_gives_the_same_plan(pyodide: PyodideProcess, case: Case) -> None:
    reply = same_reply(pyodide, request(op="plan-html", html=case.html, url=case.meta["url"]))
    assert reply["ok"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_lxml_in_the_browser_gives_the_same_plan_as_html_parser(
    pyodide_with_lxml: PyodideProcess, case: Case
) -> None:
    assert pyodide_with_lxml.python("import lxml.etree; lxml.etree.LXML_VERSION[0]") >= 6
    same_reply(pyodide_with_lxml, request(op="plan-html", html=case.html, url=case.meta["url"]))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gets_the_same_answer_and_no_traceback(
    pyodide: PyodideProcess, name: str
) -> None:
    reply = same_reply(pyodide, request(**HOSTILE[name]))
    if not reply["ok"]:
        assert "\n" not in reply["error"]
        assert "Traceback" not in reply["error"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"x"', "\x00"])
def test_text_that_is_no_request_gets_the_same_answer(pyodide: PyodideProcess, text: str) -> None:
    assert same_reply(pyodide, text)["ok"] is False


def test_pyodide_is_still_alive_after_all_of_it(pyodide: PyodideProcess) -> None:
    assert same_reply(pyodide, request(op="ping"))["ok"]
