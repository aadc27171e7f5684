"""A page report shows how a page is built and nothing of what it says."""

import json
import re

import pytest

from quotefold.browser import handle
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of
from quotefold.errors import UnreadableInput
from quotefold.pipeline import read
from quotefold.redact import redact, report_of, shape, tree_of_report
from tests.cases import CASES, FIXTURES

PAGES_WITH_WORDS = [case for case in CASES if case.id != "none/empty"]
URL = "https://digg.com/ai/abcdefgh"
PAGE = (FIXTURES / "digg/may21-night-trams.html").read_text(encoding="utf-8")

PRIVATE = """<main class="thread by-zorblatt" id="post-8812345"><article title="Zorblatt Quimbly"
 data-testid="card-zorblatt" data-author="zorblatt">
<a href="https://x.com/Zorblatt/status/2057248504673206272?k=secretkey#frobnik">
<img alt="Zorblatt Quimbly" src="https://cdn.example/zorblatt.png"></a><b>Zorblatt Quimbly</b>
<span>@Zorblatt</span><p>Wibbly gronk, 日本語 and 4455 snorkels!</p>
<time datetime="2026-05-21T02:15Z">
2:15 AM · May 21, 2026</time><a href="mailto:zorblatt@quimbly.example">write</a></article></main>"""


def test_no_word_name_number_or_address_survives():
    written = json.dumps(report_of(tree_from_html(PRIVATE), "https://gronk.example/secretkey"))
    for private in (
        "orblatt",
        "uimbly",
        "ibbly",
        "gronk",
        "snorkel",
        "日本",
        "4455",
        "8812345",
        "2057248504673206272",
        "secretkey",
        "frobnik",
        "cdn.example",
        "2026",
        "2:15",
    ):
        assert private.casefold() not in written.casefold()


def test_structure_classes_labels_and_lengths_survive():
    tree = tree_from_html(PRIVATE)
    safe = redact(tree)
    assert list(safe.tags) == list(tree.tags)
    assert list(safe.parents) == list(tree.parents)
    main = safe.tags.index("main")
    assert safe.get(main, "class").startswith("thread by-")
    words = safe.raw_text(safe.tags.index("p"))
    assert words == "Xxxxxx xxxxx, あああ xxx 0000 xxxxxxxx!"


def test_one_person_and_one_post_keep_one_alias():
    link = "https://x.com/ada_l/status/12345678"
    page = f"<a href='/u/x/ada_l'>@ada_l</a> <p>@ada_l and @ADA_L </p><a href='{link}'>x</a>"
    safe = redact(tree_from_html(page))
    text = safe.raw_text(0)
    alias = re.findall(r"@(\w+)", text)
    assert alias[0] == alias[1] == alias[2].lower()
    assert f"/{alias[0]}/status/" in safe.get(len(safe) - 2, "href")


def test_the_report_of_a_story_still_reads_as_that_story():
    report = json.loads(json.dumps(report_of(tree_from_html(PAGE), URL)))
    there = read(*tree_of_report(report)).thread
    here = read(tree_from_html(PAGE), URL).thread
    assert there.site == "digg"
    assert len(there.posts) >= len(here.posts) - 1
    assert sum(len(p.quotes) for p in there.posts) >= 12


HERO_TWICE = {"digg/may09-licence", "digg/may21-night-trams"}
"""Without their words, a row of the list is taken for the hero shown once more."""


@pytest.mark.parametrize("case", PAGES_WITH_WORDS, ids=lambda case: case.id)
def test_the_adapter_of_the_site_reads_the_report(case):
    url = case.meta["url"]
    here = read(tree_from_html(case.html), url).thread
    report = json.loads(json.dumps(report_of(tree_from_html(case.html), url)))
    there = read(*tree_of_report(report)).thread
    assert there.site == here.site
    assert len(there.posts) == len(here.posts) - (case.id in HERO_TWICE)
    quotes = sum(len(p.quotes) for p in here.posts) - (case.id in HERO_TWICE)
    assert quotes <= sum(len(p.quotes) for p in there.posts) <= quotes + 1
    signed = [p for p in there.posts if p.author is not None]
    assert len(signed) >= sum(p.author is not None for p in here.posts) - 1


def test_words_in_attributes_that_hold_codes_elsewhere_do_not_survive():
    page = (
        '<div data-content="Wibbly gronk" data-source="post: 88123" data-author="Zorblatt Q"'
        ' title="Avatar of Zorblatt Q" aria-label="Post by zorblatt"><a href="/u/zorblatt">'
        "x</a></div>"
    )
    written = json.dumps(report_of(tree_from_html(page), ""))
    assert "post: " in written
    assert "Post by " in written
    for private in ("ibbly", "gronk", "orblatt", "88123"):
        assert private not in written


@pytest.mark.parametrize("case", PAGES_WITH_WORDS, ids=lambda case: case.id)
def test_no_unusual_word_of_a_fixture_is_in_its_report(case):
    tree = tree_from_html(case.html)
    written = json.dumps(report_of(tree, case.meta["url"]), ensure_ascii=False)
    kept = set(re.findall(r"\w+", " ".join(v for a in tree.attrs for v in a.values()).casefold()))
    words = {w for w in re.findall(r"[^\W\d_]{7,}", tree.raw_text(0)) if w.casefold() not in kept}
    left = {w for w in words if w in written}
    # Labels and button words are the same on every page of a site.
    assert len(left) <= len(words) // 50 + 3


def test_the_browser_can_ask_for_a_report():
    request = {"v": 1, "op": "report", "snapshot": snapshot_of(tree_from_html(PRIVATE), URL)}
    answer = json.loads(handle(json.dumps(request)))
    assert answer["ok"]
    assert answer["report"]["quotefold_report"] == 1


@pytest.mark.parametrize("report", [None, [], {}, {"quotefold_report": 2}, {"quotefold_report": 1}])
def test_what_is_no_report_is_refused(report):
    with pytest.raises(UnreadableInput):
        tree_of_report(report)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Ada 7!", "Xxx 0!"),
        ("ß Ж", "x X"),
        ("🚋", "☆"),
        ("日本", "ああ"),
        ("\u202e", "?"),
        ("", ""),
    ],
)
def test_signs_keep_length_and_class(text, signs):
    assert shape(text) == signs
