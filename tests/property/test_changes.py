"""Only what changed on a page is sent; what arrives is the page, whatever happened to it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotefold.dom.snapshot import tree_from_rows
from tools import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPT = Path(__file__).with_name("changes.mjs")


@pytest.fixture(scope="module")
def page() -> Iterator[Callable[[dict[str, Any]], Any]]:
    """The extension's own modules under Node.js: one process for all examples."""
    process = subprocess.Popen(
        [environment.node(), "--no-warnings", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    stdin, stdout = process.stdin, process.stdout

    def ask(question: dict[str, Any]) -> Any:
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        return json.loads(stdout.readline())

    yield ask
    stdin.close()
    process.wait(timeout=30)
    stdout.close()


NUMBERS = st.integers(0, 40)
WORDS = st.sampled_from(["", "one", "two", "three \ud83c\udf44 words", "__proto__"])
OPERATIONS = st.tuples(
    st.sampled_from(["insert", "insert", "insert", "copy", "remove", "edit", "move", "recycle"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["p", "div", "article", ""]),
    WORDS,
)
STEPS = st.lists(st.lists(OPERATIONS, max_size=12), min_size=1, max_size=8)


@settings(deadline=None, max_examples=200)
@given(steps=STEPS, lost=st.lists(st.integers(0, 8), max_size=2))
@example(
    steps=[
        [("insert", 0, 0, 0, "div", "a"), ("insert", 0, 1, 0, "p", "b")],
        [("move", 2, 0, 0, "", "")],
        [("recycle", 1, 0, 0, "p", "c")],
    ],
    lost=[2],
)
def test_any_sequence_of_changes_arrives_as_the_page_is(
    page: Callable[[dict[str, Any]], Any], steps: list[Any], lost: list[int]
) -> None:
    for arrived, real, _ in page({"steps": steps, "lost": lost}):
        assert arrived == real
        assert tree_from_rows({"rows": arrived}) == tree_from_rows({"rows": real})


def test_one_late_post_is_all_that_is_sent_for_it(page: Callable[[dict[str, Any]], Any]) -> None:
    first = [("insert", 0, 0, 0, "article", "post")] * 200
    late = [("insert", 0, 0, 7, "article", "late")]
    (_, real, whole), (*_, anew) = page({"steps": [first, late], "lost": []})
    assert (len(real), whole, anew) == (201, 201, 1)


ROWS = [[-1, "body", {}], [0, "p", {}], [1, 0, "words"]]


@pytest.mark.parametrize(
    "runs",
    [
        None,
        [7],
        [[]],
        [[0, 4]],
        [[-1, 2]],
        [[0, 1.5]],
        [["0", 1]],
        [[0, 3], [1, 1]],
        [[0, 1], [2, 1]],
        [[0, 0]],
        [[1, "p", {}]],
        [[0, 3], [2, 0, "inside of a text is nothing"], [3, 0, "here"]],
        [[1e9, 0, "too deep"]],
        [[-1, "p", {}]],
    ],
    ids=str,
)
def test_changes_that_do_not_fit_are_refused(
    page: Callable[[dict[str, Any]], Any], runs: object
) -> None:
    """They come from a page's process: no row twice, none outside, none in the air."""
    assert page({"before": ROWS, "runs": runs}) is True
