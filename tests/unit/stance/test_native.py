"""The encoder's weights in git, run under CPython."""

import hashlib
import json
from importlib.resources import files

import pytest

from quotefold.stance import LABELS, Pair, judge
from quotefold.stance.native import load_encoder, model_file

PARENT = "The tram at night is safer than walking. The city should pay for it."


def test_the_weights_are_the_ones_that_were_calibrated_and_small_enough_to_ship():
    model = model_file()
    assert model is not None
    settings = json.loads(files("quotefold.stance").joinpath("encoder.json").read_text("utf-8"))
    data = model.read_bytes()
    assert hashlib.sha256(data).hexdigest() == settings["model"]
    assert len(data) <= 25_000_000


def test_without_weights_there_is_no_encoder(monkeypatch):
    monkeypatch.setattr("quotefold.stance.native.model_file", lambda: None)
    assert load_encoder() is None


def test_without_onnxruntime_there_is_no_encoder(monkeypatch):
    monkeypatch.setattr("quotefold.stance.native.find_spec", lambda _: None)
    assert load_encoder() is None


@pytest.fixture(scope="module")
def encoder():
    """The encoder as ``quotefold stance`` loads it."""
    return load_encoder()


@pytest.mark.parametrize(
    ("reply", "label"),
    [
        ("I agree. Mine was on time all week.", "support"),
        ("No, that is wrong. Trams are not safer and the city is broke.", "oppose"),
        ("Which city do you mean? Do you have a source for that?", "query"),
    ],
)
def test_plain_cases_come_out_as_a_reader_would_say(encoder, reply, label):
    (found,) = judge([Pair(PARENT, reply)], encoder=encoder)
    assert max(LABELS, key=found.scores.__getitem__) == label


def test_an_answer_does_not_depend_on_the_pairs_beside_it(encoder):
    pairs = [Pair(PARENT, r) for r in ("No, that is wrong.", "Why? " * 90, "Trams are fine.")]
    assert judge(pairs, encoder=encoder) == [judge([p], encoder=encoder)[0] for p in pairs]


def test_the_end_of_a_long_reply_is_read(encoder):
    start = "I took it twice last week and saw the usual people on the way to work. " * 20
    plain, opposed = start, start + "You are wrong, it is not safe at all, that is a lie. " * 3
    before, after = judge([Pair(PARENT, plain), Pair(PARENT, opposed)], encoder=encoder)
    assert after.scores["oppose"] > before.scores["oppose"] + 0.1


def test_renaming_people_changes_nothing(encoder):
    def said(handle):
        text = f"@{handle} is right about trams, @{handle} knows it. Ask {handle}!"
        return judge([Pair(PARENT, text, handles=frozenset({handle}))], encoder=encoder)[0].scores

    assert said("ana_k") == said("VeryLongHandle99")
