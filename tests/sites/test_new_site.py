"""`quotefold new-site` drafts an adapter that works on a plain page, and keeps no word of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.errors import UnreadableInput
from quotefold.newsite import Draft, draft, guess, html_of
from tests.cases import CASES

POSTS = [
    ("annika", "The timetable leaves out every Sunday sailing before noon."),
    ("bertil", "@annika It does so because nobody ever bought a ticket for one of those."),
    ("carina", "@bertil I would have bought a ticket if the machine had sold me any."),
    ("dagmar", "The machine on the east pier sells them and has since last March."),
]
PAGE = (
    "<html><head><title>Ferries on Sunday</title></head><body><main><h1>Ferries on Sunday</h1>"
    + "".join(
        f'<section class="entry" data-entry="{n}"><header><a href="/users/{who}">@{who}</a> '
        f'<a href="/talk/ferries/{n}"><time datetime="2026-05-09T08:0{n}:00Z">May 9</time></a>'
        f'</header><div class="entry-text"><p>{words}</p></div></section>'
        for n, (who, words) in enumerate(POSTS, 1)
    )
    + "</main></body></html>"
)
URL = "https://ferries.example/talk/ferries/4021"
ADAPTER = "pycore/quotefold/reading/sites/ferry_talk.py"
STEM = "tests/fixtures/ferry-talk/page"


@pytest.fixture(scope="module")
def drafted() -> Draft:
    return draft("ferry-talk", PAGE, URL, "2026-11-23")


def test_four_files_and_the_steps_that_are_left(drafted: Draft) -> None:
    assert set(drafted.files) == {
        ADAPTER,
        f"{STEM}.html",
        f"{STEM}.expected.json",
        f"{STEM}.meta.json",
    }
    assert drafted.steps[0].startswith("4 posts and 0 quotes")


def test_the_drafted_adapter_reads_the_drafted_fixture(drafted: Draft) -> None:
    module: dict[str, Any] = {}
    exec(drafted.files[ADAPTER], module)
    site = module["SITE"]
    assert site.id == "ferry-talk"
    assert site.covers("ferries.example", "/talk/ferries/9999")
    assert not site.covers("ferries.example", "/about")
    thread = site.read(tree_from_html(drafted.files[f"{STEM}.html"]), URL)
    assert thread is not None
    assert len(thread.posts) == len(POSTS)
    assert all(post.author for post in thread.posts)
    assert all(post.permalink for post in thread.posts)


def test_counts_stand_beside_the_selectors(drafted: Draft) -> None:
    assert re.search(r'post="section.*",  # 4 of 4, 0 others', drafted.files[ADAPTER])


def test_no_word_of_the_page_is_kept(drafted: Draft) -> None:
    words = {w for who, text in POSTS for w in [who, *re.findall(r"\w{5,}", text)]}
    ours = f"{STEM}.meta.json"
    kept = "\n".join(text for name, text in drafted.files.items() if name != ours).casefold()
    assert [w for w in sorted(words) if w.casefold() in kept] == []


def test_the_note_says_when_and_how(drafted: Draft) -> None:
    meta = json.loads(drafted.files[f"{STEM}.meta.json"])
    assert meta["made"] == "2026-11-23"
    assert "new-site" in meta["how"]
    expected = json.loads(drafted.files[f"{STEM}.expected.json"])
    assert expected["site"] == "ferry-talk"
    assert len(expected["posts"]) == len(POSTS)


@pytest.mark.parametrize("name", ["", "A", "../x", "über", "x" * 40, "a b"])
def test_a_name_that_cannot_be_a_file_is_refused(name: str) -> None:
    with pytest.raises(UnreadableInput):
        draft(name, PAGE, URL, "2026-11-23")


@pytest.mark.parametrize("url", ["", "ferries.example/x", "file:///tmp/x.html"])
def test_an_address_without_a_host_is_refused(url: str) -> None:
    with pytest.raises(UnreadableInput):
        draft("ferry-talk", PAGE, url, "2026-11-23")


def test_a_page_without_posts_gives_no_draft() -> None:
    with pytest.raises(UnreadableInput, match="no posts"):
        draft("ferry-talk", "<p>About us</p>", URL, "2026-11-23")


@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.id)
def test_a_tree_written_as_html_is_read_as_the_same_tree(case: Any) -> None:
    once = tree_from_html(html_of(tree_from_html(case.html)))
    again = tree_from_html(html_of(once))
    assert again.tags == once.tags
    assert again.texts == once.texts
    assert [dict(a) for a in again.attrs] == [dict(a) for a in once.attrs]


def test_markup_in_words_stays_words() -> None:
    tree = tree_from_html('<p title="a&quot;b">1 &lt;b&gt; 2 &amp;amp;</p>')
    again = tree_from_html(html_of(tree))
    assert again.raw_text(1) == "1 <b> 2 &amp;"
    assert again.get(1, "title") == 'a"b'


def test_a_durable_name_is_chosen_before_one_made_up_by_a_program() -> None:
    tree = tree_from_html('<i class="css-1x2y post"></i>' * 3)
    nodes = [n for n in range(len(tree)) if tree.tags[n] == "i"]
    found = guess(tree, nodes, nodes)
    assert found is not None
    assert found.css == "i.post"
    assert guess(tree, [], nodes) is None
