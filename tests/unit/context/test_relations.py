"""Who answers whom, from the strongest evidence to the weakest."""

from dataclasses import replace

import pytest

from quotefold.context.authors import recover, unify_authors
from quotefold.context.numbering import number_parts
from quotefold.context.relations import leading_mentions, relate
from quotefold.folding.copies import Block, find_copies
from quotefold.model import Author, Post, Quote
from quotefold.reading.raw import RawPost

TRAMS = "Night trams cost the city eleven million a year and carry mostly nobody."
NURSES = "Nobody, except the nurses of three hospitals who go home at four in the morning."


def post(number, handle, text, time=None, *quotes, link=None):
    return Post(
        id=f"p{number}",
        kind="post",
        author=Author(handle) if handle else None,
        text=text,
        time=time and f"2026-05-20T{time}Z",
        permalink=link,
        quotes=tuple(
            Quote(
                id=f"q{number}{chr(97 + i)}",
                author=Author(by) if by else None,
                text=words,
                permalink=where,
            )
            for i, (by, words, where) in enumerate(quotes)
        ),
        key=f"k{number}",
    )


def quote_of(other, link=None):
    return (other.author.handle if other.author else None, " ".join(other.text.split()), link)


def related(posts, **hints):
    raw = [replace(RawPost(node=i, body=(i,)), **hints.get(p.id, {})) for i, p in enumerate(posts)]
    blocks = [
        Block(
            b.id, b.author.handle if b.author else None, b.text, isinstance(b, Quote), b.permalink
        )
        for p in posts
        for b in (p, *p.quotes)
    ]
    matches = find_copies(blocks)
    posts = unify_authors(recover(unify_authors(posts), matches))
    return number_parts(relate(posts, raw, matches))


def summary(posts):
    return [(p.kind, p.target.post if p.target else None) for p in posts]


def test_a_card_with_the_words_of_a_post_names_what_is_answered():
    p0 = post(0, "ada", TRAMS)
    p1 = post(1, "bo", NURSES, None, quote_of(p0))
    p2 = post(2, "cy", "@bo Exactly, and the bakers too.", None, quote_of(p1))
    posts = related([p0, p1, p2], p0={"hero": True})
    assert summary(posts) == [("original", None), ("quote", "p0"), ("reply", "p1")]
    assert posts[0].quoted_by == ("p1",)
    assert posts[1].evidence["target"] == "card: q1a repeats p0"


def test_a_post_listed_before_the_post_it_answers_is_understood_too():
    p0 = post(0, "bo", NURSES, None, ("ada", TRAMS, None))
    p1 = post(1, "ada", TRAMS)
    assert summary(related([p0, p1], p1={"hero": True})) == [("quote", "p1"), ("original", None)]


def test_an_answer_to_ones_own_post_continues_it_and_is_numbered():
    p0 = post(0, "ada", TRAMS, "10:00")
    p1 = post(1, "ada", "And that is before repairs.", "10:05", quote_of(p0))
    p2 = post(2, "ada", "Which nobody counts.", "10:04", quote_of(p0))
    posts = related([p0, p1, p2], p0={"hero": True})
    assert [p.kind for p in posts] == ["original", "self-reply", "self-reply"]
    assert [p.part for p in posts] == [(1, 3), (3, 3), (2, 3)]


def test_a_quote_of_a_post_elsewhere_keeps_its_words_and_link():
    far = (
        "cityhall",
        "Today we publish the plan for the night network.",
        "https://x.com/cityhall/status/2057248504673206272",
    )
    posts = related([post(0, "ada", TRAMS), post(1, "bo", NURSES, None, far)])
    target = posts[1].target
    assert (target.post, target.handle, target.permalink) == (None, "cityhall", far[2])
    assert target.text.startswith("Today we publish")
    assert posts[1].kind == "quote"


def test_a_link_is_stronger_than_equal_words():
    link = "https://x.com/ada/status/205724850467320627"
    p0 = post(0, "ada", "I agree.", None, link=link + "1")
    p1 = post(1, "ada", "I agree.", None, link=link + "2")
    p2 = post(2, "bo", "Both times?", None, ("ada", "I agree.", link + "2"))
    assert related([p0, p1, p2])[2].target.post == "p1"


def test_a_mention_means_the_latest_post_before():
    p0 = post(0, "ada", TRAMS, "10:00")
    p1 = post(1, "ada", "Also, the depot leaks and has since the spring.", "12:00")
    p2 = post(2, "bo", "@ada Since the spring of which year?", "11:00")
    posts = related([p0, p1, p2], p0={"hero": True})
    assert posts[2].target.post == "p0"
    assert posts[2].evidence["target"] == "leading mention of @ada"


def test_a_mention_that_could_mean_several_posts_names_only_the_person():
    p0 = post(0, "ada", TRAMS)
    p1 = post(1, "ada", "Also, the depot leaks and has since the spring.")
    p2 = post(2, "bo", "@ada Since the spring of which year?")
    target = related([p0, p1, p2])[2].target
    assert (target.post, target.handle) == (None, "ada")


def test_nesting_serves_where_nothing_else_is_said():
    p0, p1 = post(0, "ada", TRAMS), post(1, "bo", NURSES)
    posts = related([p0, p1], p1={"parent": 0})
    assert summary(posts) == [("original", None), ("reply", "p0")]
    assert posts[1].evidence["target"] == "nesting"


def test_under_ones_own_post_the_mentions_name_people_further_up():
    p0, p1 = post(0, "ada", TRAMS), post(1, "bo", "@ada " + NURSES)
    p2 = post(2, "bo", "@ada And the bakers, who start at three.")
    posts = related([p0, p1, p2], p1={"parent": 0}, p2={"parent": 1})
    assert summary(posts)[1:] == [("reply", "p0"), ("self-reply", "p1")]


def test_a_mention_of_somebody_else_outweighs_nesting():
    p0, p1 = post(0, "ada", TRAMS), post(1, "bo", NURSES)
    p2 = post(2, "cy", "@ada You never answered the question about the depot.")
    posts = related([p0, p1, p2], p2={"parent": 1})
    assert posts[2].target.post == "p0"


def test_what_the_page_calls_a_post_decides_between_quote_and_reply():
    p0 = post(0, "ada", TRAMS)
    p1 = post(1, "bo", NURSES, None, quote_of(p0))
    assert related([p0, p1], p1={"label": "reply"})[1].kind == "reply"
    p2 = post(1, "bo", "@ada " + NURSES, None, quote_of(p0))
    assert related([p0, p2], p1={"label": "quote"})[1].kind == "quote"


def test_circles_are_broken_at_the_weakest_link():
    p0 = post(0, "ada", "@bo " + TRAMS, "10:00")
    p1 = post(1, "bo", NURSES, "09:00", ("ada", "@bo " + TRAMS, None))
    posts = related([p0, p1])
    assert sum(p.target is not None for p in posts) == 1
    assert posts[1].target.post == "p0"
    assert "circle" in posts[0].evidence["target"]


def test_an_author_is_recovered_from_a_signed_copy():
    p0 = post(0, None, TRAMS)
    p1 = post(1, "bo", NURSES, None, ("ada", TRAMS, None))
    posts = related([p0, p1])
    assert posts[0].author.handle == "ada"
    assert posts[0].evidence["author"] == "signed copy q1a"


def test_copies_signed_by_different_people_prove_nothing():
    p0 = post(0, None, TRAMS)
    p1 = post(1, "bo", NURSES, None, ("ada", TRAMS, None))
    p2 = post(2, "cy", "Hm.", None, ("eve", TRAMS, None))
    posts = related([p0, p1, p2])
    assert posts[0].author is None
    assert posts[0].evidence.get("author", "unknown").startswith("unknown")


def test_a_few_common_words_prove_no_author():
    p0 = post(0, None, "I agree.")
    p1 = post(1, "bo", NURSES, None, ("ada", "I agree.", None))
    assert related([p0, p1])[0].author is None


def test_one_person_is_spelled_one_way():
    p0 = post(0, "ADA", TRAMS)
    p1 = post(1, "bo", NURSES, None, ("Ada", TRAMS, None))
    posts = related([p0, p1])
    assert posts[0].author.handle == posts[1].quotes[0].author.handle == "Ada"


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@ada hi", ("ada",)),
        ("@ada @bo_2 hi @cy", ("ada", "bo_2")),
        (".@ada hi", ("ada",)),
        ("@ada, @bo: hi", ("ada", "bo")),
        ("hi @ada", ()),
        ("@ada", ("ada",)),
        ("ada@example.org", ()),
        ("", ()),
    ],
)
def test_leading_mentions_are_those_before_the_first_word(text, handles):
    assert leading_mentions(text) == handles


def test_who_quotes_several_posts_answers_them_all():
    posts = [
        post(0, "ada", TRAMS, "10:00"),
        post(1, "ben", NURSES, "10:05"),
        post(2, "cy", "Both of you forget the drivers.", "10:09"),
    ]
    posts[2] = replace(
        posts[2],
        quotes=(
            *post(2, "cy", "", None, quote_of(posts[0]), quote_of(posts[1])).quotes,
            Quote(id="q2c", author=Author("dee"), text="Ask the drivers, they know it best."),
            Quote(id="q2d", author=Author("eve"), text="A quote in dee's words.", within="q2c"),
        ),
    )
    answer = related(posts)[2]
    assert answer.target.post == "p0"
    assert [(t.post, t.handle) for t in answer.also] == [("p1", None), (None, "dee")]


def test_the_same_post_quoted_twice_is_answered_once():
    posts = [
        post(0, "ada", TRAMS, "10:00"),
        post(1, "ben", "No.", "10:05", ("ada", TRAMS, None), ("ada", TRAMS, None)),
    ]
    assert related(posts)[1].also == ()


def test_words_quoted_from_a_post_that_is_not_here_may_be_the_answered_ones():
    away = "https://example.org/list/msg1.html"
    posts = [post(0, "ada", "I see it the same way.", "10:00", ("ben", NURSES, None))]
    answer = related(posts, p0={"answers_permalink": away})[0]
    assert (answer.target.permalink, answer.also) == (away, ())


def test_what_is_quoted_beside_the_answered_post_is_answered_too():
    posts = [
        post(0, "ada", TRAMS, "10:00", link="https://x.com/ada/status/1"),
        post(1, "ben", NURSES, "10:05", link="https://x.com/ben/status/2"),
        post(2, "cy", "This is why.", "10:09", ("ben", NURSES, "https://x.com/ben/status/2")),
    ]
    answer = related(posts, p2={"answers_permalink": "https://x.com/ada/status/1"})[2]
    assert answer.target.post == "p0"
    assert [t.post for t in answer.also] == ["p1"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_posts_in_one_minute_the_first_is_answered(turned):
    head = post(0, "ada", TRAMS, "10:00", link="https://x.com/ada/status/2056668684088246101")
    more = post(1, "ada", NURSES, "10:00", link="https://x.com/ada/status/2056668684088246102")
    answer = post(
        2, "ben", "@ada No.", "10:05", link="https://x.com/ben/status/2056668684088246103"
    )
    page = [more, answer, head] if turned else [head, more, answer]
    found = {p.id: p for p in related(page)}
    assert found["p2"].target.post == "p0"
