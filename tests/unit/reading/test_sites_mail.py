"""Lines that begin with ``>`` are read as what they repeat, at any depth and width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotefold.dom.html import tree_from_html
from quotefold.dom.text import Text, text_of
from quotefold.dom.tree import Tree
from quotefold.model import Author
from quotefold.reading.attributions import attributed_to, person
from quotefold.reading.mail import attribution_at_end, mail_time, runs_of, split_mail
from quotefold.reading.worded import joined, part, without

R = "Ravi Ondrej"


def mail(lines: str, tag: str = "pre") -> tuple[Tree, Text]:
    escaped = lines.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    tree = tree_from_html(f"<{tag}>{escaped}</{tag}>")
    return tree, text_of(tree, (1,))


def runs(lines: str) -> list[tuple[int, str, str]]:
    return [(r.depth, r.words.text, r.who) for r in runs_of(mail(lines)[1])]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Greta Maas wrote:", "Greta Maas"),
        ("On Sat, 9 May 2026, Ravi Ondrej wrote:", "Ravi Ondrej"),
        ("On Sat, May 9, 2026 at 8:31 AM Ravi Ondrej <ravi@example.org> wrote:", "Ravi Ondrej"),
        ("On Sat, 9 May 2026 08:31:05 +0000, Ravi Ondrej wrote:", "Ravi Ondrej"),
        ("On 2026-05-09, Ravi Ondrej <ravi@example.org> wrote:", "Ravi Ondrej"),
        ("On 5/9/26 8:31 AM, Ravi wrote:", "Ravi"),
        ("Am 09.05.2026 um 08:31 schrieb Ravi Ondrej:", "Ravi Ondrej"),
        ("Le sam. 9 mai 2026 à 08:31, Ravi Ondrej <ravi@example.org> a écrit :", "Ravi Ondrej"),
        ("Op 9 mei 2026 om 08:31 schreef Ravi Ondrej:", "Ravi Ondrej"),
        ('"Ondrej, Ravi" <ravi@example.org> writes:', "Ondrej, Ravi"),
        ("ravi at example.org (Ravi Ondrej) wrote:", "Ravi Ondrej"),
        ("@ravi said in Buoylib 4:", "ravi"),
        ("<ravi@example.org> wrote:", ""),
        ("Op 9 mei 2026 om 08:31 heeft Ravi Ondrej <r@example.org> het volgende geschreven:", R),
        ("Ravi Ondrej heeft op 9 mei 2026 om 08:31 geschreven:", R),
        ("Ravi Ondrej schreef op 9 mei 2026 om 08:31:", R),
        ("Ravi Ondrej hat am 9. Mai 2026 um 08:31 geschrieben:", R),
        ("Am Sa., 9. Mai 2026 um 08:31 Uhr schrieb Ravi Ondrej <r@example.org>:", R),
        ("El sáb, 9 may 2026 a las 8:31, Ravi Ondrej (<r@example.org>) escribió:", R),
        ("Em sáb., 9 de mai. de 2026 às 08:31, Ravi Ondrej <r@example.org> escreveu:", R),
        ("Il giorno sab 9 mag 2026 alle ore 08:31 Ravi Ondrej <r@example.org> ha scritto:", R),
        ("sob., 9 maj 2026 o 08:31 Ravi Ondrej <r@example.org> napisał(a):", R),
        ("Den lör 9 maj 2026 kl 08:31 skrev Ravi Ondrej <r@example.org>:", R),
        ("lør. 9. mai 2026 kl. 08:31 skrev Ravi Ondrej <r@example.org>:", R),
        ("so 9. 5. 2026 v 8:31 odesílatel Ravi Ondrej <r@example.org> napsal:", R),
        ("сб, 9 мая 2026 г. в 08:31, Ravi Ondrej <r@example.org>:", R),
        ("2026年5月9日(土) 8:31 Ravi Ondrej <r@example.org>:", R),
        ("Ravi Ondrej <r@example.org> 于2026年5月9日周六 08:31写道：", R),
        ("2026년 5월 9일 (토) 오전 8:31, Ravi Ondrej <r@example.org>님이 작성:", R),
        ("Ravi Ondrej <r@example.org>, 9 May 2026 Cmt, 08:31 tarihinde şunu yazdı:", R),
        ("---- On Sat, 09 May 2026 08:31:05 +0000 Ravi Ondrej <r@example.org> wrote ----", R),
        ("---- Ravi Ondrej wrote ----", R),
        ("On 9 May 2026, at 08:31, Ravi Ondrej sent:", R),
        ("---- cut here ----", None),
        ("He is right about this:", None),
        ("Ravi wrote: no", None),
        ("I agree. On Sat, 9 May 2026, Ravi Ondrej wrote:", None),
        ("wrote:", None),
        ("", None),
        ("x" * 400 + " wrote:", None),
    ],
)
def test_a_line_that_names_who_is_quoted(line: str, who: str | None) -> None:
    assert attributed_to(line) == who


def test_own_words_and_quoted_runs_by_depth() -> None:
    assert runs("Hello.\n\nGreta wrote:\n> first\n> second\n\nMy answer.\n> third\n") == [
        (0, "Hello.", ""),
        (1, "first\nsecond", "Greta"),
        (0, "My answer.", ""),
        (1, "third", "Greta"),
    ]


OUTLOOK = """Fine by me.

{banner}
From: Ravi Ondrej <ravi@example.org>
Sent: Saturday, 9 May 2026 08:31
To: harbour@lists.example.org
Subject: Re: Buoylib

The first words.

Some more.
"""


@pytest.mark.parametrize("banner", ["-----Original Message-----", "_" * 32, ""])
def test_a_mail_quoted_as_a_whole_below_its_headers(banner: str) -> None:
    assert runs(OUTLOOK.format(banner=banner)) == [
        (0, "Fine by me.", ""),
        (1, "The first words.\n\nSome more.", "Ravi Ondrej"),
    ]


def test_headers_in_other_languages_and_blocks_within_blocks() -> None:
    inner = "Von: Greta Maas\nGesendet: Samstag, 9. Mai 2026 08:02\nBetreff: Boot\n\nDeep."
    assert runs(f"Top.\n\nDe : Ravi Ondrej\nEnvoyé : samedi\n\nMiddle.\n\n{inner}") == [
        (0, "Top.", ""),
        (1, "Middle.", "Ravi Ondrej"),
        (2, "Deep.", "Greta Maas"),
    ]


def test_own_words_that_look_like_one_header_are_kept() -> None:
    assert runs("From: here\nwe go.") == [(0, "From: here\nwe go.", "")]


def test_nested_levels_know_their_own_speakers() -> None:
    text = (
        "On Sat, 9 May 2026, Greta wrote:\n> Ravi wrote:\n>> inner\n>> goes on\n>\n> outer\n\nMine."
    )
    assert runs(text) == [
        (2, "inner\ngoes on", "Ravi"),
        (1, "outer", "Greta"),
        (0, "Mine.", ""),
    ]


def test_an_attribution_may_be_wrapped() -> None:
    named = "On Sat, May 9, 2026 at 8:31 AM Ravi Ondrej\n<ravi@example.org> wrote:"
    text = f"So.\n\n{named}\n> words\n\nNo."
    assert runs(text) == [(0, "So.", ""), (1, "words", "Ravi Ondrej"), (0, "No.", "")]


def test_own_words_right_above_an_attribution_are_kept() -> None:
    assert runs("I agree.\nGreta wrote:\n> words")[0] == (0, "I agree.", "")


def test_a_colon_without_a_quote_below_stays_with_the_words() -> None:
    assert runs("As Greta wrote:\n\nnothing.") == [(0, "As Greta wrote:\n\nnothing.", "")]


def test_signature_and_footer_of_the_list_are_no_words() -> None:
    assert runs("Yes.\n-- \nRavi\nBoats inc.") == [(0, "Yes.", "")]
    assert runs(f"Yes.\n{'_' * 40}\nlist mailing list") == [(0, "Yes.", "")]
    assert runs("> -- \n> Ravi\nYes.") == [(1, "--\nRavi", ""), (0, "Yes.", "")]


def test_empty_quoted_lines_part_paragraphs() -> None:
    assert runs("> one\n>\n> two\n> \n> three\nmine")[0] == (1, "one\n\ntwo\n\nthree", "")


@pytest.mark.parametrize("marks", [">>", "> >", ">  >", "> > "])
def test_marks_may_be_spaced(marks: str) -> None:
    assert runs(f"{marks} deep\nmine")[0][:2] == (2, "deep")


def test_every_word_knows_its_place() -> None:
    tree, text = mail("A\n\nGreta wrote:\n> b c\n>> d\n> e\n\nf")
    own, quotes = split_mail(tree, text)
    for words in (own, *(quote.words for quote in quotes)):
        assert words.text
        for begin, node, offset, length in words.runs:
            assert tree.texts[node][offset : offset + length] == words.text[begin : begin + length]
        shown = sum(length for *_, length in words.runs)
        assert shown == len(words.text) - words.text.count("\n")


def test_a_run_has_the_node_of_its_box_and_inner_levels_lie_inside() -> None:
    tree = tree_from_html(
        "<pre>Greta wrote:\n"
        "<span class='q'>&gt; Ravi wrote:\n&gt;&gt; inner\n&gt; outer\n</span>\nmine"
        "\n<span class=q>&gt; more\n</span></pre>"
    )
    _, quotes = split_mail(tree, text_of(tree, (1,)), "span.q")
    boxes = [n for n in range(len(tree)) if tree.tags[n] == "span"]
    assert [(q.words.text, q.node, q.inside) for q in quotes] == [
        ("inner", -1, boxes[0]),
        ("outer", boxes[0], -1),
        ("more", boxes[1], -1),
    ]


def test_bare_lines_have_no_node() -> None:
    tree, text = mail("> quoted\nmine")
    _, (quote,) = split_mail(tree, text, "span.q")
    assert quote.node == -1


def test_a_known_person_is_named_as_the_page_names_them() -> None:
    tree, text = mail("greta maas wrote:\n> quoted\nmine")
    known = Author("gretabuoys", "Greta Maas")
    _, (quote,) = split_mail(tree, text, people={"greta maas": known})
    assert quote.author == known


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("Sat, 09 May 2026 08:44:50 +0000", "2026-05-09T08:44:50+00:00"),
        ("Sat, 09 May 2026 08:44:50 -0000", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_the_date_of_a_mail(date: str, iso: str) -> None:
    assert mail_time(date) == iso


def test_a_person_is_a_name_without_address() -> None:
    assert person("Greta Maas <greta@example.org>") == "Greta Maas"
    assert person("greta@example.org") == ""


LINE = st.text("abc >.:\n", max_size=30)


@given(st.lists(LINE, max_size=12))
def test_no_word_is_lost_or_made_up(lines: list[str]) -> None:
    source = "\n".join(lines)
    tree, text = mail(source)
    own, quotes = split_mail(tree, text)
    shown = own.text + "".join(q.words.text for q in quotes)

    def letters(words: str) -> list[str]:
        return sorted(c for c in words if c not in " \n>")

    assert letters(shown) == letters(source)


@given(st.text("ab \n", min_size=1, max_size=40), st.data())
def test_parts_of_a_text_join_to_the_text(words: str, data: st.DataObject) -> None:
    _, text = mail(f"x{words}y")
    cut = data.draw(st.integers(0, len(text.text)))
    whole = joined((("", part(text, 0, cut)), ("", part(text, cut, len(text.text)))))
    assert "".join(whole.text.split()) == "".join(text.text.split())


def test_the_end_of_a_text_node_can_be_taken_out() -> None:
    _, text = mail("I agree.\nGreta wrote:")
    assert without(text, {2: 8}).text == "I agree."
    assert without(text, {2: 0}).text == ""
    assert without(text, {7: 0}) is text
    tree = tree_from_html("<p>one<b>two</b>three<i>four</i></p>")
    words = text_of(tree, (1,))
    assert without(words, {4: 0}).text == "one\n\nthreefour"
    assert without(words, {2: 1, 5: 2}).text == "o\n\ntwoth\n\nfour"


def test_own_words_above_a_date_are_no_part_of_who_wrote() -> None:
    text = 'Hello\n02.04.2012 14:20 user "bo" <\nbo@list.example> wrote:'
    start, who = attribution_at_end(text) or (0, "")
    assert text[:start].strip() == "Hello"
    assert "bo" in who
