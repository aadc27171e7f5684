"""The outline in the terminal: readable, narrow, harmless."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from quotefold.outline import Outline
from quotefold.printable import printable
from tests.unit.cli.made import badge, fold, night_train, plan, post, quote


def shown(of, width=80, **console):
    """What a terminal of this width gets."""
    out = io.StringIO()
    Console(
        file=out, width=width, highlight=False, legacy_windows=False, no_color=False, **console
    ).print(Outline(of))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_outline_reads_well_at_usual_widths(snapshot, width):
    assert shown(night_train(), width) == snapshot


def test_outline_in_a_terminal_with_colours(snapshot):
    assert shown(night_train(), force_terminal=True, color_system="standard") == snapshot


def test_no_colour_where_the_output_is_no_terminal():
    assert "\x1b" not in shown(night_train())


@pytest.mark.parametrize("width", [20, 40, 60, 200])
def test_no_line_is_wider_than_the_terminal(width):
    lines = shown(night_train(), width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_stance_has_a_shape_and_a_word_and_is_left_out_where_unclear():
    posts = [
        post(n, f"a{n}", "words", target={"post": "p0"} if n > 1 else None) for n in range(1, 7)
    ]
    text = shown(
        plan(
            posts,
            [
                badge(1, "Original post"),
                badge(2, "Replies to @a1", stance=("support", "Supports")),
                badge(3, "Replies to @a1", stance=("oppose", "Opposes")),
                badge(4, "Replies to @a1", stance=("query", "Asks about")),
                badge(5, "Replies to @a1", stance=("comment", "Comments on")),
                badge(6, "Replies to @a1", stance=("unclear", ""), shown=False),
            ],
        )
    )
    heads = [line for line in text.splitlines() if " @a" in line]
    assert ["✓ Supports" in h for h in heads] == [False, True, False, False, False, False]
    assert ["≠ Opposes" in h for h in heads] == [False, False, True, False, False, False]
    assert ["? Asks about" in h for h in heads] == [False, False, False, True, False, False]
    assert ["… Comments on" in h for h in heads] == [False, False, False, False, True, False]


def test_a_stance_that_is_not_sure_enough_is_not_shown():
    one = badge(2, "Replies to @a", stance=("oppose", "Opposes"), shown=False)
    text = shown(plan([post(1, "a", "x"), post(2, "b", "y", target={"post": "p0"})], [one]))
    assert "Opposes" not in text
    assert "≠" not in text


def test_an_open_quote_shows_its_words_and_a_folded_one_says_why():
    text = shown(
        plan(
            [
                post(
                    1,
                    "a",
                    "mine",
                    quotes=[
                        quote("q1", "b", "first words of the open one"),
                        quote("q2", None, "words that stand above", collapsed=True),
                    ],
                )
            ],
            folds=[fold("q2", "p0", "author not shown", "same as post 3 above")],
        )
    )
    assert "▾ quote of @b: first words of the open one" in text
    assert "▸ quote of (author not shown) folded: same as post 3 above" in text
    assert "words that stand above" not in text


def test_a_copy_that_the_reader_keeps_open_shows_its_words():
    opened = fold("q1", "p0", "@b", "same as post 1 above", collapsed=False)
    text = shown(plan([post(1, "a", "mine", quotes=[quote("q1", "b", "its words")])], [], [opened]))
    assert "▾ quote of @b: its words" in text


def test_posts_that_answer_one_thing_elsewhere_stand_below_it():
    there = {"handle": "desk", "text": "The plan.", "permalink": "https://x.com/desk/status/1"}
    text = shown(
        plan(
            [
                post(1, "a", "one", target=there),
                post(2, "b", "two"),
                post(3, "c", "three", target=there),
            ]
        )
    )
    assert text.count("@desk · not on this page · https://x.com/desk/status/1") == 1
    order = [text.index(part) for part in ("@desk", "1 @a", "3 @c", "2 @b")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "targets",
    [{0: "p0"}, {0: "p1", 1: "p0"}, {0: "p2", 1: "p0", 2: "p1"}, {0: "p9"}, {1: "p2", 2: "p1"}],
    ids=["itself", "two", "three", "no such post", "beside a root"],
)
def test_posts_that_answer_in_a_circle_are_each_shown_once(targets):
    posts = [
        post(n + 1, f"user{n}", "x", target={"post": targets[n]} if n in targets else None)
        for n in range(3)
    ]
    text = shown(plan(posts))
    assert [text.count(f"@user{n}") for n in range(3)] == [1, 1, 1]


def test_a_chain_of_2000_answers_keeps_room_for_words():
    posts = [
        post(n, f"user{n}", "some words here", target={"post": f"p{n - 2}"} if n > 1 else None)
        for n in range(1, 2001)
    ]
    lines = shown(plan(posts), 60).splitlines()
    assert sum("some words here" in line for line in lines) == 2000
    numbers = [line.split("@user")[1] for line in lines if "@user" in line]
    assert numbers == [str(n) for n in range(1, 2001)]
    assert max(len(line) for line in lines) <= 60


def test_answers_too_deep_to_indent_keep_their_order():
    targets = [None, "p0", "p1", "p2", "p3", "p2", "p0"]
    posts = [
        post(n + 1, f"u{n}", "x", target={"post": t} if t else None) for n, t in enumerate(targets)
    ]
    text = shown(plan(posts), 45)
    order = [text.index(f"@u{n}") for n in (0, 1, 2, 3, 4, 5, 6)]
    assert order == sorted(order)


def test_a_page_that_is_no_thread_says_so_once():
    none = plan([], message="this page is no thread", warnings=["this page is no thread"])
    assert shown(none).count("this page is no thread") == 1


def test_warnings_stand_at_the_end():
    text = shown(plan([post(1, "a", "x")], warnings=["only the first 1 of 2 posts were read"]))
    assert text.splitlines()[-1] == "! only the first 1 of 2 posts were read"


HOSTILE = "\x1b[2J\x1b]0;owned\x07\r\n\x9b31m\u202eevil\u2066\u200b[bold]name[/bold] :skull:\ud800"


def test_nothing_from_the_page_reaches_the_terminal_as_a_command():
    hostile = plan(
        [
            post(
                1,
                HOSTILE,
                HOSTILE,
                time=HOSTILE,
                quotes=[quote("q1", HOSTILE, HOSTILE), quote("q2", HOSTILE, "")],
                target={"handle": HOSTILE, "text": HOSTILE, "permalink": HOSTILE},
            )
        ],
        [badge(1, HOSTILE, HOSTILE, part=HOSTILE, quoted=HOSTILE, stance=("oppose", HOSTILE))],
        [fold("q2", "p0", HOSTILE, HOSTILE, times=HOSTILE)],
        message=HOSTILE,
        warnings=[HOSTILE],
    )
    hostile["thread"]["url"] = hostile["thread"]["site"] = HOSTILE
    text = shown(hostile, 200)
    assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}
    assert "[bold]name[/bold] :skull:" in text


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=())))
def test_printable_text_is_one_line_that_no_terminal_acts_on(text):
    line = printable(text)
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert {c for c in line if unicodedata.category(c) == "Cf"} <= {"\u200c", "\u200d"}
    assert line == " ".join(line.split(" ")).strip()
    assert printable(line) == line


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"])))
def test_printable_text_keeps_what_can_be_seen(text):
    assert printable(text) == text
