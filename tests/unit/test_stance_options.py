"""How sure a stance must be to be shown, and what the reader made of it."""

import json

import pytest

from quotefold.browser import handle
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of
from quotefold.map_view import map_view
from quotefold.model import Stance
from quotefold.plan import LIKELY, _guess
from tests.cases import FIXTURES
from tests.e2e import panel_threads

URL = "https://digg.com/ai/abcdefgh"
TREE = tree_from_html((FIXTURES / "digg/may21-night-trams.html").read_text(encoding="utf-8"))


def plan(tree=TREE, **options):
    request = {"v": 1, "op": "plan", "snapshot": snapshot_of(tree, URL), "options": options}
    return json.loads(handle(json.dumps(request)))


@pytest.fixture(scope="module")
def trams():
    return plan()


def shown(made):
    return {p["id"] for p in made["posts"] if p["stance"] and p["stance"]["shown"]}


def stance(label, confidence, *, shown, **scores):
    return Stance(label, confidence, "p0", scores=scores, shown=shown)


SURE = stance("oppose", 0.95, shown=True, oppose=0.95, support=0.05)
TUNED = stance("oppose", 0.85, shown=True, oppose=0.85, support=0.15)
GUESS = stance("unclear", LIKELY, shown=False, oppose=LIKELY, support=1 - LIKELY)
WEAK = stance("unclear", LIKELY - 0.01, shown=False, oppose=LIKELY - 0.01, support=0.31)
SMALL_TALK = stance("comment", 0.95, shown=False, comment=0.95, support=0.05)


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("very-sure", [SURE]),
        ("sure", [SURE, TUNED]),
        ("likely", [SURE, TUNED, GUESS]),
    ],
)
def test_a_level_shows_what_is_sure_enough(level, told):
    every = [SURE, TUNED, GUESS, WEAK, SMALL_TALK]
    assert [one for one in every if _guess(one, level)[1]] == told
    assert all(_guess(one, level)[0] == "oppose" for one in told)


def test_every_level_shows_all_that_a_stricter_one_shows():
    tree = tree_from_html(panel_threads.page(60))
    strict, usual, likely = (
        plan(tree, stance_level=level) for level in ("very-sure", "sure", "likely")
    )
    assert shown(strict) < shown(usual) < shown(likely)
    assert shown(usual) == shown(plan(tree)), "the default is what the model was tuned to say"
    stances = [p["stance"] for p in likely["posts"] if p["id"] in shown(likely) - shown(usual)]
    assert {stance["confidence_words"] for stance in stances} <= {"perhaps", "likely"}
    assert min(stance["confidence"] for stance in stances) >= LIKELY


def test_an_unknown_level_is_refused():
    assert plan(stance_level="always")["kind"] == "unreadable"


def corrected(trams, post_id, said, **options):
    """The plan after the reader said this of one post, and that post's stance."""
    key = next(p["stance"]["key"] for p in trams["posts"] if p["id"] == post_id)
    made = plan(corrections={key: said}, **options)
    return made, next(p["stance"] for p in made["posts"] if p["id"] == post_id)


def test_what_the_reader_says_is_shown_instead(trams):
    post_id = min(shown(trams))
    before = next(p["stance"] for p in trams["posts"] if p["id"] == post_id)
    made, after = corrected(trams, post_id, "query")
    assert (after["label"], after["said"], after["shown"]) == ("query", "query", True)
    assert after["words"] == "You said: asks"
    assert after["sentence"] == before["sentence"], "the explanation is still of the guess"
    assert shown(made) == shown(trams)
    row = next(row for row in map_view(made)["rows"] if row["id"] == post_id)
    assert row["stance"] == {"label": "query", "confidence": after["confidence"], "said": True}


def test_a_stance_that_was_not_shown_can_be_said(trams):
    judged = {p["id"] for p in trams["posts"] if p["stance"]}
    post_id = min(judged - shown(trams))
    _, after = corrected(trams, post_id, "oppose", stance_level="very-sure")
    assert (after["shown"], after["words"]) == (True, "You said: opposes")


def test_a_hidden_badge_is_gone_from_page_and_map(trams):
    post_id = min(shown(trams))
    made, after = corrected(trams, post_id, "hidden")
    assert (after["said"], after["shown"]) == ("hidden", False)
    assert shown(made) == shown(trams) - {post_id}
    assert next(row for row in map_view(made)["rows"] if row["id"] == post_id)["stance"] is None


def test_no_clear_stance_is_told_on_the_page_and_counts_as_unclear_in_the_map(trams):
    post_id = min(shown(trams))
    made, after = corrected(trams, post_id, "unclear")
    assert (after["shown"], after["words"]) == (True, "You said: no clear stance")
    view = map_view(made)
    assert next(row for row in view["rows"] if row["id"] == post_id)["stance"] is None
    assert "No clear" not in view["markdown"] + view["svg"]


def test_what_is_no_stance_is_not_taken(trams):
    key = next(p["stance"]["key"] for p in trams["posts"] if p["stance"])
    for odd in ({key: "evil"}, {key: 7}, {key: ["x"]}, [key], "x"):
        assert plan(corrections=odd) == trams


def test_keys_of_another_installation_mean_nothing_here(trams):
    key = next(p["stance"]["key"] for p in trams["posts"] if p["stance"])
    elsewhere = plan(corrections={key: "query"}, salt="z")["posts"]
    assert {p["stance"]["said"] for p in elsewhere if p["stance"]} == {None}


def test_one_text_toward_two_posts_has_two_keys(trams):
    keys = [p["stance"]["key"] for p in trams["posts"] if p["stance"]]
    assert len(set(keys)) == len(keys) > 5


def test_corrections_are_data_to_train_with(trams):
    first, second, third = sorted(p["id"] for p in trams["posts"] if p["stance"])[:3]
    keys = {p["id"]: p["stance"]["key"] for p in trams["posts"] if p["stance"]}
    said = {keys[first]: "support", keys[second]: "unclear", keys[third]: "hidden"}
    made = plan(corrections=said)
    lines = map_view(made)["labelled"].splitlines()
    posts = {post["id"]: post for post in made["thread"]["posts"]}
    pairs = {pair["reply"]: pair for pair in map(json.loads, lines)}
    assert len(lines) == 2, "that a badge is hidden says nothing about the post"
    for post_id, label in ((first, "support"), (second, "unclear")):
        pair = pairs[posts[post_id]["text"]]
        assert list(pair) == ["parent", "reply", "kind", "label"]
        assert pair["label"] == label
        assert pair["parent"] == posts[posts[post_id]["target"]["post"]]["text"]
    assert map_view(trams)["labelled"] == ""


def test_the_plan_speaks_the_readers_language():
    made = plan(language="de-AT", stance_level="likely")
    assert made["language"] == "de"
    assert made["message"] == "14 Beiträge, 11 von 13 Zitaten eingefaltet"
    fold = next(f for f in made["folds"] if f["quote"] == "q2")
    assert (fold["why"], fold["times"]) == ("wie Beitrag 2 oben", "hier 4-mal zitiert")
    english = plan(stance_level="likely")
    assert made["thread"] == english["thread"], "the data are the same"
    ours, theirs = spoken(made), spoken(english)
    assert len(ours) == len(theirs) > 60
    assert [words for words, other in zip(ours, theirs, strict=True) if words == other] == []


def spoken(made):
    """What a plan says in sentences of ours."""
    parts = [*made["folds"]]
    for post in made["posts"]:
        parts += [part for part in (post["context"], post["stance"]) if part]
    names = ("sentence", "where", "why", "times", "verb", "quoted", "confidence_words")
    return [part[name] for part in parts for name in names if part.get(name)]
