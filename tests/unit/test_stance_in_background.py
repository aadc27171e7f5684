"""What the core says to a host that has stances judged in the background, a few at a time."""

import json

import pytest

from quotefold.browser import MAX_PAIRS, handle
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of
from quotefold.stance import LABELS, Pair, from_json, judge, to_json
from tests.cases import FIXTURES

URL = "https://digg.com/ai/abcdefgh"
TREE = tree_from_html((FIXTURES / "digg/may21-night-trams.html").read_text(encoding="utf-8"))
PAIR = {"parent": "Trams run.", "reply": "No, that is wrong.", "kind": "reply", "names": ["ana"]}


def asked(**request):
    return json.loads(handle(json.dumps({"v": 1, **request})))


def plan(**options):
    made = asked(op="plan", snapshot=snapshot_of(TREE, URL), options=options)
    assert made["ok"], made
    return made


def stances(made):
    return {p["id"]: p["stance"] for p in made["posts"] if p["stance"]}


def texts(made):
    return {p["id"]: p["text"] for p in made["thread"]["posts"]}


def judged(made):
    """What the linear tier says of everything that a plan leaves open, by key."""
    posts = texts(made)
    return {
        pair["key"]: to_json(
            judge(
                [
                    Pair(
                        posts.get(pair["parent"], pair["said"]),
                        posts[pair["post"]],
                        pair["kind"],
                        frozenset(pair["names"]),
                    )
                ]
            )[0]
        )
        for pair in made["pairs"]
    }


@pytest.fixture(scope="module")
def first():
    return plan(stance="later")


def test_only_what_a_rule_settles_is_said_at_once(first):
    whole = plan(stance=True)
    assert whole["pairs"] == []
    open_posts = [pair["post"] for pair in first["pairs"]]
    assert open_posts
    assert stances(first).keys() | set(open_posts) == stances(whole).keys()
    assert not stances(first).keys() & set(open_posts)
    assert any(stance["shown"] for stance in stances(first).values())
    for post, stance in stances(first).items():
        assert stance == stances(whole)[post], "what was said at once stays"


def test_with_all_that_is_known_the_plan_is_as_if_it_had_been_judged_at_once(first):
    later, whole = plan(stance="later", judged=judged(first)), plan(stance=True)
    assert later["pairs"] == []
    for post, stance in stances(whole).items():
        assert stances(later)[post]["confidence"] == pytest.approx(stance["confidence"], abs=2e-3)
        for part in ("label", "shown", "evidence", "sentence", "toward"):
            assert stances(later)[post][part] == stance[part]


def test_what_is_known_in_part_leaves_the_rest_open(first):
    known = judged(first)
    one = first["pairs"][1]["key"]
    later = plan(stance="later", judged={one: known[one], "0" * 16: known[one]})
    assert [p["key"] for p in later["pairs"]] == [
        p["key"] for p in first["pairs"] if p["key"] != one
    ]


def test_a_parent_on_the_page_is_named_and_one_elsewhere_is_said(first):
    kinds = {pair["parent"] is None for pair in first["pairs"]}
    assert kinds == {True, False}
    for pair in first["pairs"]:
        assert bool(pair["said"]) == (pair["parent"] is None)
        assert pair["parent"] is None or pair["parent"] in texts(first)


def test_keys_are_of_the_words_and_of_the_salt(first):
    again, salted = plan(stance="later"), plan(stance="later", salt="a")
    keys = [[pair["key"] for pair in made["pairs"]] for made in (first, again, salted)]
    assert keys[0] == keys[1]
    assert not set(keys[0]) & set(keys[2])
    assert len(set(keys[0])) == len(keys[0])


def test_without_stances_nothing_is_left_open():
    assert plan(stance=False)["pairs"] == []


@pytest.mark.parametrize("judgement", [None, 3, {}, {"label": "sure"}, {"label": []}])
def test_a_malformed_judgement_is_refused(judgement):
    options = {"stance": "later", "judged": {"0" * 16: judgement}}
    refused = asked(op="plan", snapshot=snapshot_of(TREE, URL), options=options)
    assert (refused["ok"], refused["kind"]) == (False, "unreadable")


@pytest.mark.parametrize("reply", ["I agree.", "No, that is wrong and you know it.", "🙂"])
def test_a_judgement_survives_its_json(reply):
    (judgement,) = judge([Pair("Trams run.", reply)])
    again = from_json(json.loads(json.dumps(to_json(judgement))))
    assert again.scores == pytest.approx(judgement.scores, abs=1e-4)
    assert (again.label, again.shown, again.evidence) == (
        judgement.label,
        judgement.shown,
        judgement.evidence,
    )


def test_pairs_are_judged_by_the_linear_tier_where_no_encoder_answers():
    reply = asked(op="judge", pairs=[PAIR, {**PAIR, "reply": "I agree."}])
    pairs = [Pair(p["parent"], p["reply"]) for p in (PAIR, {**PAIR, "reply": "I agree."})]
    assert reply["judged"] == [to_json(j) for j in judge(pairs)]
    assert reply["rows"] == []


def test_the_encoder_is_asked_until_every_pair_is_judged():
    answers = {}
    for _ in range(4):
        reply = asked(op="judge", pairs=[PAIR, {**PAIR, "reply": "🙂"}], answers=answers)
        assert reply["judged"][1]["label"] == "unclear"
        if not reply["rows"]:
            break
        assert reply["judged"][0] is None
        for row in reply["rows"]:
            assert 0 < row["above"] < len(row["ids"])
            answers[row["key"]] = [-5.0, 5.0, -5.0, -5.0]
    assert reply["judged"][0]["label"] == "oppose"
    assert set(reply["judged"][0]["scores"]) == set(LABELS)


@pytest.mark.parametrize(
    "pairs",
    [
        None,
        [],
        [PAIR] * (MAX_PAIRS + 1),
        [3],
        [{"parent": "a", "reply": 3, "kind": "reply"}],
        [{**PAIR, "kind": "shout"}],
    ],
    ids=["none", "empty", "too many", "no pair", "no text", "no kind"],
)
def test_malformed_pairs_are_refused(pairs):
    refused = asked(op="judge", pairs=pairs)
    assert (refused["ok"], refused["kind"]) == (False, "unreadable")


@pytest.mark.parametrize("names", [None, 3, {"a": 1}, [3, None]])
def test_names_that_are_none_are_left_out(names):
    assert asked(op="judge", pairs=[{**PAIR, "names": names}])["ok"]


def test_a_very_long_pair_asks_for_no_more_rows_than_the_cap():
    long = {**PAIR, "parent": "It runs. " * 9_000, "reply": "It was a long way. " * 9_000}
    assert len(asked(op="judge", pairs=[long], answers={})["rows"]) == 8
