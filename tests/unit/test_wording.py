"""Words a reader sees: neutral, short, and cut without breaking words."""

import pytest

from quotefold import wording
from quotefold.languages import LANGUAGES
from quotefold.model import Author, Post, Stance, Target, Thread

ENGLISH = wording.Wording()
GERMAN = wording.Wording(LANGUAGES["de"])


def thread(*posts):
    made = Thread("digg", "", tuple(posts))
    return wording.numbers(made), {p.id: p for p in posts}


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one  two\n\nthree", 20, "one two three"),
        ("unbreakable", 5, "unbre…"),
        ("a, b", 3, "a…"),
        ("", 5, ""),
        ("日本語の長い文章", 4, "日本語の…"),
    ],
)
def test_a_beginning_is_one_line_cut_between_words(text, limit, cut):
    assert wording.shortened(text, limit) == cut


def test_a_post_says_what_it_answers_and_how_often_it_is_quoted():
    first = Post("p0", "original", Author("ada"), "x", quoted_by=("p1",))
    second = Post("p1", "quote", Author("bo"), "y", target=Target(post="p0"))
    number, posts = thread(first, second)
    assert ENGLISH.context(first, number, posts).sentence == (
        "Post 1 is the original post. Quoted once here, by post 2."
    )
    assert ENGLISH.context(second, number, posts).sentence == ("Post 2 quotes @ada: post 1, above.")


def test_a_post_that_answers_nothing_and_is_not_quoted_says_nothing():
    lone = Post("p0", "post", Author("ada"), "x")
    assert ENGLISH.context(lone, *thread(lone)) is None


def test_an_unknown_author_is_called_unknown():
    first = Post("p0", "post", None, "x", quoted_by=("p1",))
    second = Post("p1", "reply", Author("bo"), "y", target=Target(post="p0"))
    number, posts = thread(first, second)
    assert ENGLISH.context(second, number, posts).words == (
        "Replies to a post whose author is not shown"
    )


def test_an_author_known_only_from_a_copy_is_named_with_the_reason():
    first = Post("p0", "original", Author("ada"), "x", quoted_by=("p1",))
    second = Post(
        "p1",
        "quote",
        Author("bo"),
        "y",
        target=Target(post="p0"),
        evidence={"author": "signed copy q3"},
    )
    number, posts = thread(first, second)
    words = ENGLISH.context(second, number, posts)
    assert words.words == "By @bo, quotes @ada"
    assert "a signed copy of it does: @bo." in words.sentence


def test_an_unclear_stance_has_a_sentence():
    stance = Stance("unclear", 0.4, "p0")
    number = {"p0": 1}
    assert ENGLISH.stance_sentence("unclear", stance, number) == (
        "It is unclear where this post stands toward post 1."
    )


def test_wording_speaks_of_posts_never_of_persons():
    stance = Stance("oppose", 0.95, "@ada", shown=True)
    assert ENGLISH.stance("oppose") == "Opposes"
    assert ENGLISH.stance_sentence("oppose", stance, {}) == (
        "This post seems to oppose the post by @ada."
    )
    assert ENGLISH.confidence(0.95) == "very likely"


def test_long_lists_of_quoting_posts_are_cut():
    first = Post(
        "p0", "original", Author("ada"), "x", quoted_by=tuple(f"p{i}" for i in range(1, 9))
    )
    rest = [Post(f"p{i}", "quote", None, "y", target=Target(post="p0")) for i in range(1, 9)]
    number, posts = thread(first, *rest)
    assert "and 3 more" in ENGLISH.context(first, number, posts).sentence


def test_a_german_reader_gets_german_words():
    first = Post("p0", "original", Author("ada"), "x", quoted_by=("p1",))
    second = Post("p1", "quote", Author("bo"), "y", target=Target(post="p0"))
    number, posts = thread(first, second)
    assert GERMAN.context(first, number, posts).sentence == (
        "Beitrag 1 ist der erste Beitrag. Hier einmal zitiert, von Beitrag 2."
    )
    words = GERMAN.context(second, number, posts)
    assert (words.words, words.where) == ("Zitiert @ada", "Beitrag 1, oben")
    assert GERMAN.summary(1, 1, 0) == "1 Beitrag, 0 von 1 Zitat eingefaltet"
    assert GERMAN.summary(14, 13, 11) == "14 Beiträge, 11 von 13 Zitaten eingefaltet"
    assert GERMAN.percent(0.914) == "91\N{NO-BREAK SPACE}%"


def test_a_post_that_answers_several_names_them_all():
    first, second = Post("p0", "post", Author("ada"), "x"), Post("p1", "post", Author("bo"), "y")
    both = Post(
        "p2",
        "reply",
        Author("cy"),
        "z",
        target=Target(post="p0"),
        also=(Target(post="p1"), Target(handle="dee"), Target(text="words")),
    )
    found = ENGLISH.context(both, *thread(first, second, both))
    assert found.words == "Replies to @ada, quotes 3 more"
    assert found.sentence == (
        "Post 3 replies to @ada: post 1, above. "
        "It also quotes post 2, @dee (not on this page), a post (not on this page)."
    )


def test_a_post_that_was_passed_on_says_by_whom():
    passed_on = Post("p0", "post", Author("ada"), "x", reposted_by=Author("bo"))
    found = ENGLISH.context(passed_on, *thread(passed_on))
    assert found.words == "Passed on by @bo"
    assert "It stands here because @bo passed it on." in found.sentence
