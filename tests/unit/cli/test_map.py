"""The map of an argument, as JSON, Markdown and SVG."""

from __future__ import annotations

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from quotefold.argument_map import map_json, map_markdown, map_svg
from tests.unit.cli.made import badge, night_train, plan, post

SVG = "{http://www.w3.org/2000/svg}"


def test_json_joins_every_answer_to_what_it_answers():
    made = map_json(night_train())
    assert [(e["from"], e["to"], e["stance"]) for e in made["edges"]] == [
        ("p1", "p0", "oppose"),
        ("p2", "p1", "support"),
        ("p3", "p2", None),
        ("p5", "p0", "query"),
        ("p4", "x0", None),
    ]
    assert [x["handle"] for x in made["elsewhere"]] == ["ledgerdesk"]
    assert [p["number"] for p in made["posts"]] == [1, 2, 3, 4, 5, 6]


def test_json_counts_answers_by_stance_without_the_authors_own_thread():
    assert map_json(night_train())["answered"] == {
        "p0": {"oppose": 1, "query": 1},
        "p1": {"support": 1},
        "x0": {"unclear": 1},
    }


def test_json_shows_no_stance_that_the_page_does_not_show():
    unsure = badge(2, "Replies to @a", stance=("oppose", "Opposes"), shown=False)
    made = map_json(plan([post(1, "a", "x"), post(2, "b", "y", target={"post": "p0"})], [unsure]))
    assert made["edges"][0]["stance"] is None


def test_markdown_of_a_thread(snapshot):
    assert map_markdown(night_train()) == snapshot


def test_svg_of_a_thread(snapshot):
    assert map_svg(night_train()) == snapshot


def items(tokens):
    """(nesting, text) of each list item, as a Markdown reader sees it."""
    found, depth = [], 0
    for token in tokens:
        depth += (token.type == "bullet_list_open") - (token.type == "bullet_list_close")
        if token.type == "inline" and depth:
            text = "".join(c.content for c in token.children if c.type == "text")
            found.append((depth, text.split(" ·")[0].split(":")[0]))
    return found


def test_markdown_nests_answers_below_what_they_answer():
    assert items(MarkdownIt().parse(map_markdown(night_train()))) == [
        (1, "1 @marta_rail"),
        (2, "2 @bjorn_counts"),
        (3, "3 @marta_rail"),
        (4, "4 @marta_rail"),
        (2, "6 @juno"),
        (1, "@ledgerdesk"),
        (2, "5 (author not shown)"),
    ]


def test_svg_draws_every_post_in_order_and_one_line_an_answer():
    drawing = etree.fromstring(map_svg(night_train()).encode())
    who = [t.text for t in drawing.iter(f"{SVG}tspan") if t.get("class") == "who"]
    assert who == [
        "1 @marta_rail",
        "2 @bjorn_counts",
        "3 @marta_rail",
        "4 @marta_rail",
        "6 @juno",
        "@ledgerdesk",
        "5 (author not shown)",
    ]
    assert drawing.find(f"{SVG}path").get("d").count("M") == 5


def test_svg_asks_for_nothing_from_elsewhere():
    text = map_svg(night_train())
    for word in ("url(", "@import", "<script", "<image", "<use"):
        assert word not in text


HOSTILE = (
    "</text></svg><script>alert(1)</script>](javascript:x) <b> **x** `y` ![z](//w) "
    "\x1b[2J\u202e\ufffe\ud800&amp;"
)


@pytest.fixture
def hostile():
    target = {"handle": HOSTILE, "text": HOSTILE, "permalink": "javascript:alert(1)"}
    links = ["javascript:alert(1)", "https://a.example/>\n<script>", 'https://a.example/"x=']
    posts = [
        post(n, HOSTILE, HOSTILE, permalink=link, target=target) for n, link in enumerate(links, 1)
    ]
    made = plan(
        posts, [badge(1, HOSTILE, HOSTILE, quoted=HOSTILE, stance=("oppose", HOSTILE))], [], HOSTILE
    )
    made["thread"]["url"] = "https://a.example/>\n# x"
    return made


def test_svg_of_a_hostile_page_is_text(hostile):
    drawing = etree.fromstring(map_svg(hostile).encode())
    assert {e.tag.removeprefix(SVG) for e in drawing.iter()} == {
        "svg",
        "title",
        "style",
        "rect",
        "path",
        "text",
        "tspan",
    }


def test_markdown_of_a_hostile_page_is_text(hostile):
    tokens = MarkdownIt("commonmark").parse(map_markdown(hostile))
    assert not [t for t in tokens if t.type == "html_block"]
    kinds = {c.type for t in tokens for c in t.children or ()}
    assert kinds == {"text", "strong_open", "strong_close"}


def test_a_chain_of_2000_answers_stays_within_the_drawing():
    posts = [
        post(n, f"u{n}", "words", target={"post": f"p{n - 2}"} if n > 1 else None)
        for n in range(1, 2001)
    ]
    drawing = etree.fromstring(map_svg(plan(posts)).encode())
    texts = [t for t in drawing.iter(f"{SVG}text") if t.get("class") != "title"]
    assert len(texts) == 4000
    assert max(int(t.get("x")) for t in texts) < 400
    assert max(int(t.get("y")) for t in texts) < int(drawing.get("height"))
