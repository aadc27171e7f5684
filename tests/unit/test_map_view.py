"""The map of an argument as rows for the side panel."""

from __future__ import annotations

import json

import pytest

from quotefold.browser import handle
from quotefold.map_view import map_view
from tests.unit.cli.made import badge, night_train, plan, post


def placed(made):
    return [(row["id"], row["parent"], row["level"]) for row in map_view(made)["rows"]]


def test_answers_stand_below_what_they_answer():
    assert placed(night_train()) == [
        ("p0", "", 1),
        ("p1", "p0", 2),
        ("p2", "p1", 3),
        ("p3", "p2", 4),
        ("p5", "p0", 2),
        ("x0", "", 1),
        ("p4", "x0", 2),
    ]


def test_a_long_thread_of_one_author_stands_in_one_place_before_the_answers():
    posts = [
        post(1, "a", "one", kind="original"),
        post(2, "b", "an answer", kind="reply", target={"post": "p0"}),
        post(3, "a", "two", kind="self-reply", target={"post": "p0"}),
        post(4, "a", "three", kind="self-reply", target={"post": "p2"}),
        post(5, "a", "four", kind="self-reply", target={"post": "p3"}),
        post(6, "c", "to three", kind="reply", target={"post": "p3"}),
    ]
    assert placed(plan(posts)) == [
        ("p0", "", 1),
        ("p2", "p0", 2),
        ("p3", "p0", 2),
        ("p5", "p3", 3),
        ("p4", "p0", 2),
        ("p1", "p0", 2),
    ]


def test_every_row_knows_how_many_stand_below_it():
    below = {row["id"]: row["below"] for row in map_view(night_train())["rows"]}
    assert below == {"p0": 4, "p1": 2, "p2": 1, "p3": 0, "p5": 0, "x0": 1, "p4": 0}


def test_answers_are_counted_by_stance_and_only_shown_stances_are_told():
    unsure = badge(2, "Replies", stance=("oppose", "Opposes"), shown=False)
    sure = badge(3, "Replies", stance=("support", "Supports"))
    answers = [post(n, f"u{n}", "x", kind="reply", target={"post": "p0"}) for n in (2, 3)]
    made = map_view(plan([post(1, "a", "x"), *answers], [unsure, sure]))
    first, second, third = made["rows"]
    assert first["answers"] == {"unclear": 1, "support": 1}
    assert second["stance"] is None
    assert third["stance"] == {"label": "support", "confidence": 0.91, "said": False}
    assert made["stances"] == {"support": 1}
    assert [row["target"] for row in made["rows"]] == ["", "p0", "p0"]


def test_authors_are_listed_by_how_much_they_wrote():
    assert map_view(night_train())["authors"][0] == ("marta_rail", 3)


def test_first_words_are_not_spent_on_names():
    posts = [post(1, "a", "@b @c.example No.\n\n@d asks"), post(2, "b", "@a")]
    rows = map_view(plan(posts))["rows"]
    assert [row["words"] for row in rows] == ["No. @d asks", "@a"]


def test_posts_that_answer_in_a_circle_are_all_there_once():
    posts = [post(n, "a", "x", target={"post": f"p{n % 3}"}) for n in (1, 2, 3)]
    assert sorted(name for name, _, _ in placed(plan(posts))) == ["p0", "p1", "p2"]


def test_a_chain_of_5000_answers_needs_no_stack():
    posts = [
        post(n, f"u{n}", "x", kind="reply", target={"post": f"p{n - 2}"} if n > 1 else None)
        for n in range(1, 5001)
    ]
    assert placed(plan(posts))[-1] == ("p4999", "p4998", 5000)


@pytest.mark.parametrize("kind", ["reply", "self-reply"])
def test_names_and_words_cannot_change_how_a_line_reads(kind):
    tricky = post(1, "ev\u202eil", "be\u2066fore\nafter", kind=kind)
    row = map_view(plan([tricky]))["rows"][0]
    assert (row["handle"], row["words"]) == ("evil", "before after")


def test_the_browser_asks_by_one_operation():
    reply = json.loads(handle(json.dumps({"v": 1, "op": "map", "plan": night_train()})))
    assert reply["ok"]
    assert len(reply["rows"]) == 7
    assert reply["svg"].startswith("<svg")


@pytest.mark.parametrize("bad", [{}, {"thread": 7}, {"thread": {"posts": [1]}, "posts": []}])
def test_a_plan_that_is_none_is_answered_not_raised(bad):
    reply = json.loads(handle(json.dumps({"v": 1, "op": "map", "plan": bad})))
    assert (reply["ok"], reply["kind"]) == (False, "internal")
