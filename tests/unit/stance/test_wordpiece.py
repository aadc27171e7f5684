"""The tokenizer and the rows the encoder reads."""

from quotefold.stance import encode
from quotefold.stance.text import Piece, pieces
from quotefold.stance.wordpiece import load_vocabulary, tokenize

VOCABULARY = load_vocabulary(
    "\n".join(
        "[PAD] [unused1] [unused2] [UNK] [CLS] [SEP] un ##aff ##able user word cafe ! , 中".split()
    )
)


def ids(text):
    return [t.id for t in tokenize(pieces(text), VOCABULARY)]


def names(text):
    known = list(VOCABULARY)
    return [known[i] for i in ids(text)]


def test_the_longest_match_from_the_left_wins():
    assert names("unaffable") == ["un", "##aff", "##able"]


def test_case_and_accents_do_not_count():
    assert names("CAFÉ") == ["cafe"]


def test_marks_and_ideographs_stand_alone():
    assert names("word,word!中中") == ["word", ",", "word", "!", "中", "中"]


def test_a_word_with_an_unmatched_rest_is_unknown():
    assert names("unaffected") == ["[UNK]"]
    assert names("a" * 500) == ["[UNK]"]


def test_tokens_know_the_word_they_come_from():
    tokens = tokenize(pieces("so unaffable"), VOCABULARY)
    assert [(t.start, t.end) for t in tokens] == [(0, 2), (3, 12), (3, 12), (3, 12)]


def test_a_row_marks_the_kind_and_both_sides():
    (row,) = encode.rows([Piece("word", 0, 4)], [Piece("word!", 0, 5)], "quote", VOCABULARY)
    known = list(VOCABULARY)
    assert [known[i] for i in row.ids] == [
        "[CLS]", "[unused2]", "word", "[SEP]", "word", "!", "[SEP]",
    ]  # fmt: skip
    assert row.types == (0, 0, 0, 0, 1, 1, 1)


def test_a_long_reply_is_read_whole_in_windows_that_overlap():
    tokens = tokenize([Piece("word " * 600, 0, 3000)], VOCABULARY)
    found = encode.windows(tokens)
    assert {t.start for w in found for t in w} == {t.start for t in tokens}
    assert all(len(w) == encode.MAX_REPLY for w in found)


def test_a_huge_reply_is_read_from_start_to_end_at_bounded_cost():
    tokens = tokenize([Piece("word " * 20_000, 0, 100_000)], VOCABULARY)
    found = encode.windows(tokens)
    assert len(found) == encode.MAX_WINDOWS
    assert found[0][0] == tokens[0]
    assert found[-1][-1] == tokens[-1]


def test_of_a_long_parent_start_and_end_are_read():
    parent = [Piece("word " * 300 + "!", 0, 1501)]
    (row,) = encode.rows(parent, [], "reply", VOCABULARY)
    assert len(row.ids) == encode.MAX_PARENT + 4
    assert row.ids[-3] == VOCABULARY["!"]
