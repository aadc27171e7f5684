"""The plan says in words and node numbers all that the page gets painted with."""

import json

import pytest

from quotefold.browser import handle
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of
from tests.cases import FIXTURES

URL = "https://digg.com/ai/abcdefgh"
PAGE = (FIXTURES / "digg/may21-night-trams.html").read_text(encoding="utf-8")
TREE = tree_from_html(PAGE)


def plan(tree=TREE, url=URL, **options):
    request = {"v": 1, "op": "plan", "snapshot": snapshot_of(tree, url), "options": options}
    return json.loads(handle(json.dumps(request)))


@pytest.fixture(scope="module")
def trams():
    return plan()


def test_the_thread_in_the_plan_is_what_the_command_prints(trams):
    assert trams["status"] == "thread"
    assert trams["thread"]["schema"] == 1
    assert trams["summary"] == {"posts": 14, "quotes": 13, "folded": 11}
    assert trams["message"] == "14 posts, 11 of 13 quotes folded"


def test_every_fold_names_a_block_and_a_visible_source_above_it(trams):
    assert len(trams["folds"]) == 12
    for fold in trams["folds"]:
        assert TREE.is_element(fold["node"])
        if fold["collapsed"]:
            assert fold["stands_in"]
            assert all(node < fold["node"] for node in fold["stands_in"])


def test_no_fold_hides_a_node_that_holds_words_of_a_post(trams):
    bodies = [node for post in trams["posts"] for node in post["body"]]
    for fold in trams["folds"]:
        assert not any(TREE.contains(fold["node"], body) for body in bodies)


def test_a_fold_says_who_what_why_and_how_often(trams):
    fold = next(f for f in trams["folds"] if f["quote"] == "q2")
    assert fold["who"] == "@teolisk"
    assert fold["first"].startswith("Did we read the same plan?")
    assert fold["first"].endswith("…")
    assert fold["why"] == "same as post 2 above"
    assert fold["times"] == "quoted 4 times here"
    assert fold["original"]["post"] == "p1"


def test_context_names_the_target_and_where_it_is(trams):
    context = trams["posts"][2]["context"]
    assert context["words"] == "Replies to @teolisk"
    assert context["where"] == "post 2, above"
    assert context["part"] == "1/3"
    assert context["target"]["node"] == trams["posts"][1]["node"]
    assert context["preview"].startswith("Did we read the same plan?")
    assert len(context["preview"]) <= 281


def test_a_target_elsewhere_gets_a_link_and_no_jump(trams):
    context = next(p["context"] for p in trams["posts"] if p["id"] == "p6")
    assert context["where"] == "not on this page"
    assert context["target"] is None
    assert context["href"].startswith("https://x.com/LindhavenMoves/status/")


def test_the_readers_choices_are_followed(trams):
    fold = trams["folds"][0]
    opened = plan(opened=[fold["key"]])
    assert not opened["folds"][0]["collapsed"]
    assert opened["summary"]["folded"] < trams["summary"]["folded"]
    assert plan(fold="off")["summary"]["folded"] == 0


def test_only_the_readers_own_setting_folds_what_stands_nowhere_else(trams):
    assert not any(fold["always"] for fold in trams["folds"])
    every = plan(fold="all")
    assert every["summary"]["folded"] == 13
    assert [fold["quote"] for fold in every["folds"] if fold["always"]] == ["q6"]
    assert next(f for f in every["folds"] if f["always"])["why"] == "folded by your setting"


def test_keys_differ_between_installations(trams):
    assert plan(salt="other")["folds"][0]["key"] != trams["folds"][0]["key"]


def test_the_plan_carries_no_address_but_those_of_the_web():
    page = PAGE.replace(
        "https://x.com/LindhavenMoves/status/", "javascript:alert(1)//x.com/L/status/"
    )
    for post in plan(tree_from_html(page))["posts"]:
        href = (post["context"] or {}).get("href")
        assert href is None or href.startswith(("https://", "http://"))


def test_evidence_points_into_text_nodes_in_utf16_units():
    page = PAGE.replace("@maren_oduya I agree.", "@maren_oduya 🚋 I agree.")
    assert page != PAGE
    tree = tree_from_html(page)
    shown = [p["stance"] for p in plan(tree)["posts"] if p["stance"] and p["stance"]["shown"]]
    parts = [part for stance in shown for part in stance["evidence"]]
    assert parts
    for node, start, end in parts:
        units = tree.texts[node].encode("utf-16-le")
        assert 0 <= start < end <= len(units) // 2
    agree = [
        tree.texts[node].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
        for node, start, end in parts
        if "🚋" in tree.texts[node]
    ]
    assert any("agree" in words for words in agree)


def test_a_page_that_is_no_thread_is_left_alone_with_a_reason():
    answer = plan(tree_from_html("<p>Rain, later snow.</p>"), "https://weather.example/")
    assert answer["status"] == "no-thread"
    assert answer["message"] == "There is no thread on this page that can be read."
    assert (answer["posts"], answer["folds"]) == ([], [])


def test_a_known_site_in_a_layout_nobody_can_read_says_so():
    answer = plan(tree_from_html("<main><p>Something by @tove went wrong.</p></main>"))
    assert answer["status"] == "not-understood"
    assert answer["message"] == (
        "This layout of Digg is not understood: no posts with words were found."
    )


def test_a_page_of_a_known_site_without_a_sign_of_posts_is_no_layout_to_be_understood():
    answer = plan(tree_from_html("<h1>Onion soup</h1><p>Fry them in butter for an hour.</p>"))
    assert (answer["status"], answer["site"]) == ("no-thread", "digg")
    assert answer["message"] == "There is no thread on this page that can be read."


def test_a_page_is_known_by_its_markup_where_its_address_is_not():
    assert plan(url="")["site"] == "digg"
    assert plan(url="https://archive.example/saved")["summary"]["folded"] == 11


@pytest.mark.parametrize(
    ("request_json", "kind"),
    [
        ("", "unreadable"),
        ("[]", "unreadable"),
        ("{", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"v": 2, "op": "ping"}', "unreadable"),
        ('{"v": 1, "op": "plan"}', "unreadable"),
        ('{"v": 1, "op": "plan", "snapshot": {"rows": [1]}}', "unreadable"),
        ('{"v": 1, "op": "plan-html"}', "unreadable"),
        ('{"v": 1, "op": "plan-html", "html": "x", "url": "ftp://x"}', "unreadable"),
        ('{"v": 1, "op": "plan-html", "html": "x", "options": {"fold": "never"}}', "unreadable"),
        (json.dumps({"v": 1, "op": "plan-html", "html": "<b>" * 5_000}), "too-large"),
    ],
)
def test_a_request_that_cannot_be_answered_is_told_why_in_one_line(request_json, kind):
    answer = json.loads(handle(request_json))
    assert (answer["ok"], answer["kind"]) == (False, kind)
    assert answer["error"]
    assert "\n" not in answer["error"]


def test_odd_options_are_ignored_or_refused_but_never_raise():
    for options in (
        {"opened": 7},
        {"closed": [1, None]},
        {"salt": ["x"]},
        {"stance_threshold": "x"},
    ):
        assert plan(**options)["ok"]
