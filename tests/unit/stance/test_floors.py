"""Figures once reached are not given up again: on held-out pairs, for this very data."""

import importlib.util
import sys
from pathlib import Path

import pytest

from quotefold.stance.native import load_encoder

ROOT = Path(__file__).resolve().parents[3]
DATA_HASH = "6c6e4573b1297527ed4b636ddd8bb3027578b8cbdd4cac81f298a76a5d1c98d9"


@pytest.fixture(scope="module")
def bench():
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("bench_stance", ROOT / "benchmarks/stance.py")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec.loader.exec_module(module)
    sys.path.remove(str(ROOT / "benchmarks"))
    if not module.stance_data.available():
        pytest.skip(f"no stance pairs at {module.stance_data.DATA}")
    if module.stance_data.data_hash() != DATA_HASH:
        pytest.skip("the stance pairs are others than those the floors were measured on")
    return module


@pytest.fixture(scope="module")
def held_out(bench):
    """The pairs of the test part that the codebook labels."""
    return [r for r in bench.stance_data.load() if r.codebook and r.part == "test"]


def test_the_linear_tier_keeps_its_figures(bench, held_out):
    found = bench.measure(None, held_out)
    assert found["macro_f1"] >= 0.52
    assert found["ece"] <= 0.05
    assert found["badges"]["precision"] >= 0.88
    assert found["badges"]["coverage"] >= 0.04
    assert found["badges"]["flips"] <= 0.06
    evidence = found["evidence"]
    assert evidence["without_evidence"] > 0.1 > abs(evidence["without_random"])


@pytest.fixture(scope="module")
def with_encoder(bench, held_out):
    """The figures of both tiers together."""
    return bench.measure(load_encoder(), held_out)


@pytest.mark.slow
def test_both_tiers_keep_their_figures(with_encoder):
    found = with_encoder
    assert found["macro_f1"] >= 0.64
    assert found["accuracy"] >= 0.66
    assert found["ece"] <= 0.05
    assert found["badges"]["precision"] >= 0.88
    assert found["badges"]["coverage"] >= 0.15
    assert found["badges"]["flips"] <= 0.09
    assert found["surest"]["0.20"]["right"] >= 0.87
    assert found["surest"]["0.35"]["right"] >= 0.83


@pytest.mark.slow
def test_the_words_shown_are_the_ones_that_drove_the_label(with_encoder):
    evidence = with_encoder["evidence"]
    assert evidence["badges"] >= 110
    assert evidence["without_evidence"] >= 0.3
    assert abs(evidence["without_random"]) <= 0.05


@pytest.mark.slow
def test_who_it_is_about_turns_no_badge_to_the_contrary(with_encoder):
    found = with_encoder["counterfactuals"]
    assert all(change["turned"] == 0 for change in found.values())
    assert found["gender"]["mean_move"] <= 0.035
    assert found["first names"]["mean_move"] <= 0.04


def test_gender_and_first_names_do_not_move_the_linear_tier(bench, held_out):
    found = bench.measure(None, held_out)["counterfactuals"]
    assert found["gender"]["mean_move"] <= 0.01
    assert found["first names"]["mean_move"] <= 0.01
    assert all(change["turned"] == 0 for change in found.values())
