"""The same page is the same tree, whichever way it comes in."""

import json

import pytest

from quotefold.dom.html import MAX_TAGS, decode, soup_and_tree, tree_from_html
from quotefold.dom.snapshot import snapshot_of, tree_from_rows
from quotefold.dom.tree import SHADOW, Tree
from quotefold.errors import PageTooLarge, UnreadableInput

PAGE = """<!doctype html><html lang="en"><head><title> Night  trains </title>
<script>var posts = "no words"</script></head><body class="a  b">
<!-- 12 --><!--X-Message-Id: 7--><article><p>One @<!-- -->ada &amp; two</p>
<svg aria-label="Replying to"><path d="M0"/><title>hidden</title></svg>tail
<template><p>kept back</p></template>
<div><template shadowrootmode="open"><b>in the shade</b></template>light</div>
<iframe><p>other page</p></iframe><img src="data:image/png;base64,AA" alt="cat">
</article></body></html>"""


def shape(tree: Tree) -> list[tuple[int, str, dict[str, str], str]]:
    return [
        (tree.parents[n], tree.tags[n], dict(tree.attrs[n]), tree.texts[n])
        for n in range(len(tree))
        if tree.texts[n].strip() or not tree.tags[n].startswith("#")
    ]


def test_lxml_and_html_parser_give_the_same_tree():
    assert shape(tree_from_html(PAGE, "lxml")) == shape(tree_from_html(PAGE, "bs4"))


def test_rows_give_back_the_tree_they_were_made_from():
    tree = tree_from_html(PAGE)
    through_json = json.loads(json.dumps(snapshot_of(tree, "https://digg.com/ai/x")))
    assert tree_from_rows(through_json) == tree


def test_what_holds_no_words_for_a_reader_is_left_out():
    tree = tree_from_html(PAGE)
    words = tree.raw_text(0)
    assert "no words" not in words
    assert "kept back" not in words
    assert "hidden" not in words
    assert "other page" not in words
    assert "tail" in words
    assert tree.title == "Night trains"
    assert tree.lang == "en"


def test_an_open_shadow_root_comes_before_the_light_children():
    tree = tree_from_html(PAGE)
    shade = tree.tags.index(SHADOW)
    assert tree.raw_text(tree.parents[shade]) == "in the shadelight"


def test_comments_stay_only_where_they_may_mark_something():
    tree = tree_from_html(PAGE)
    comments = [tree.texts[n] for n in range(len(tree)) if tree.tags[n] == "#comment"]
    assert comments == ["X-Message-Id: 7"]


def test_data_addresses_and_event_handlers_are_not_kept():
    tree = tree_from_html('<img src="data:x" onerror="go()" alt="cat">')
    assert dict(tree.attrs[tree.tags.index("img")]) == {"alt": "cat"}


def test_the_soup_node_of_each_tree_node_is_known():
    _, tree, nodes = soup_and_tree(PAGE)
    for n, node in enumerate(nodes):
        if tree.is_element(n) and n:
            assert getattr(node, "name", None) == tree.tags[n]
        elif tree.texts[n]:
            assert str(node) == tree.texts[n]


@pytest.mark.parametrize("parser", ["lxml", "bs4"])
def test_a_page_nested_too_deep_is_refused_in_one_line(parser):
    with pytest.raises(PageTooLarge, match="nested deeper than 1,000"):
        tree_from_html("<div>" * 100_000, parser)


@pytest.mark.parametrize("parser", ["lxml", "bs4"])
def test_a_page_with_too_many_nodes_is_refused(parser, monkeypatch):
    monkeypatch.setattr("quotefold.dom.html.MAX_NODES", 50)
    with pytest.raises(PageTooLarge, match="more than 50 nodes"):
        tree_from_html("<p>x</p>" * 100, parser)


def test_a_page_of_too_many_tags_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr("quotefold.dom.html._tree_by_lxml", None)
    with pytest.raises(PageTooLarge, match="more than 400,000 nodes"):
        tree_from_html("<p>" * (MAX_TAGS + 1))


def test_a_page_of_more_than_fifty_megabytes_is_refused():
    with pytest.raises(PageTooLarge, match="50,000,000"):
        tree_from_html("x" * 50_000_001)


@pytest.mark.parametrize("parser", ["lxml", "bs4"])
@pytest.mark.parametrize("page", ["", " ", "plain words", "<p>cut off <b>here", "\0\0"])
def test_odd_pages_are_trees_too(parser, page):
    assert tree_from_html(page, parser).tags[0] == "body"


def test_a_lone_surrogate_does_not_stop_the_parser():
    assert "a?b" in tree_from_html("<p>a\ud800b</p>").raw_text(0)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<p>é</p>".encode(), "é"),
        ("\ufeff<p>é</p>".encode(), "é"),
        ("<p>é</p>".encode("utf-16"), "é"),
        (b'<meta charset="windows-1252"><p>\xe9\x93</p>', "é“"),
        (b"<p>\xe9</p>", "é"),
        (b'<meta charset="iso-8859-1"><p>\xe9\x93</p>', "é“"),
        ('<meta charset="gb2312"><p>朱镕基</p>'.encode("gbk"), "朱镕基"),
        ('<meta charset="iso-8859-1"><p>日本</p>'.encode(), "日本"),
    ],
)
def test_bytes_are_decoded_as_browsers_do(data, words):
    assert words in tree_from_html(data).raw_text(0)


def test_binary_data_is_no_page():
    with pytest.raises(UnreadableInput, match="binary"):
        decode(bytes(range(256)) * 8 + b"\0" * 4096)


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        "rows",
        [[0, "body", {}]],
        [[-1, "body", {}], [-1, "div", {}]],
        [[-1, "body", {}], [5, "div", {}]],
        [[-1, "body", {}], [0, "div"]],
        [[-1, "body", {}], [0, "div", {"class": 3}]],
        [[-1, "body", {}], [0, 0, 7]],
        [[-1, 0, "text only"], [0, "p", {}]],
        [[-1, "body", {}], [0, 0, "x"], [1, 0, "child of a text"]],
        [17],
    ],
)
def test_malformed_rows_are_an_error_not_a_tree(rows):
    with pytest.raises(UnreadableInput):
        tree_from_rows({"rows": rows})


def test_rows_nested_too_deep_are_refused():
    rows = [[n - 1, "div", {}] for n in range(5_000)]
    with pytest.raises(PageTooLarge):
        tree_from_rows({"rows": rows})
