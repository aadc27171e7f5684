"""Single pages for the generic reader: what is a thread, what is not, and what a quote is."""

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.dom.text import text_of
from quotefold.dom.tree import Tree, TreeBuilder
from quotefold.reading.generic import read_generic
from quotefold.reading.raw import RawPost, RawThread

URL = "https://news.example/story"

ADA = "Night trams pay for themselves within a year, and nobody asked the people who ride them."
BOB = "They do not. Count the empty seats at four in the morning before you say so again."
CEM = "Both of you are right about different lines."


def read(body: str) -> tuple[Tree, RawThread]:
    tree = tree_from_html(f"<html><body>{body}</body></html>")
    return tree, read_generic(tree, URL)


def words(tree: Tree, post: RawPost) -> str:
    return text_of(tree, post.body, without=[q.node for q in post.quotes]).text


def row(handle: str, text: str, more: str = "", *, tag: str = "article") -> str:
    return (
        f"<{tag}><header><b>{handle.title()} Name</b> <i>@{handle}</i></header><p>{text}</p>{more}"
        f'<a href="https://x.com/{handle}/status/20572485046732{len(text):05d}">'
        f"4:54 PM · May 20, 2026</a></{tag}>"
    )


def card(handle: str, text: str, tag: str = "div") -> str:
    header = f"<header><b>{handle.title()} Name</b> <i>@{handle}</i></header>"
    return f"<{tag}>{header}<p>{text}</p></{tag}>"


# --- no thread ---------------------------------------------------------------------

NO_THREADS = {
    "empty": "",
    "news article": "<header><nav><a href=/>Home</a></nav></header><main><article><h1>Trams</h1>"
    '<p class=byline>By <a href="https://x.com/janedoe">Jane Doe</a> (@janedoe) · May 20, 2026'
    "</p>" + "<p>The trams run all night now, as @mayor said.</p>" * 6 + "</article></main>"
    '<footer>Follow us <a href="https://x.com/paper">@paper</a></footer>',
    "shop": "".join(
        f'<div class=card><a href="/p/{n}"><img alt="Shoe {n}"><h3>Runner {n}</h3></a>'
        f"<span>${n}.00</span><span>4.5 (1.{n}K)</span></div>"
        for n in range(9)
    ),
    "reviews": "".join(
        f"<div><b>Anna {n}</b><span>May {n + 1}, 2026</span><p>The best shoes of the year, "
        f"number {n} of them.</p><span>12 people found this helpful</span></div>"
        for n in range(9)
    ),
    "search results": "".join(
        f'<div><a href="https://site{n}.example/x"><h3>Result {n}</h3></a>'
        f"<div>May {n + 1}, 2026 — A snippet of what result {n} says.</div></div>"
        for n in range(9)
    ),
    "search results on X": "".join(
        f'<div><a href="https://x.com/user{n}/status/205724850467320627{n}"><h3>User {n} on X: '
        f'"Result {n}"</h3><cite>https://x.com › user{n}</cite></a>'
        f"<div>May {n + 1}, 2026 — A snippet of what result {n} says.</div></div>"
        for n in range(9)
    ),
    "people to follow": "<ul>"
    + "".join(
        f'<li><a href="https://x.com/user{n}"><img alt="User {n}"></a><b>User {n}</b> '
        f"<span>@user{n}</span><p>Writes about trams and trains, for {n} years.</p></li>"
        for n in range(9)
    )
    + "</ul>",
    "people with the day they joined": "".join(
        f"<div><h3>User {n}</h3><span>@user{n}</span><time>May {n + 1}, 2019</time>"
        f"<p>Writes about trams and trains, for {n} years.</p></div>"
        for n in range(9)
    ),
    "a single embedded post": "<main><h1>Trams</h1><p>Text before.</p>"
    + row("ada", ADA)
    + "<p>Text after.</p></main>",
    "live blog": "".join(
        f'<article><time datetime="2026-05-20T1{n}:00:00Z">1{n}:00</time><h3>Update {n}</h3>'
        f"<p>Something happened in the city, number {n}.</p></article>"
        for n in range(9)
    ),
    "an article that mentions posts": "<article><h1>T</h1>"
    + "".join(
        f'<p>Then <a href="https://x.com/user{n}">@user{n}</a> said that trams are good, which '
        f'was <a href="https://x.com/user{n}/status/205724850467320627{n}">widely shared</a> on '
        f"May {n + 1}, 2026.</p>"
        for n in range(9)
    )
    + "</article>",
    "a leaderboard": "<ol>"
    + "".join(
        f"<li><span>#{n}</span><span>User {n}</span><span>@user{n}</span>"
        f"<span>{n}K followers</span><span>up 3 since May 20</span></li>"
        for n in range(1, 9)
    )
    + "</ol>",
}


@pytest.mark.parametrize("body", NO_THREADS.values(), ids=NO_THREADS.keys())
def test_no_thread_is_made_up(body: str) -> None:
    assert read(body)[1].posts == ()


# --- threads -----------------------------------------------------------------------


def test_posts_may_stand_right_in_the_body() -> None:
    tree, thread = read(row("ada", ADA) + row("bob", BOB) + row("cem", CEM))
    assert [words(tree, p) for p in thread.posts] == [ADA, BOB, CEM]
    assert [p.author.handle for p in thread.posts if p.author] == ["ada", "bob", "cem"]


def test_the_post_set_apart_as_the_original_is_the_hero() -> None:
    tree, thread = read(
        f"<h1>Story</h1><p>What happened.</p><fieldset><legend>Original post</legend>"
        f"{row('ada', ADA, tag='div')}</fieldset><ul>{row('bob', BOB, tag='li')}</ul>"
    )
    hero, reply = thread.posts
    assert (hero.hero, hero.label, words(tree, hero)) == (True, "original", ADA)
    assert not reply.hero
    assert reply.parent is None


def test_the_row_that_shows_the_hero_once_more_is_left_out() -> None:
    rows = "".join(row(h, t, tag="li") for h, t in (("ada", ADA), ("bob", BOB), ("cem", CEM)))
    _, thread = read(
        f"<div><span>Original post</span>{row('ada', ADA, tag='div')}</div><ul>{rows}</ul>"
    )
    assert [p.author.handle for p in thread.posts if p.author] == ["ada", "bob", "cem"]


def test_an_editors_text_between_posts_belongs_to_nobody() -> None:
    note = "<p>Meanwhile, in the council, the lights went out and stayed out.</p>"
    tree, thread = read(note + row("ada", ADA) + note + row("bob", BOB) + note)
    assert [words(tree, p) for p in thread.posts] == [ADA, BOB]


@pytest.mark.parametrize("tag", ["div", "blockquote", "article", "section", "aside", "figure"])
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_card_with_a_second_author_is_a_quote(tag: str, place: str) -> None:
    quote = card("ada", ADA, tag)
    answer = (
        row("bob", BOB, quote)
        if place == "below"
        else row("bob", BOB).replace(f"<p>{BOB}", f"{quote}<p>{BOB}")
    )
    tree, thread = read(f"<main>{row('ada', ADA)}{answer}{row('cem', CEM)}</main>")
    post = thread.posts[1]
    assert words(tree, post) == BOB
    assert [text_of(tree, q.body).text for q in post.quotes] == [ADA]
    assert tree.tags[post.quotes[0].node] == tag
    assert post.author is not None
    assert post.author.handle == "bob"


def test_folding_a_quote_never_hides_the_posts_own_time_or_words() -> None:
    box = f"<div class=bottom>{card('ada', ADA)}<span>5:02 PM · May 20, 2026</span></div>"
    tree, thread = read(
        "".join(
            f"<article><b>{h} Name</b> <i>@{h}</i><p>{t}</p>{box}</article>"
            for h, t in (("bob", BOB), ("cem", CEM))
        )
    )
    for post in thread.posts:
        (quote,) = post.quotes
        assert text_of(tree, [quote.node]).text == f"ada Name @ada\n\n{ADA}".replace(
            "ada N", "Ada N"
        )
        assert post.time_text == "5:02 PM · May 20, 2026"


def test_nested_answers_are_posts_and_say_whom_they_answer() -> None:
    inner = f"<li>{row('cem', CEM, tag='div')}</li>"
    outer = row("bob", BOB, tag="div")
    _, thread = read(
        f"<ul><li>{row('ada', ADA, tag='div')}<ul><li>{outer}<ul>{inner}</ul></li></ul></li></ul>"
    )
    assert [(p.author.handle, p.parent) for p in thread.posts if p.author] == [
        ("ada", None),
        ("bob", 0),
        ("cem", 1),
    ]
    assert all(not p.quotes for p in thread.posts)


def test_a_panel_that_opens_on_hover_tells_what_is_answered() -> None:
    panel = f'<div aria-hidden="true"><p>{BOB}</p>{card("ada", ADA)}</div>'
    tree, thread = read(f"<ul>{row('ada', ADA, tag='li')}{row('bob', BOB, panel, tag='li')}</ul>")
    (quote,) = thread.posts[1].quotes
    assert quote.layout_copy
    assert text_of(tree, quote.body).text == ADA
    assert words(tree, thread.posts[1]) == BOB


@pytest.mark.parametrize("hide", ['aria-hidden="true"', "hidden", 'style="display:none"'])
def test_layout_copies_of_words_are_not_read_twice(hide: str) -> None:
    tree, thread = read(
        row("ada", ADA, f"<div {hide}><p>{ADA}</p></div>")
        + row("bob", BOB, f"<template><p>{BOB}</p></template><script>{BOB}</script>")
    )
    assert [words(tree, p) for p in thread.posts] == [ADA, BOB]


def test_words_shown_once_for_each_size_of_screen_are_read_once() -> None:
    tree, thread = read(
        row("ada", ADA, f"<p class=wide>{ADA}</p>") + row("bob", BOB, f"<p class=wide>{BOB}</p>")
    )
    assert [words(tree, p) for p in thread.posts] == [ADA, BOB]


def test_what_a_post_answers_is_read_from_its_label_and_the_link_in_it() -> None:
    link = "https://x.com/ada/status/2057248504673206272"
    _, thread = read(
        row("ada", ADA)
        + row("bob", BOB).replace("<p>", f'<div>Replying to <a href="{link}">@ada</a></div><p>')
    )
    post = thread.posts[1]
    assert (post.label, post.answers_handle, post.answers_permalink) == ("reply", "ada", link)
    assert post.author is not None
    assert post.author.handle == "bob"


def test_a_button_that_says_reply_is_no_label() -> None:
    buttons = "<div><span>Reply</span><span>Repost</span><span>Like</span></div>"
    _, thread = read(row("ada", ADA, buttons) + row("bob", BOB, buttons))
    assert [p.label for p in thread.posts] == ["", ""]


def test_a_handle_in_capitals_is_spelled_as_in_the_link() -> None:
    _, thread = read(
        (row("QuietFork", ADA) + row("bob", BOB)).replace("<i>@QuietFork", "<i>@<!-- -->QUIETFORK")
    )
    assert thread.posts[0].author is not None
    assert thread.posts[0].author.handle == "QuietFork"


def test_a_post_whose_author_the_page_does_not_know_has_none() -> None:
    _, thread = read(
        row("ada", ADA) + row("bob", BOB) + row("unknown", CEM).replace("x.com/unknown", "x.com/i")
    )
    assert thread.posts[2].author is None


def test_show_more_inside_the_words_is_not_among_them() -> None:
    tree, thread = read(
        row("ada", ADA + ' <a href="#">Show more</a>') + row("bob", BOB + " <a>Show more</a>")
    )
    assert [words(tree, p) for p in thread.posts] == [ADA, BOB]


def test_deep_nesting_and_runs_of_handles_do_no_harm() -> None:
    builder = TreeBuilder()
    builder.open("body")
    for _ in range(900):
        builder.open("div")
    for n in range(500):
        builder.open("span")
        builder.text(f"@user{n % 7}")
        builder.close()
    assert read_generic(builder.build(), URL).posts == ()
