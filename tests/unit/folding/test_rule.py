"""What is folded, what stays, and what is said about it."""

from __future__ import annotations

import pytest

from quotefold.folding.copies import Block, find_copies
from quotefold.folding.normalise import content_key
from quotefold.folding.rule import FoldOptions, Mode, fold
from quotefold.model import Author, Post, Quote

TRAM = "The night tram should run every 15 minutes, and everyone who works late knows why."
LONG = TRAM + " The counts of the spring show it: 400 riders an hour until two in the morning."
CUT = LONG[:100] + "…"
BIKE = "Or build the bicycle path along the river first; it costs a tenth and is always on time."

# One post: author, own text, and its quotes as (author, text). A quote follows the text.
Row = tuple[str, str, list[tuple[str, str]]]


def folded(rows: list[Row], **options: object) -> dict[str, Quote]:
    """Quotes by id (q1 is the first of the page) after the rule."""
    posts: list[Post] = []
    blocks: list[Block] = []
    for number, (author, text, quoted) in enumerate(rows):
        quotes = []
        blocks.append(Block(f"p{number}", author, text, False))
        for handle, words in quoted:
            quote_id = f"q{sum(len(p.quotes) for p in posts) + len(quotes) + 1}"
            blocks.append(Block(quote_id, handle, words, True))
            key = content_key(handle, words)
            quotes.append(Quote(quote_id, Author(handle), words, key=key))
        posts.append(Post(f"p{number}", "post", Author(author), text, quotes=tuple(quotes)))
    done = fold(posts, find_copies(blocks), FoldOptions(**options))  # type: ignore[arg-type]
    return {quote.id: quote for post in done for quote in post.quotes}


def test_a_quote_of_a_post_above_is_folded() -> None:
    quote = folded([("ada", TRAM, []), ("bo", "Yes!", [("ada", TRAM)])])["q1"]
    assert quote.collapsed
    assert quote.copy_of == "p0"
    assert quote.reason == "same as p0 above"
    assert quote.stands_in == ("p0",)


def test_a_quote_of_a_post_further_down_stays() -> None:
    quote = folded([("bo", "Yes!", [("ada", TRAM)]), ("ada", TRAM, [])])["q1"]
    assert not quote.collapsed
    assert quote.copy_of == "p1"
    assert quote.reason == "same as p1 below"
    assert quote.stands_in == ()


def test_what_is_on_the_page_only_as_a_quote_stays_once() -> None:
    quotes = folded(
        [
            ("bo", "Look.", [("ada", TRAM)]),
            ("cy", "Seen.", [("ada", TRAM)]),
            ("di", "Again.", [("ada", TRAM)]),
        ]
    )
    assert [q.collapsed for q in quotes.values()] == [False, True, True]
    assert [q.copy_of for q in quotes.values()] == [None, "q1", "q1"]
    assert quotes["q1"].reason == "first shown here"
    assert quotes["q2"].reason == "same as q1 above"
    assert quotes["q3"].stands_in == ("q1", "q2")


def test_the_original_is_named_where_an_earlier_quote_folds_it() -> None:
    rows: list[Row] = [(name, "Look.", [("ada", TRAM)]) for name in ("bo", "cy")]
    quotes = folded([*rows, ("ada", TRAM, [])])
    assert quotes["q2"].copy_of == "p2"
    assert quotes["q2"].reason == "same as q1 above"


def test_a_folded_quote_does_not_count_as_visible() -> None:
    # q1 is all that shows the text above q2; closed by hand it needs p2 below, and then
    # nothing visible stands above q2 any more.
    one = fold(
        [
            Post("p0", "post", None, "Look.", quotes=(Quote("q1", None, TRAM, key="one"),)),
            Post("p1", "post", None, "Seen.", quotes=(Quote("q2", None, TRAM, key="other"),)),
            Post("p2", "post", None, TRAM),
        ],
        find_copies(
            [
                Block("q1", "ada", TRAM, True),
                Block("q2", "ada", TRAM, True),
                Block("p2", "ada", TRAM, False),
            ]
        ),
        FoldOptions(closed=frozenset({"one"})),
    )
    assert [q.collapsed for p in one for q in p.quotes] == [True, False]


def test_a_cut_quote_folds_under_its_post_and_under_a_longer_quote() -> None:
    quotes = folded([("bo", "Look.", [("ada", LONG), ("ada", CUT)])])
    assert quotes["q2"].collapsed
    assert quotes["q2"].reason == "same as q1 above, which shows more"


def test_a_quote_that_shows_more_than_the_one_above_stays() -> None:
    quotes = folded([("bo", "Look.", [("ada", CUT), ("ada", LONG), ("ada", CUT)])])
    assert [q.collapsed for q in quotes.values()] == [False, False, True]
    assert quotes["q2"].reason == "shows more than q1"
    assert quotes["q3"].stands_in == ("q1", "q2")


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (TRAM.replace("should", "should not"), "differs from p0"),
        (" ".join(TRAM.split()[3:]), "a part of p0, chosen by who quotes it"),
        (TRAM + " Or so I hear.", "shows more than p0"),
        (BIKE, "not elsewhere on this page"),
    ],
)
def test_why_a_quote_stays_is_said(quote: str, reason: str) -> None:
    found = folded([("ada", TRAM, []), ("bo", "Hm.", [("ada", quote)])])["q1"]
    assert not found.collapsed
    assert found.reason == reason
    assert found.copy_of is None
    assert found.stands_in == ()


ROWS: list[Row] = [
    ("ada", TRAM, []),
    ("bo", "Look.", [("ada", TRAM), ("cy", BIKE), ("di", LONG)]),
    ("cy", BIKE, []),
]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("off", [False, False, False]),
        ("above", [True, False, False]),
        ("anywhere", [True, True, False]),
        ("all", [True, True, True]),
    ],
)
def test_modes_fold_more_and_more(mode: Mode, expected: list[bool]) -> None:
    assert [q.collapsed for q in folded(ROWS, mode=mode).values()] == expected


def test_modes_say_what_they_do() -> None:
    assert folded(ROWS, mode="off")["q1"].reason == "folding is off"
    below = folded(ROWS, mode="anywhere")["q2"]
    assert (below.reason, below.stands_in) == ("same as p2 below", ("p2",))
    alone = folded(ROWS, mode="all")["q3"]
    assert (alone.reason, alone.stands_in) == ("folded by your setting", ())


def test_two_quotes_alone_never_fold_each_other() -> None:
    rows: list[Row] = [("bo", "Look.", [("ada", TRAM)]), ("cy", "Seen.", [("ada", TRAM)])]
    quotes = folded(rows, mode="anywhere")
    assert [q.collapsed for q in quotes.values()] == [False, True]
    both = folded(rows, closed=frozenset(q.key for q in quotes.values()))
    assert [q.collapsed for q in both.values()] == [False, True]


def test_what_the_reader_opened_stays_open_and_counts_as_visible() -> None:
    rows: list[Row] = [("bo", "Look.", [("ada", TRAM)]), ("cy", "Seen.", [("ada", TRAM)])]
    key = folded(rows)["q2"].key
    quotes = folded([("ada", TRAM, []), *rows], opened=frozenset({key}), mode="all")
    assert [q.collapsed for q in quotes.values()] == [False, False]
    assert quotes["q1"].reason == "opened by you"


def test_what_the_reader_closed_is_folded_even_where_folding_is_off() -> None:
    rows: list[Row] = [("ada", TRAM, []), ("bo", "Yes!", [("ada", TRAM), ("cy", BIKE)])]
    keys = frozenset(q.key for q in folded(rows).values())
    quotes = folded(rows, mode="off", closed=keys)
    assert (quotes["q1"].collapsed, quotes["q1"].reason) == (True, "closed by you")
    assert not quotes["q2"].collapsed  # it stands nowhere else


def test_closed_by_hand_may_rest_on_the_original_below() -> None:
    rows: list[Row] = [("bo", "Yes!", [("ada", TRAM)]), ("ada", TRAM, [])]
    key = folded(rows)["q1"].key
    quote = folded(rows, closed=frozenset({key}))["q1"]
    assert quote.collapsed
    assert quote.stands_in == ("p1",)


def test_quotes_of_the_first_posts_author_can_be_kept_open() -> None:
    rows: list[Row] = [
        ("Ada", TRAM, []),
        ("bo", BIKE, [("ada", TRAM)]),
        ("cy", "Hm.", [("bo", BIKE)]),
    ]
    quotes = folded(rows, keep_original_poster=True)
    assert [q.collapsed for q in quotes.values()] == [False, True]
    assert "first post" in quotes["q1"].reason
    assert quotes["q1"].copy_of == "p0"


def test_a_quote_without_match_or_posts_is_no_error() -> None:
    assert fold([], {}, FoldOptions(keep_original_poster=True)) == ()
    post = Post("p0", "post", None, "", quotes=(Quote("q1", None, ""),))
    (done,) = fold([post], {}, FoldOptions(opened=frozenset({""}), closed=frozenset({""})))
    assert not done.quotes[0].collapsed
    assert done.quotes[0].reason == "not elsewhere on this page"
