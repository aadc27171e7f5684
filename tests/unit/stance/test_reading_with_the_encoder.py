"""A page is read with both tiers where it is given an encoder, up to a cap."""

import pytest

from quotefold import pipeline, read_html
from quotefold.stance import Pair, encoder_settings, judge_known, windows_of
from tests.cases import CASES

CASE = next(case for case in CASES if case.id == "digg/may21-night-trams")


def read(encoder=None):
    options = pipeline.ReadOptions(encoder=encoder)
    return [p.stance for p in read_html(CASE.html, CASE.meta["url"], options).posts if p.stance]


def opposes(rows):
    return [[-9.0, 9.0, -9.0, -9.0]] * len(rows)


def test_the_encoder_moves_what_is_said_of_a_post():
    alone, together = read(), read(opposes)
    assert [s.scores["oppose"] for s in together] != [s.scores["oppose"] for s in alone]


def test_above_the_cap_the_linear_tier_judges(monkeypatch):
    alone, together = read(), read(opposes)
    monkeypatch.setattr(pipeline, "MAX_ENCODED_ROWS", 5)
    capped = read(opposes)
    changed = [here != there for here, there in zip(capped, alone, strict=True)]
    assert any(changed)
    first = changed.index(False, changed.index(True))
    assert capped == [*together[:first], *alone[first:]]
    assert capped != together


@pytest.mark.parametrize("words", [0, 5, 400, 5_000])
def test_the_cost_of_a_pair_is_the_rows_it_asks_for(words):
    pair = Pair("The tram runs at night.", "it was a long way to the stop " * words)
    _, rows = judge_known([pair], {}, settings=encoder_settings())
    assert windows_of(pair) == max(1, len(rows))
