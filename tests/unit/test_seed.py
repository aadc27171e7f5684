"""The page that started it, read as it was labelled by hand."""

import json

import pytest

from quotefold import read_html
from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of, tree_from_rows
from quotefold.pipeline import read

URL = "https://digg.com/ai/abcdefgh"


@pytest.fixture(scope="module")
def seed_html(shared_material):
    path = shared_material / "captures/digg/2026-05-21-seed-inferred.html"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gold(shared_material):
    path = shared_material / "seed/gold.json"
    return json.loads(path.read_text(encoding="utf-8"))["posts"]


@pytest.fixture(scope="module")
def thread(seed_html):
    return read_html(seed_html, URL)


def test_posts_kinds_authors_times_and_words_are_those_of_the_gold_table(thread, gold):
    read = [
        (p.id, p.kind, p.author.handle if p.author else None, p.time, p.text) for p in thread.posts
    ]
    labelled = [(p["id"], p["kind"], p["author"], p["time_utc"], p["text"]) for p in gold]
    assert read == labelled


def test_targets_are_those_of_the_gold_table(thread, gold):
    for post, labelled in zip(thread.posts, gold, strict=True):
        if labelled["target"] is None:
            assert post.target is None
        elif labelled["target"].startswith("p"):
            assert post.target.post == labelled["target"]
        else:
            assert post.target.post is None
            assert labelled["target"].startswith(post.target.handle + "@")


def test_exactly_the_quotes_that_stand_above_fold(thread):
    quotes = {p.id: q for p in thread.posts for q in p.quotes}
    assert len(quotes) == 13
    assert {p for p, q in quotes.items() if not q.collapsed} == {"p6", "p9"}


def test_each_quote_is_known_as_the_copy_that_it_is(thread, gold):
    for post, labelled in zip(thread.posts, gold, strict=True):
        for quote in post.quotes:
            assert quote.copy_of == labelled["quote_block"]["duplicate_of"]


def test_stance_never_says_the_reverse_of_the_labels(thread, gold):
    reverse = {"support": "oppose", "oppose": "support"}
    for post, labelled in zip(thread.posts, gold, strict=True):
        if post.stance is not None and post.stance.shown:
            assert labelled["stance"] != reverse.get(post.stance.label)


def test_snapshot_and_both_parsers_give_the_same_thread(thread, seed_html):
    rows = tree_from_rows(snapshot_of(tree_from_html(seed_html)))
    soup = tree_from_html(seed_html, "bs4")
    for tree in (rows, soup):
        assert read(tree, URL).thread.to_json() == thread.to_json()


def test_the_layout_of_9_may_is_read_from_the_real_capture(shared_material):
    path = shared_material / "captures/digg/2026-05-09-buddhism.html"
    thread = read_html(path.read_text(encoding="utf-8"), URL)
    assert len(thread.posts) == 9
    assert all(p.author and p.permalink and p.time for p in thread.posts)
    assert [p.target.post if p.target else None for p in thread.posts] == [
        None,
        "p0",
        "p1",
        "p0",
        "p3",
        "p0",
        "p1",
        "p0",
        "p2",
    ]
    # These three cards are the first to show a picture.
    opened = {q.id for p in thread.posts for q in p.quotes if not q.collapsed}
    assert opened == {"q2", "q4", "q8"}
    assert not thread.warnings
