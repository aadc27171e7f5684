"""Properties of context: no circles, no guesses, and page order does not matter."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quotefold.context.authors import recover, unify_authors
from quotefold.context.numbering import number_parts
from quotefold.context.relations import relate
from quotefold.folding.copies import Block, find_copies
from quotefold.model import Author, Post, Quote
from quotefold.reading.raw import RawPost

HANDLES = ["ada", "Bo_9", "CY"]
WORDS = [
    "Night trams carry nurses, bakers and people who have lost their keys again.",
    "I agree.",
    "The depot leaks, the drivers sing, and the budget is a work of fiction.",
    "@ada Have you ever waited there at four in the morning in February?",
    "@bo_9 @ada That is not what the report says on its ninth page.",
    "よるの路面電車は看護師を運ぶ、それだけで十分だ。",
]
handles = st.sampled_from(HANDLES) | st.none()
texts = st.sampled_from(WORDS) | st.text(max_size=30)
times = st.none() | st.integers(0, 59).map(lambda m: f"2026-05-20T10:{m:02d}Z")


@st.composite
def threads(draw):
    count = draw(st.integers(1, 8))
    posts = []
    for i in range(count):
        author, text = draw(handles), draw(texts)
        quotes = tuple(
            Quote(
                id=f"q{i}-{j}",
                author=Author(h) if (h := draw(handles)) else None,
                text=draw(texts),
            )
            for j in range(draw(st.integers(0, 2)))
        )
        posts.append(
            Post(
                id=f"p{i}",
                kind="post",
                author=Author(author) if author else None,
                text=text,
                time=draw(times),
                quotes=quotes,
                key=f"key {i}",
            )
        )
    return posts


def in_context(posts, raw=None):
    raw = raw or [RawPost(node=i, body=(i,)) for i in range(len(posts))]
    blocks = [
        Block(b.id, b.author.handle if b.author else None, b.text, isinstance(b, Quote))
        for p in posts
        for b in (p, *p.quotes)
    ]
    matches = find_copies(blocks)
    posts = unify_authors(recover(unify_authors(posts), matches))
    return number_parts(relate(posts, raw, matches))


@given(threads())
def test_following_targets_always_ends(posts):
    related = {p.id: p for p in in_context(posts)}
    for post in related.values():
        here, steps = post, 0
        while here.target is not None and here.target.post:
            here = related[here.target.post]
            steps += 1
            assert steps <= len(related)


@given(threads())
def test_no_author_appears_that_no_text_names(posts):
    named = {a.key for p in posts for a in (p.author, *(q.author for q in p.quotes)) if a}
    for post in in_context(posts):
        assert post.author is None or post.author.key in named


@given(threads())
def test_a_named_author_is_never_replaced(posts):
    for before, after in zip(posts, in_context(posts), strict=True):
        if before.author is not None:
            assert after.author.key == before.author.key


@given(threads(), st.randoms(use_true_random=False))
def test_targets_do_not_depend_on_the_order_of_the_posts(posts, random):
    dated = [replace(p, time=f"2026-05-20T10:{i:02d}Z") for i, p in enumerate(posts)]
    # Equal texts are told apart by nothing but place, so each occurs once.
    dated = list({p.text: p for p in dated}.values())
    shuffled = list(dated)
    random.shuffle(shuffled)
    here = {p.id: p.target for p in in_context(dated)}
    there = {p.id: p.target for p in in_context(shuffled)}
    assert here == there


@given(threads())
def test_parts_of_a_self_thread_count_from_one_to_their_number(posts):
    related = in_context(posts)
    by_total = sorted(p.part for p in related if p.part)
    for n, total in by_total:
        assert 1 <= n <= total
    assert all((1, total) in by_total for _, total in by_total)
