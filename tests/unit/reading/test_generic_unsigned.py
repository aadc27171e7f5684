"""A post that the page does not sign is a post too, and its author stays unknown."""

import pytest

from quotefold import read_html

POSTS = [
    ("ann", "The harbour plan ignores the fishermen completely, and nobody asked them.", None),
    ("ben", "I think that is unfair to the council, which held four open evenings on it.", 0),
    (None, "Four evenings in February, at five in the afternoon, when every boat was out.", 1),
    ("cid", "The minutes of those evenings are in the library, and they are two pages long.", 0),
]


def rendered(number: int) -> str:
    who, words, answers = POSTS[number]
    head = f"<div class=h><b>{who.title()} Rey</b> <span>@{who}</span></div>" if who else ""
    card = ""
    if answers is not None:
        by, quoted, _ = POSTS[answers]
        card = (
            f"<div class=q><div class=h><b>{by.title()} Rey</b> <span>@{by}</span></div>"
            f"<p>{quoted}</p><div class=m>11:54 PM · May 20, 2026 · 38K Views</div></div>"
        )
    stamp = f"<div class=m>12:{10 + number} AM · May 21, 2026 · 5K Views</div>"
    return f"<div class=c>{head}<p>{words}</p>{card}{stamp}</div>"


@pytest.fixture(scope="module")
def thread():
    page = "<main>" + "".join(rendered(n) for n in range(len(POSTS))) + "</main>"
    return read_html(page, "https://news.example/story/42")


def test_an_unsigned_post_among_signed_ones_keeps_its_words(thread):
    assert [p.text for p in thread.posts] == [words for _, words, _ in POSTS]


def test_nobody_is_taken_for_its_author(thread):
    assert [p.author.handle if p.author else None for p in thread.posts] == [
        "ann", "ben", None, "cid",
    ]  # fmt: skip


def test_its_card_is_a_quote_and_says_what_it_answers(thread):
    assert [len(p.quotes) for p in thread.posts] == [0, 1, 1, 1]
    assert [p.target.post if p.target else None for p in thread.posts] == [None, "p0", "p1", "p0"]
