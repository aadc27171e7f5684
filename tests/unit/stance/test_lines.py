"""The JSON lines of ``quotefold stance``."""

import json

import pytest

from quotefold.stance import cli_lines
from quotefold.stance.lines import BadLineError


def test_a_line_out_for_a_line_in_and_in_order():
    lines = [
        json.dumps({"parent": "It rains.", "reply": "I agree."}),
        "",
        json.dumps({"parent": "It rains.", "reply": "🙂", "kind": "quote"}),
    ]
    first, second = (json.loads(line) for line in cli_lines(lines))
    assert list(first) == ["label", "confidence", "scores", "shown", "evidence"]
    assert (first["label"], first["shown"], first["evidence"]) == ("support", True, [[0, 7]])
    assert list(first["scores"]) == ["support", "oppose", "query", "comment"]
    assert (second["label"], second["shown"]) == ("unclear", False)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[" * 100_000, "line 1: not JSON"),
        ("[1]", "line 1: not an object"),
        ('{"reply": "x"}', 'line 1: "parent" must be a text'),
        ('{"parent": "x", "reply": 3}', 'line 1: "reply" must be a text'),
        ('{"parent": "x", "reply": "y", "kind": "z"}', 'line 1: "kind" must be'),
        ('{"parent": "x", "reply": "y", "handles": "z"}', 'line 1: "handles" must be'),
    ],
)
def test_a_bad_line_is_named_in_one_line(line, message):
    with pytest.raises(BadLineError) as error:
        list(cli_lines([line]))
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_many_lines_are_read_as_they_come():
    def endless():
        while True:
            yield '{"parent": "It rains.", "reply": "Exactly."}'

    found = cli_lines(endless())
    assert [json.loads(next(found))["label"] for _ in range(70)] == ["support"] * 70
