"""What must not move a judgement, for any text."""

import math
import string

from hypothesis import given
from hypothesis import strategies as st

from quotefold.stance import LABELS, Pair, judge
from quotefold.stance.text import PERSON, named_in, pieces

WORDS = st.sampled_from(
    "no yes I agree but you are wrong this is why not great idea build slow who says ? ! .".split()
)
SENTENCE = st.lists(WORDS, max_size=25).map(" ".join)
HANDLE = st.text(string.ascii_letters + string.digits + "_", min_size=3, max_size=15).map(
    lambda h: h + "_9"
)
ANY_TEXT = st.text(max_size=300)


def outcome(pair):
    (found,) = judge([pair])
    return found.label, found.shown, found.scores


@given(SENTENCE, SENTENCE, SENTENCE, HANDLE, HANDLE)
def test_renaming_people_changes_nothing(parent, before, after, old, new):
    def said_by(handle):
        return Pair(
            f"@{handle} {parent} {handle}",
            f"@{handle} {before} @{handle} {after} {handle} {after}",
            handles=frozenset({handle}),
        )

    assert outcome(said_by(old)) == outcome(said_by(new))


@given(ANY_TEXT, ANY_TEXT, st.lists(st.one_of(HANDLE, ANY_TEXT), max_size=3), st.data())
def test_the_names_that_stand_in_the_texts_are_all_that_count(parent, reply, others, data):
    words = st.sampled_from([*f"{parent} {reply} x".split()])
    own = data.draw(st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), max_size=3))
    names = frozenset([*others, *own])
    few = named_in(parent, names) | named_in(reply, names)
    assert pieces(reply, few, parent) == pieces(reply, names, parent)
    assert pieces(parent, few) == pieces(parent, names)


@given(SENTENCE, SENTENCE, st.lists(HANDLE, max_size=4))
def test_leading_mentions_and_a_link_at_the_end_change_nothing(parent, reply, handles):
    lead = "".join(f"@{h} " for h in handles)
    plain, dressed = Pair(parent, reply), Pair(parent, f"{lead}{reply} https://x.test/{lead[1:5]}")
    assert outcome(plain) == outcome(dressed)


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_gets_probabilities_and_evidence_inside_the_reply(parent, reply):
    (found,) = judge([Pair(parent, reply)], threshold=0.0)
    assert math.isclose(sum(found.scores[label] for label in LABELS), 1.0, abs_tol=1e-3)
    at = 0
    for start, end in found.evidence:
        assert at <= start < end <= len(reply)
        at = end
    assert bool(found.evidence) == found.shown


@given(ANY_TEXT, st.lists(HANDLE, max_size=3), ANY_TEXT)
def test_pieces_stand_in_order_where_they_say(text, names, parent):
    at = 0
    for piece in pieces(text, frozenset(names), parent):
        assert at <= piece.start < piece.end <= len(text)
        assert piece.text in (PERSON, text[piece.start : piece.end])
        at = piece.end
