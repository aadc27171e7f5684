"""What a stance model gets to read of a post."""

import pytest

from quotefold.stance import Pair, judge
from quotefold.stance.text import PERSON, Piece, pieces


def read(text, names=frozenset(), parent=""):
    return "".join(p.text for p in pieces(text, names, parent))


def test_leading_mentions_and_links_are_left_out():
    assert read("@ana @bo.b https://x.test/1 that is so") == "that is so"


def test_a_link_inside_is_left_out_with_or_without_scheme():
    assert read("see https://a.test/b?c=1 and paper.test/x now") == "see  and  now"


def test_a_mention_inside_becomes_one_word():
    assert read("I think @Ana_1 is right") == f"I think {PERSON} is right"


def test_a_known_name_becomes_one_word_in_any_case():
    names = frozenset({"So8res", "Scott Alexander"})
    assert read("as so8RES told scott alexander, no", names) == (f"as {PERSON} told {PERSON}, no")
    assert read("Scott went home", names) == "Scott went home"


def test_quoted_lines_are_left_out():
    assert read("> the bridge is old\nNo, it is new.\n> and narrow\nTrue.").split("\n") == [
        "",
        "No, it is new.",
        "",
        "True.",
    ]


def test_of_a_flattened_quotation_only_what_the_parent_says_is_left_out():
    parent = "We know that the bridge is old and narrow."
    assert read("> the bridge is old Not at all.", parent=parent).strip() == "Not at all."


def test_a_flattened_line_that_quotes_something_else_stays():
    assert "nobody asked" in read("> nobody asked you", parent="The bridge is old.")


def test_verbatim_pieces_stand_where_they_say():
    text = "@a well, @b said https://x.test/y so"
    for piece in pieces(text):
        assert piece.text == PERSON or text[piece.start : piece.end] == piece.text


def test_an_empty_post_has_no_pieces():
    assert pieces("") == []
    assert pieces("@only https://x.test/1") == []


def test_a_person_of_four_letters_is_still_a_person():
    assert pieces("so @abc said")[1] == Piece(PERSON, 3, 7)


@pytest.mark.parametrize(
    "run",
    ["a", "a.", "a-", "@a", "@a.", ">", "> ", "&gt;", "a@", "http", "www.", "' ", "! ", "i agre"],
)
def test_a_hostile_run_is_read_in_the_time_that_its_length_asks_for(run):
    text = run * (100_000 // len(run))
    assert judge([Pair(text, text)])[0].shown is False
