"""Forums, comment pages and lists that name authors without ``@``, or quote without a box."""

from __future__ import annotations

import pytest

from quotefold import read_html
from quotefold.model import Thread

URL = "https://board.example/thread/7"
WHO = ["Ann Rey", "Ben Ode", "Ann Rey", "Cid Fox", "Ben Ode"]
SAID = [
    "The harbour plan ignores the fishermen completely, and nobody asked them.",
    "I think that is unfair to the council, which held four open evenings on it.",
    "Four evenings in February, at five in the afternoon, when every boat was out.",
    "The minutes of those evenings are in the library, and they are two pages long.",
    "Nobody under forty was in the room, so the count means very little to me.",
]
ANSWERS = [None, 0, 1, 0, 3]


def handle(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def read(body: str) -> Thread:
    return read_html(f"<html><body>{body}</body></html>", URL)


def quoted(number: int) -> tuple[str, str] | None:
    answers = ANSWERS[number]
    return None if answers is None else (WHO[answers], SAID[answers])


def forum_table(number: int) -> str:
    quote = quoted(number)
    box = (
        f"<table><tr><td><b>{quote[0]} wrote:</b></td></tr><tr><td class=qt>{quote[1]}</td></tr>"
        "</table><br>"
        if quote
        else ""
    )
    kind = f"r{number % 2}"
    return (
        f"<tr><td class={kind}><b>{WHO[number]}</b><br><small>Senior Member<br>Joined: 12 Mar 2019"
        f"<br>Posts: {number + 7}</small></td><td class={kind}><small>Posted: Thu May 21, 2026 "
        f"12:4{number} am Post subject: Re: The plan</small><hr><font class=pb>{box}{SAID[number]}"
        "</font></td></tr><tr><td><a href='#top'>Back to top</a></td></tr>"
    )


@pytest.fixture(scope="module")
def forum() -> Thread:
    rows = "".join(forum_table(n) for n in range(len(SAID)))
    return read(f"<a href=/faq>FAQ</a><table><tr><th>Author</th></tr>{rows}</table>© board.example")


def test_a_forum_in_a_table_is_read(forum: Thread) -> None:
    assert [p.text for p in forum.posts] == SAID
    assert [p.author.handle if p.author else None for p in forum.posts] == WHO


def test_its_quotes_are_signed_by_who_wrote_them_and_folded(forum: Thread) -> None:
    assert [[q.text for q in p.quotes] for p in forum.posts[1:]] == [
        [quoted(n)[1]]
        for n in range(1, len(SAID))  # type: ignore[index]
    ]
    assert [p.target.post if p.target else None for p in forum.posts] == [
        None, "p0", "p1", "p0", "p3",
    ]  # fmt: skip
    assert all(q.collapsed for p in forum.posts for q in p.quotes)


def test_no_list_of_members_or_topics_is_taken_for_a_forum() -> None:
    topics = "".join(
        f"<tr><td><a href=/t/{n}>{SAID[n]}</a><br><small>Started by <a href='/u/x{n}'>x{n}</a>, "
        f"May {n + 3}, 2026</small></td><td>{n} replies</td></tr>"
        for n in range(5)
    )
    assert read(f"<table>{topics}</table>").posts == ()


def comment(number: int, answers: str = "") -> str:
    who = handle(WHO[number])
    return (
        f"<div class=cm id=c{number}><div class=ch><a href=/user/{who}>{who}</a> "
        f"<a href='#c{number}'>{number + 1} hours ago</a></div><p>{SAID[number]}</p>"
        f"<div class=ck>{answers}</div></div>"
    )


def test_comments_that_nest_answer_the_story_above_them() -> None:
    thread = read(
        "<section><h1>The plan</h1><div>submitted by <a href=/user/ann>ann</a> 5 hours ago · "
        f"<a href=#c>4 comments</a></div><p>{SAID[0]}</p></section>"
        f"<section>{comment(1, comment(2))}{comment(3)}{comment(4)}</section>"
    )
    assert [p.text for p in thread.posts] == SAID
    assert [p.author.handle if p.author else None for p in thread.posts] == [
        handle(name) for name in WHO
    ]
    assert thread.posts[0].kind == "original"
    assert [p.target.post if p.target else None for p in thread.posts] == [
        None, "p0", "p1", "p0", "p0",
    ]  # fmt: skip


def post(number: int, quote: str, words: str = "") -> str:
    head = f"<b>{WHO[number]}</b> <i>@{handle(WHO[number])}</i> · {number + 1}h"
    return (
        f"<li><div class=h>{head}</div>{quote}<p class=b>{words or SAID[number]}</p>"
        f"<small>May {number + 2}, 2026</small></li>"
    )


def listed(draw: str) -> Thread:
    rows = []
    for number in range(len(SAID)):
        quote = quoted(number)
        rows.append(post(number, draw.format(handle(quote[0]), *quote) if quote else ""))
    return read(f"<main><ul>{''.join(rows)}</ul></main>")


@pytest.mark.parametrize(
    "draw",
    [
        "<p class=q>@{0}: {2}</p>",
        "<div class=up><b>{1}</b><p>{2}</p></div>",
        "<div class=up><p>{2}</p></div>",
        "<aside><b>{1}</b> <i>@{0}</i><p>{2}</p></aside>",
        "<figure><p>{2}</p><figcaption>{1} (@{0})</figcaption></figure>",
        "<details open><summary>Quoting {1} (@{0})</summary><p>{2}</p></details>",
        "<q-q><template shadowrootmode=open><b>{1}</b> <i>@{0}</i><p>{2}</p></template></q-q>",
    ],
)
def test_a_quote_is_found_however_it_is_set_off(draw: str) -> None:
    thread = listed(draw)
    assert [p.text for p in thread.posts] == SAID
    found = [[q.text for q in p.quotes] for p in thread.posts]
    assert found == [[quote[1]] if (quote := quoted(n)) else [] for n in range(len(SAID))]
    if "{0}" in draw or "{1}" in draw:
        signed = [q.author.handle if q.author else None for p in thread.posts for q in p.quotes]
        assert signed == [handle(WHO[a]) for a in ANSWERS if a is not None]


def test_words_that_no_other_post_repeats_are_no_quote() -> None:
    rows = "".join(
        f"<li><div class=h><b>{WHO[n]}</b> <i>@{handle(WHO[n])}</i></div><p class=lead>Number {n} "
        f"is what I want to say here today.</p><p class=b>{SAID[n]}</p><small>May {n + 2}, 2026"
        "</small></li>"
        for n in range(len(SAID))
    )
    thread = read(f"<ul>{rows}</ul>")
    assert all(not p.quotes for p in thread.posts)


def test_one_label_over_every_card_says_nothing_of_answers() -> None:
    rows = []
    for number in range(len(SAID)):
        quote = quoted(number)
        who = handle(quote[0]) if quote else ""
        label = f"<div>Quoting {quote[0]} (@{who})</div>" if quote else ""
        card = f"<div class=q>{label}<p>{quote[1]}</p></div>" if quote else ""
        words = f"@{who} {SAID[number]}" if number > 2 else SAID[number]
        rows.append(post(number, card, words))
    thread = read(f"<ul>{''.join(rows)}</ul>")
    assert [p.kind for p in thread.posts[1:]] == ["quote", "quote", "reply", "reply"]


def signed_below(number: int, kind: str) -> str:
    who = handle(WHO[number])
    words = f"@<!-- -->{who} {SAID[number][:20]}<!-- x -->{SAID[number][20:]}"
    signature = f"<div class=sg>{WHO[number]} @<!-- -->{who} · May 2{number}</div>"
    if kind == "qb":
        return f"<div class=qb>{words}{signature}</div>"
    return f"<div class=bd>{words}</div>{signature}"


def test_a_comment_inside_a_line_is_no_break() -> None:
    rows = "".join(
        f"<div class=it>{'' if answers is None else signed_below(answers, 'qb')}"
        f"{signed_below(number, 'bd')}</div>"
        for number, answers in enumerate(ANSWERS)
    )
    thread = read(f"<div class=ls>{rows}</div>")
    assert [q.text for q in thread.posts[1].quotes] == [f"@ann {SAID[0]}"]
    assert all(q.collapsed for p in thread.posts for q in p.quotes)
