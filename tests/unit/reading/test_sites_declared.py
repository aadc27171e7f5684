"""An adapter is a table: what each entry of it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.folding.copies import Match
from quotefold.folding.rule import FoldOptions, fold
from quotefold.model import Author, Post, Quote
from quotefold.reading.declared import Layout, Quotes, Value, read_layout, reader, value_of
from quotefold.reading.raw import RawPost, RawThread
from quotefold.reading.worded import (
    WordedPost,
    WordedQuote,
    settle_blocks,
    words_of_post,
    words_of_quote,
)

URL = "https://forum.example/topic/7"
QUOTES = Quotes(
    box="blockquote",
    without="cite",
    handle=(Value("cite", match=r"^(\w+) wrote:"),),
    key=(Value("", "data-of"),),
)
LAYOUT = Layout(
    post="article",
    body=(".text", "p"),
    handle=(Value("", "data-by"), Value(".by")),
    name=(Value(".name"),),
    time=(Value("time", "datetime"),),
    permalink=(Value("a.link", "href"),),
    key=(Value("", "id"),),
    quotes=QUOTES,
)


def read(html: str, layout: Layout = LAYOUT) -> RawThread:
    thread = read_layout("test", layout, tree_from_html(html), URL)
    assert thread is not None
    return thread


def texts(thread: RawThread) -> list[str]:
    return [p.words.text for p in thread.posts if isinstance(p, WordedPost)]


def post(words: str, by: str = "ann", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<article data-by={by}{more}><div class=text>{words}</div></article>"


def quote_texts(p: RawPost) -> list[str]:
    return [q.words.text for q in p.quotes if isinstance(q, WordedQuote)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((Value("b"),), "bold words"),
        ((Value("i"), Value("b")), "bold words"),
        ((Value("b", "title"),), "T"),
        ((Value("b", "title lang", r"(\w) (\w+)", "{1}/{0}"),), "en/T"),
        ((Value("b", match=r"^(\w+)"),), "bold"),
        ((Value("b", match=r"nothing"), Value("u")), "under"),
        ((Value("", "id"),), "root"),
        ((Value("u", form="<{}>"),), "<under>"),
        ((Value("s", "gone"),), ""),
        ((), ""),
    ],
)
def test_a_value_is_the_first_fallback_that_gives_a_word(
    values: tuple[Value, ...], found: str
) -> None:
    tree = tree_from_html("<p id=root><b title=T lang=en>bold  words</b><u>under</u><s></s></p>")
    own = [n for n in tree.descendants(1) if tree.is_element(n)]
    assert value_of(tree, 1, own, values) == found


def test_mandatory_parts_must_be_there() -> None:
    tree = tree_from_html(post("words"))
    assert read_layout("t", LAYOUT, tree, URL) is not None
    assert read_layout("t", replace(LAYOUT, post="li"), tree, URL) is None
    assert read_layout("t", replace(LAYOUT, body=("li",)), tree, URL) is None
    assert read_layout("t", replace(LAYOUT, root="main"), tree, URL) is None


def test_posts_without_words_may_be_some_but_not_most() -> None:
    picture = "<article data-by=bo><img></article>"
    assert texts(read(post("one") + picture)) == ["one"]
    assert read_layout("t", LAYOUT, tree_from_html(post("one") + picture * 2), URL) is None


def test_optional_parts_may_be_missing() -> None:
    (only,) = read("<article><p>words</p></article>").posts
    assert (only.author, only.permalink, only.time_text) == (None, None, "")


def test_what_most_posts_lack_is_said() -> None:
    html = "<article><p>words</p></article>" * 2 + post("signed")
    assert read(html).warnings == ("no author found in 2 of 3 posts",)
    layout = replace(LAYOUT, expect={"time": 1.0})
    assert read(post("signed"), layout).warnings == ("no time found in 1 of 1 posts",)


def test_a_site_takes_the_first_layout_that_fits() -> None:
    other = replace(LAYOUT, post="li")
    site = reader("t", other, LAYOUT)
    thread = site(tree_from_html(post("words")), URL)
    assert thread is not None
    assert texts(thread) == ["words"]
    assert reader("t", other)(tree_from_html(post("words")), URL) is None


def test_nested_posts_keep_their_own_words_and_authors() -> None:
    inner = "<article data-by=bo><div class=text>inner<blockquote>q</blockquote></div></article>"
    html = f"<article data-by=ann><div class=text>outer</div>{inner}</article>"
    thread = read(html, replace(LAYOUT, nest="article"))
    assert texts(thread) == ["outer", "inner"]
    assert [len(p.quotes) for p in thread.posts] == [0, 1]
    assert [p.author.handle for p in thread.posts if p.author] == ["ann", "bo"]
    assert [p.parent for p in thread.posts] == [None, 0]


def test_parts_that_are_not_the_thread_are_left_out() -> None:
    html = (
        post("one")
        + "<aside>" + post("an ad") + "</aside>"
        + post("two<div class=sig>a signature</div><span class=more>Show more</span>")
        + "<h2>More talk</h2>"
        + post("elsewhere")
    )  # fmt: skip
    layout = replace(LAYOUT, skip="aside article", apart=".sig", without=".more", end="h2")
    assert texts(read(html, layout)) == ["one", "two"]


def test_the_end_counts_only_after_a_post_and_outside_posts() -> None:
    html = "<h2>Topic</h2>" + post("one<h2>A heading of mine</h2>") + post("two")
    assert texts(read(html, replace(LAYOUT, end="h2"))) == ["one\n\nA heading of mine", "two"]


def test_unseen_posts_are_not_read() -> None:
    unseen = f"<div hidden>{post('streamed')}</div><div aria-hidden=true>{post('a copy')}</div>"
    html = unseen + post("shown")
    assert texts(read(html)) == ["shown"]


def test_a_post_shown_twice_counts_once() -> None:
    linked = '<article><div class=text>same</div><a class=link href="/p/1">#</a></article>'
    other = '<article><div class=text>same</div><a class=link href="/p/2">#</a></article>'
    assert len(read(linked + linked + other).posts) == 2


def test_links_are_absolute_and_only_of_the_web() -> None:
    html = post("a <a class=link href='/p/1'>#</a>") + post(
        "b <a class=link href='javascript:x'>#</a>"
    )
    assert [p.permalink for p in read(html).posts] == ["https://forum.example/p/1", None]


def test_a_quote_has_its_words_without_those_around_it() -> None:
    (only,) = read(post("before <blockquote><cite>bo wrote:</cite>quoted</blockquote> after")).posts
    assert texts(RawThread("t", (only,))) == ["before\n\nafter"]
    (quote,) = only.quotes
    assert quote.author == Author("bo")
    assert quote_texts(only) == ["quoted"]


def test_nested_quotes_come_in_reading_order_and_know_what_is_around_them() -> None:
    html = post(
        "<blockquote><cite>bo wrote:</cite><blockquote><cite>cy wrote:</cite>inner</blockquote>"
        "outer</blockquote>mine"
    )
    (only,) = read(html).posts
    inner, outer = only.quotes
    assert quote_texts(only) == ["inner", "outer"]
    assert isinstance(inner, WordedQuote)
    assert inner.inside == outer.node
    assert isinstance(outer, WordedQuote)
    assert outer.inside == -1


def test_an_empty_quote_block_is_no_quote_and_its_title_no_words() -> None:
    (only,) = read(post("<blockquote><cite>bo wrote:</cite><img></blockquote>mine")).posts
    assert only.quotes == ()
    assert texts(RawThread("t", (only,))) == ["mine"]


def test_a_key_joins_a_quote_to_its_post() -> None:
    first = post("said<a class=link href=/p/1>#</a>", "bo", id="p1")
    html = first + post("<blockquote data-of=p1>said</blockquote>yes")
    quote = read(html).posts[1].quotes[0]
    assert quote.permalink == "https://forum.example/p/1"
    assert quote.author == Author("bo")


def test_a_quote_cut_by_the_site_ends_in_an_ellipsis() -> None:
    layout = replace(LAYOUT, quotes=replace(QUOTES, cut=".more", without="cite, .more"))
    html = post("<blockquote>the beginning<a class=more>Show more</a></blockquote>mine")
    assert quote_texts(read(html, layout).posts[0]) == ["the beginning…"]


def test_markup_of_quotes_that_no_rule_finds_is_a_layout_not_understood() -> None:
    layout = replace(LAYOUT, quotes=replace(QUOTES, sign=".quote-jump"))
    html = post("<div class=q><a class=quote-jump>↑</a>quoted</div>mine")
    assert read_layout("t", layout, tree_from_html(html), URL) is None
    assert read_layout("t", LAYOUT, tree_from_html(html), URL) is not None


@pytest.mark.parametrize(
    ("before", "own"),
    [
        ("<p>bo wrote:</p>", "mine"),
        ("<p>I agree.\nbo wrote:</p>", "I agree.\n\nmine"),
        ("<p>bo is right:</p>", "bo is right:\n\nmine"),
    ],
)
def test_a_paragraph_can_introduce_a_quote(before: str, own: str) -> None:
    layout = replace(LAYOUT, quotes=replace(QUOTES, lead=True))
    html = post(f"{before}<blockquote>quoted</blockquote>mine")
    (only,) = read(html, layout).posts
    assert texts(RawThread("t", (only,))) == [own]
    assert only.quotes[0].author == (Author("bo", "bo") if "wrote" in before else None)


def test_depth_says_who_answers_whom_and_a_deleted_post_answers_for_none() -> None:
    html = "".join(
        f"<article id=p{i} data-by=a{i} data-depth={depth}><p>{words}</p></article>"
        for i, (depth, words) in enumerate(
            [
                (0, "root"),
                (1, "one"),
                (2, "under one"),
                (1, ""),
                (2, "under the deleted"),
                (1, "two"),
            ]
        )
    )
    thread = read(html, replace(LAYOUT, depth=(Value("", "data-depth"),)))
    parents = {t: p.parent for t, p in zip(texts(thread), thread.posts, strict=True)}
    assert parents == {"root": None, "one": 0, "under one": 1, "under the deleted": None, "two": 0}


def test_where_all_answer_the_first_post_they_do() -> None:
    thread = read(post("root") + post("one") + post("two"), replace(LAYOUT, answers_first=True))
    assert [p.parent for p in thread.posts] == [None, 0, 0]
    assert [p.label for p in thread.posts] == ["", "reply", "reply"]


def folded(*quotes: tuple[int, int, bool]) -> list[bool]:
    """Whether quotes given as (node, inside, stands above) end up folded."""
    found = [WordedQuote(node=node, body=(1,), inside=inside) for node, inside, _ in quotes]
    posts = [
        Post(
            id="p0",
            kind="post",
            author=None,
            text="",
            quotes=tuple(
                Quote(id=f"q{i}", author=None, text="x", collapsed=above, node=node)
                for i, (node, _, above) in enumerate(quotes)
            ),
        )
    ]
    raw = [RawPost(node=0, body=(0,), quotes=tuple(found))]
    return [q.collapsed for q in settle_blocks(posts, raw)[0].quotes]


def test_a_block_is_not_folded_around_a_quote_that_is_new() -> None:
    assert folded((20, 10, True), (10, -1, True)) == [True, True]
    assert folded((20, 10, False), (10, -1, True)) == [False, False]
    assert folded((20, 10, True), (10, -1, False)) == [True, False]


def test_openness_passes_through_all_levels() -> None:
    assert folded((30, 20, False), (20, 10, True), (10, -1, True)) == [False, False, False]
    assert folded((30, 20, True), (20, 10, True), (10, -1, True)) == [True, True, True]


def test_a_level_without_a_block_goes_with_the_block_around_it() -> None:
    assert folded((-1, 10, True), (10, -1, True)) == [True, True]
    assert folded((-1, 10, False), (10, -1, True)) == [False, False]
    assert folded((-1, 10, True), (10, -1, False)) == [False, False]
    assert folded((-1, -1, True)) == [False]


def test_posts_of_other_readers_keep_their_words() -> None:
    tree = tree_from_html("<p>mine<q>theirs</q></p>")
    (quote_node,) = (n for n in range(len(tree)) if tree.tags[n] == "q")
    plain = RawPost(node=1, body=(1,), quotes=(WordedQuote(node=quote_node, body=(quote_node,)),))
    assert words_of_post(tree, plain).text == "mine"
    assert words_of_quote(tree, plain.quotes[0]).text == ""
    assert fold((), {"q": Match()}, FoldOptions()) == ()
