"""Threads in layouts that differ in kind, each drawn by a few lines of its own.

``test_reading.py`` turns one design in all its parameters. Here every layout is another
idea of how a post can look: lists of definitions, rows of tables, newsletters, cards that
are links as a whole, the markup of Twitter's past, posts whose author is only in a
picture's description. What is compared is what the page shows.
"""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, assume, given, settings

from quotefold.dom.html import tree_from_html
from quotefold.dom.text import text_of
from quotefold.reading.generic import read_generic
from tests.rendering.spec import Person, Post, Thread, clock, count
from tests.rendering.strategies import threads

URL = "https://news.example/story"

Layout = Callable[[Thread], str]
LAYOUTS: dict[str, Layout] = {}

EDITOR = (
    "The exchange began in the evening, when the post below went up.",
    "Not everybody agreed, and the talk soon turned to the price of seats.",
    "Others joined in later that night, with another view of things.",
)


def layout(draw: Layout) -> Layout:
    LAYOUTS[draw.__name__] = draw
    return draw


def page(body: str) -> str:
    return f"<!doctype html><html lang=en><title>T</title><body>{body}</body></html>"


def status(post: Post) -> str:
    return f"https://x.com/{post.author.handle}/status/{post.status_id}"


def paragraphs(post: Post) -> str:
    return "".join(f"<p>{linked(p)}</p>" for p in post.words())


def lines(post: Post) -> str:
    return "<br><br>".join(linked(p) for p in post.words())


def linked(text: str) -> str:
    return re.sub(
        r"(?<![\w/])@(\w{2,20})", r'<a href="https://x.com/\1">@\1</a>', escape(text, quote=False)
    )


def quoted(thread: Thread, post: Post) -> Post | None:
    return thread.target(post)


def flat(thread: Thread, post: Post) -> str:
    return linked(" ".join(" ".join(quoted_post(thread, post).words()).split()))


def quoted_post(thread: Thread, post: Post) -> Post:
    target = thread.target(post)
    assert target is not None
    return target


def each(thread: Thread, draw: Callable[[Post, Post | None], str]) -> str:
    return "".join(draw(p, quoted(thread, p)) for p in thread.posts)


def name(person: Person) -> str:
    return escape(person.name)


@layout
def news_page_with_embeds_before_their_script_has_run(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<blockquote class="quoted"><p lang=en dir=ltr>{flat(thread, p)}</p>&mdash; '
            f"{name(q.author)} (@{q.author.handle}) "
            f'<a href="{status(q)}?ref_src=twsrc">May 20, 2026</a></blockquote>'
            if q
            else ""
        )
        return (
            f"<p>{EDITOR[p.status_id % 3]}</p>"
            f'<blockquote class="twitter-tweet"><p lang=en dir=ltr>{lines(p)}</p>{quote}&mdash; '
            f"{name(p.author)} (@{p.author.handle}) "
            f'<a href="{status(p)}?ref_src=twsrc">May 20, 2026</a></blockquote><script></script>'
        )

    return page(
        '<header><nav><a href="/">Home</a></nav></header><main><article><h1>Trams</h1>'
        '<p>By Ann Editor <a href="https://x.com/anneditor">@anneditor</a> · May 22, 2026</p>'
        f"{each(thread, post)}<p>The city did not comment.</p></article></main>"
        '<footer><p>© 2026. Follow us <a href="https://x.com/paper">@paper</a></p></footer>'
    )


@layout
def sections_of_an_article_with_a_figure_each(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<div class="embed-quote"><div><b>{name(q.author)}</b> <span>@{q.author.handle}</span>'
            f"</div><p>{flat(thread, p)}</p></div>"
            if q
            else ""
        )
        return (
            f"<section><h2>Part</h2><p>{EDITOR[p.status_id % 3]}</p><figure><div class=emb>"
            f'<div class=hd><img alt="" src=x><a href="https://x.com/{p.author.handle}">'
            f"{name(p.author)}</a><span>@{p.author.handle}</span></div>{paragraphs(p)}{quote}"
            f'<div class=ft><a href="{status(p)}"><time datetime="{p.minute}">{clock(p.when)}'
            f"</time></a></div></div></figure><p>{EDITOR[(p.status_id + 1) % 3]}</p></section>"
        )

    return page(f"<div><article><h1>Trams</h1>{each(thread, post)}</article></div>")


@layout
def list_of_definitions(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<blockquote><cite>{name(q.author)} @{q.author.handle}</cite>"
            f"<p>{flat(thread, p)}</p></blockquote>"
            if q
            else ""
        )
        return (
            f'<dt><b>{name(p.author)}</b> <a href="https://x.com/{p.author.handle}">'
            f'@{p.author.handle}</a> <a href="{status(p)}">{clock(p.when)}</a></dt>'
            f"<dd>{paragraphs(p)}{quote}</dd>"
        )

    return page(f"<main><h1>Trams</h1><dl>{each(thread, post)}</dl></main>")


@layout
def rows_of_a_table(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<div class=box><div>{name(q.author)} · @{q.author.handle} · {clock(q.when)}</div>"
            f"<div>{flat(thread, p)}</div></div>"
            if q
            else ""
        )
        return (
            f'<tr><td><img src=a alt=""></td><td><div><strong>{name(p.author)}</strong> '
            f"<span>@{p.author.handle}</span> <span>{clock(p.when)}</span></div>{quote}"
            f"<div>{lines(p)}</div></td><td>{count(p.views)} views</td></tr>"
        )

    return page(f"<main><table><tbody>{each(thread, post)}</tbody></table></main>")


@layout
def three_rows_of_a_table_for_each_post(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<blockquote><b>@{q.author.handle}</b> wrote:<br>{flat(thread, p)}</blockquote>"
            if q
            else ""
        )
        return (
            f'<tr class=athing><td><a class=u href="https://x.com/{p.author.handle}">'
            f'@{p.author.handle}</a> <span class=age><a href="{status(p)}">May 20, 2026</a></span>'
            f"</td></tr><tr class=txt><td>{lines(p)}{quote}</td></tr>"
            "<tr class=spacer><td></td></tr>"
        )

    return page(f"<main><table><tbody>{each(thread, post)}</tbody></table></main>")


@layout
def cards_that_are_links_as_a_whole(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<div class=q><div><img alt="@{q.author.handle} avatar"><span>{name(q.author)}</span>'
            f"<span>@{q.author.handle}</span></div><div>"
            f"{escape(' '.join(q.words()))}</div></div>"
            if q
            else ""
        )
        words = "<br><br>".join(escape(w) for w in p.words())
        return (
            f'<li><a href="{status(p)}" target=_blank><div><img alt="{name(p.author)}">'
            f"<span>{name(p.author)}</span><span>@{p.author.handle}</span></div><div>{words}</div>"
            f"{quote}<div><span>{clock(p.when)}</span><span>{count(p.views)} Views</span></div>"
            "</a></li>"
        )

    return page(f"<main><h1>Trams</h1><ol>{each(thread, post)}</ol></main>")


@layout
def authors_only_in_the_description_of_a_picture(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<div role=link><img src=x alt="@{q.author.handle}"><div>{flat(thread, p)}</div></div>'
            if q
            else ""
        )
        return (
            f'<div class=c><img src=x alt="@{p.author.handle}"><div class=m><div>{lines(p)}</div>'
            f"{quote}<div class=t>{clock(p.when)}</div></div></div>"
        )

    return page(f"<main><h1>Trams</h1><div>{each(thread, post)}</div></main>")


@layout
def elements_of_the_sites_own(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<x-quote author="{q.author.handle}"><x-text>{flat(thread, p)}</x-text></x-quote>'
            if q
            else ""
        )
        return (
            f'<x-post author="{p.author.handle}" created="{p.minute}"><x-head>'
            f"<x-name>{name(p.author)}</x-name><x-handle>@{p.author.handle}</x-handle></x-head>"
            f"<x-text>{lines(p)}</x-text>{quote}<x-meta><x-time>{clock(p.when)}</x-time>"
            f"<x-views>{count(p.views)} views</x-views></x-meta></x-post>"
        )

    return page(f"<main><h1>Trams</h1><x-thread>{each(thread, post)}</x-thread></main>")


@layout
def quotes_known_by_a_label_alone(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        label = "Quoting" if p.by == "quote" else "Replying to"
        quote = (
            f'<p class=lbl>{label} <a href="{status(q)}">@{q.author.handle}</a></p>'
            f"<blockquote><p>{flat(thread, p)}</p></blockquote>"
            if q
            else ""
        )
        return (
            f"<article><header><span>{name(p.author)}</span> <span>@{p.author.handle}</span>"
            f'</header>{quote}<p>{lines(p)}</p><footer><a href="{status(p)}">{clock(p.when)}</a>'
            "</footer></article>"
        )

    return page(f"<main><h1>Trams</h1>{each(thread, post)}</main>")


@layout
def headings_and_paragraphs_laid_flat(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<blockquote><p><b>{name(q.author)} (@{q.author.handle})</b></p>"
            f"<p>{flat(thread, p)}</p></blockquote>"
            if q
            else ""
        )
        return (
            f"<h3>{name(p.author)} (@{p.author.handle})</h3>{paragraphs(p)}{quote}"
            f'<p><small><a href="{status(p)}">{clock(p.when)}</a></small></p>'
        )

    return page(f"<main><h1>Trams</h1>{each(thread, post)}</main>")


@layout
def tables_in_tables_as_in_mail(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<table><tr><td><b>{name(q.author)}</b> <font color=gray>@{q.author.handle}</font>"
            f"</td></tr><tr><td>{flat(thread, p)}</td></tr></table>"
            if q
            else ""
        )
        return (
            f"<table><tr><td><img src=x></td><td><b>{name(p.author)}</b><br>"
            f"<font color=gray>@{p.author.handle}</font></td></tr>"
            f"<tr><td colspan=2>{lines(p)}</td></tr><tr><td colspan=2>{quote}</td></tr>"
            f'<tr><td colspan=2><a href="{status(p)}"><font>{clock(p.when)}</font></a></td></tr>'
            "</table>"
        )

    return page(f"<center><table><tr><td>{each(thread, post)}</td></tr></table></center>")


@layout
def twitter_as_it_was_in_2015(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<div class=QuoteTweet><a class=QuoteTweet-link href="/{q.author.handle}/status/'
            f'{q.status_id}" aria-hidden=true></a><div class=QuoteTweet-innerContainer '
            f'data-item-id="{q.status_id}" data-screen-name="{q.author.handle}"><div '
            f"class=QuoteTweet-originalAuthor><b class=QuoteTweet-fullname>{name(q.author)}</b>"
            f"<span class=username><s>@</s><b>{q.author.handle}</b></span></div>"
            f"<div class=QuoteTweet-text>{escape(' '.join(q.words()))}</div></div></div>"
            if q
            else ""
        )
        return (
            f'<li data-item-id="{p.status_id}"><div class=tweet data-screen-name='
            f'"{p.author.handle}"><div class=header><a href="/{p.author.handle}"><img alt="">'
            f"<strong class=fullname>{name(p.author)}</strong><span class=username><s>@</s>"
            f'<b>{p.author.handle}</b></span></a><small><a href="/{p.author.handle}/status/'
            f'{p.status_id}" title="{clock(p.when)}"><span>May 20</span></a></small></div>'
            f"<div><p class=tweet-text>{lines(p)}</p></div>{quote}"
            "<div role=group><button>Reply</button><span class=cnt>4.4K</span></div></div></li>"
        )

    return page(f"<div class=stream><ol>{each(thread, post)}</ol></div>")


@layout
def handles_without_the_sign(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f'<div class=ref><a href="https://x.com/{q.author.handle}">{q.author.handle}</a>'
            f"<div>{flat(thread, p)}</div></div>"
            if q
            else ""
        )
        return (
            f'<div class=c><a href="https://x.com/{p.author.handle}">{p.author.handle}</a> '
            f"<span>{clock(p.when)}</span><div>{lines(p)}</div>{quote}</div>"
        )

    return page(f"<main><h1>Trams</h1>{each(thread, post)}</main>")


@layout
def a_preview_of_a_linked_page_in_every_post(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<article class=inner><header><b>{name(q.author)}</b> <i>@{q.author.handle}</i>"
            f"</header><p>{flat(thread, p)}</p></article>"
            if q
            else ""
        )
        preview = (
            '<a href="https://city.example/plan"><img src=x alt="A chart"><div><span>city.example'
            f"</span><h5>Plan {p.key} for the night</h5><p>Seats, trams and what they cost.</p>"
            "</div></a>"
        )
        return (
            f"<article class=post><header><b>{name(p.author)}</b> <i>@{p.author.handle}</i>"
            f"</header><p>{lines(p)}</p>{preview}{quote}"
            f'<footer><a href="{status(p)}">{clock(p.when)}</a></footer></article>'
        )

    return page(f"<main><h1>Trams</h1>{each(thread, post)}</main>")


@layout
def labels_in_a_language_that_no_table_knows(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<div class=qq><b>{name(q.author)}</b> <i>@{q.author.handle}</i>"
            f"<div>{flat(thread, p)}</div></div>"
            if q
            else ""
        )
        return (
            f"<div class=pp><div><b>{name(p.author)}</b> <i>@{p.author.handle}</i> "
            f"<a href='#'>Obserwuj</a></div><div class=txt>{lines(p)}</div>{quote}"
            f'<div><a href="{status(p)}">{p.when:%H:%M} · {p.when:%d.%m.%Y}</a></div>'
            "<div class=acts><span>Odpowiedz</span><span>Udostępnij</span></div></div>"
        )

    return page(f"<main><h1>Tramwaje</h1>{each(thread, post)}</main>")


@layout
def buttons_and_counts_as_plain_text(thread: Thread) -> str:
    def post(p: Post, q: Post | None) -> str:
        quote = (
            f"<section class=emb><header><img alt=''><span>{name(q.author)}</span><span>✓</span>"
            f"<span>@{q.author.handle.upper()}</span><span>·</span><span>May 20, 2026</span>"
            f"</header><p>{flat(thread, p)}</p></section>"
            if q
            else ""
        )
        return (
            f"<div class=tw><header><span>#{p.status_id % 900}</span><img alt=''>"
            f"<span>{name(p.author)}</span><span>✓</span><span>@{p.author.handle}</span>"
            f"<span>·</span><span>Follow</span></header><p>{lines(p)}</p>{quote}<div><span>"
            f"{clock(p.when)}</span><span>·</span><span>{count(p.views)} Views</span></div>"
            "<div><span>2.5K</span> <span>4.4K</span> <span>25K</span></div>"
            f'<div><a href="{status(p)}">Read 12 replies</a> <a href="#">Copy link</a></div></div>'
        )

    return page(f"<main><h1>Trams</h1>{each(thread, post)}</main>")


def bare(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("draw", LAYOUTS.values(), ids=LAYOUTS.keys())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
@given(thread=threads())
def test_a_thread_reads_back_from(draw: Layout, thread: Thread) -> None:
    # "See you there @ada" as a whole paragraph is also how pages sign a post, and what is
    # said again and again in the same few words could be a name or a button.
    said = [w for p in (*thread.posts, *thread.outside) for w in p.paragraphs]
    assume(len({p.author.handle for p in thread.posts}) > 1)
    assume(len(set(said)) == len(said))
    assume(not any(re.search(r"@\w+\W*$", w) for w in said))
    # A line of clocks and numbers alone is what pages print below a post.
    assume(all(re.search(r"[^\W\d_]{2}", w) for w in said))
    tree = tree_from_html(draw(thread))
    posts = read_generic(tree, URL).posts
    shown = [
        (
            bare(text_of(tree, p.body, without=[q.node for q in p.quotes]).text),
            p.author.handle.casefold() if p.author else None,
            [
                (
                    bare(text_of(tree, q.body).text),
                    q.author.handle.casefold() if q.author else None,
                )
                for q in p.quotes
            ],
        )
        for p in posts
    ]
    assert shown == [
        (
            bare(" ".join(p.words())),
            p.author.handle.casefold(),
            [(bare(" ".join(q.words())), q.author.handle.casefold())]
            if (q := thread.target(p)) is not None
            else [],
        )
        for p in thread.posts
    ]
