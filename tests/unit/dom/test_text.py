"""Text is what a reader sees, and every character knows where it stands."""

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.dom.text import text_of


def words(html, **options):
    return text_of(tree_from_html(html), [0], **options).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one\n   two</p>", "one two"),
        ("one<br>two", "one\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<span>one</span><span>two</span>", "onetwo"),
        ("<b>one</b> <i>two</i>", "one two"),
        ("@<!-- -->ada", "@ada"),
        ("<p class='whitespace-pre-wrap'>one\ntwo\n\nthree</p>", "one\ntwo\n\nthree"),
        ("<p style='white-space: pre-line'>one\ntwo</p>", "one\ntwo"),
        ("<p>one\n\ntwo</p>", "one\n\ntwo"),
        ("<p>one\n\n      two</p>", "one two"),
        ("<pre>  one\n  two</pre>", "one\ntwo"),
        ("a\u00a0b", "a b"),
        ("hi <img alt='🎉'> there", "hi 🎉 there"),
        ("hi<img alt='a long description'>", "hi"),
        ("hi <img class='emoji' alt=':blob:'>", "hi :blob:"),
        ("one <button>Show more</button>", "one"),
        ("one <span aria-hidden='true'>copy</span>", "one"),
        ("one <span hidden>later</span>", "one"),
        ("one <span hidden='until-found'>two</span>", "one two"),
        ("one <span style='display: none'>two</span>", "one"),
        ("", ""),
    ],
)
def test_layout_becomes_lines_and_paragraphs(html, text):
    assert words(html) == text


def test_quote_blocks_can_be_left_out():
    tree = tree_from_html("<p>mine</p><blockquote>theirs</blockquote><p>mine too</p>")
    quote = tree.tags.index("blockquote")
    assert text_of(tree, [0], without=[quote]).text == "mine\n\nmine too"


def test_a_named_node_is_read_even_where_the_page_hides_it():
    tree = tree_from_html("<div aria-hidden=true>panel</div>")
    assert text_of(tree, [tree.tags.index("div")]).text == "panel"


def test_every_span_is_found_again_in_the_text_nodes():
    html = "<p>One  two <b>three</b> @<!-- -->ada\n four</p><p>fünf 🎉 <img alt='🎈'> six</p>"
    tree = tree_from_html(html)
    found = text_of(tree, [0])
    for start in range(len(found.text)):
        for end in range(start + 1, len(found.text) + 1):
            shown = "".join(tree.texts[n][a:b] for n, a, b in found.locate(start, end))
            want = found.text[start:end].replace("🎈", "")
            assert "".join(shown.split()) == "".join(want.split())


def test_a_deep_page_is_read_without_recursion():
    tree = tree_from_html("<div>" * 900 + "deep")
    assert text_of(tree, [0]).text == "deep"
