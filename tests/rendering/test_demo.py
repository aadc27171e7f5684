"""The demo page is what its data says, and as tangled as the page that started it."""

from __future__ import annotations

import json
from pathlib import Path

from demo import thread as demo
from tests.rendering.expected import normal
from tests.rendering.spec import X_EPOCH_MS

DEMO = Path(__file__).resolve().parents[2] / "demo"


def test_committed_page_and_expectation_are_what_the_data_renders_to() -> None:
    page = demo.page()
    assert (DEMO / "thread.html").read_text(encoding="utf-8") == page.html
    expected = json.loads((DEMO / "thread.expected.json").read_text(encoding="utf-8"))
    assert expected == page.expected


def test_demo_asks_the_network_for_nothing() -> None:
    html = demo.page().html
    for attribute in ('src="http', "src='http", "url(", "@import", "<script", '<link rel="style'):
        assert attribute not in html


def test_demo_is_as_long_and_tangled_as_the_page_that_started_it() -> None:
    posts = demo.page().expected["posts"]
    quotes = [q for p in posts for q in p["quotes"]]
    assert len(posts) == 14
    assert len(quotes) == 13
    assert len({q["permalink"] for q in quotes}) == 7
    assert sum(q["collapsed"] for q in quotes) == 11
    ordered = [q["copy_of"] for q in quotes]
    assert ordered.count("p0") == 4
    assert ordered.count("p1") == 4
    assert ordered.count(None) == 1
    own = sum(len(p["text"]) for p in posts)
    quoted = sum(len(q["text"]) for q in quotes)
    assert 0.45 < quoted / (own + quoted) < 0.6
    assert 1400 < len(posts[1]["text"]) < 1600
    assert [p["kind"] for p in posts[2:5]] == ["reply", "self-reply", "self-reply"]
    assert [p["id"] for p in posts if p["author"] is None] == ["p10"]
    assert posts[9]["quotes"][0]["copy_of"] == "p12"
    assert not posts[9]["quotes"][0]["collapsed"]


def test_ids_of_the_demo_carry_its_times() -> None:
    for post in demo.thread().by_key.values():
        assert (post.status_id >> 22) + X_EPOCH_MS == int(post.when.timestamp() * 1000)


def test_words_at_the_end_of_a_media_link_do_not_tell_copies_apart() -> None:
    post = "It goes further. https://x.com/a/status/1/photo/1"
    assert normal(post) == normal("It goes  further. https://t.co/9fKq") == "It goes further."
