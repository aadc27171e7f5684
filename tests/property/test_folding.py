"""Promises of folding that hold for every page, tried on pages made at random.

The oracle reads the page as a person does: it knows nothing of the comparison form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quotefold.folding.copies import Block, find_copies
from quotefold.folding.normalise import content, content_key, plain, words
from quotefold.folding.rule import FoldOptions, fold
from quotefold.model import Author, Post, Quote
from tests.lines import lines_run

WORDS = (
    "the a we they trams buses should can will is was run stop late early night city never "
    "always riders report 15 40 2026 3.5 because but and why who ask money council time"
).split()
MARKS = ["", "", "", "", ",", ".", "?", "!", ":"]
HANDLES = ["ada", "bo", "cy"]

text_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)).map("".join),
    min_size=1,
    max_size=14,
)
long_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)).map("".join),
    min_size=12,
    max_size=40,
).filter(lambda said: len({w.strip(",.?!:") for w in said}) >= 6)


# --- a page: posts, quotes, and what a reader sees of it ------------------------------


@st.composite
def shown_again(draw: st.DrawFn, said: list[str]) -> str:
    """A text as some site, or some person, shows it again."""
    said = list(said)
    change = draw(st.sampled_from(["none", "none", "cut", "part", "edit", "add", "swap"]))
    at = draw(st.integers(0, len(said) - 1))
    if change == "part":
        said = said[at : at + draw(st.integers(1, 10))]
    elif change == "edit":
        said[at] = draw(st.sampled_from(WORDS))
    elif change == "add":
        said.insert(at, draw(st.sampled_from([*WORDS, "not", "@ada", "@bo"])))
    elif change == "swap":
        said[at], said[at - 1] = said[at - 1], said[at]
    text = draw(st.sampled_from([" ", "\n", "\n\n", "  "])).join(said)
    if change == "cut":
        text = text[: max(1, draw(st.integers(0, len(text))))] + draw(
            st.sampled_from(["…", "...", " …"])
        )
    return text


@st.composite
def pages(draw: st.DrawFn) -> list[Block]:
    """Blocks in page order; a quote stands before or after its post's own words."""
    texts = draw(st.lists(st.one_of(text_words, long_words), min_size=1, max_size=4))
    authors = st.sampled_from([*HANDLES, None])
    blocks = []
    for number in range(draw(st.integers(1, 8))):
        parts = [
            Block(
                f"p{number}",
                draw(authors),
                draw(shown_again(draw(st.sampled_from(texts)))),
                is_quote=False,
            )
        ]
        for index in range(draw(st.integers(0, 2))):
            quote = draw(shown_again(draw(st.sampled_from(texts))))
            parts.append(Block(f"q{number}.{index}", draw(authors), quote, is_quote=True))
        blocks += draw(st.permutations(parts))
    return blocks


def decide(blocks: Sequence[Block], options: FoldOptions) -> dict[str, Quote]:
    posts = []
    for block in blocks:
        if not block.is_quote:
            quotes = tuple(
                Quote(
                    b.id,
                    Author(b.handle) if b.handle else None,
                    b.text,
                    key=content_key(b.handle, b.text),
                )
                for b in blocks
                if b.is_quote and b.id.startswith(f"q{block.id[1:]}.")
            )
            posts.append(Post(block.id, "post", None, block.text, quotes=quotes))
    # Quotes are decided in page order, as the reader of a page meets them.
    order = {block.id: place for place, block in enumerate(blocks)}
    done = fold(posts, find_copies(blocks), options)
    quotes = sorted((q for p in done for q in p.quotes), key=lambda q: order[q.id])
    return {quote.id: quote for quote in quotes}


def seen_words(text: str) -> list[str]:
    """What a reader reads: words with their marks, without a cut at the end."""
    return re.sub(r"(\.\.\.|…)$", "", text).split()


def visible_in(quote: str, block: str) -> bool:
    said, shown = seen_words(quote), seen_words(block)
    last = len(said) - 1
    return any(
        all(
            (shown[at + n].startswith(word) if n == last else shown[at + n] == word)
            for n, word in enumerate(said)
        )
        for at in range(len(shown) - last)
    )


@settings(max_examples=400, deadline=None)
@given(pages(), st.sampled_from(["above", "anywhere"]))
def test_a_fold_never_hides_a_word_that_is_not_visible_elsewhere(
    blocks: list[Block], mode: str
) -> None:
    quotes = decide(blocks, FoldOptions(mode=mode))  # type: ignore[arg-type]
    visible: list[str] = []
    posts = [b.text for b in blocks if not b.is_quote]
    for block in blocks:
        if block.is_quote and quotes[block.id].collapsed:
            places = visible if mode == "above" else visible + posts
            assert any(visible_in(block.text, place) for place in places), block
        else:
            visible.append(block.text)


@settings(deadline=None)
@given(pages(), st.data())
def test_opened_stays_open_and_closed_hides_nothing_either(
    blocks: list[Block], data: st.DataObject
) -> None:
    keys = sorted({q.key for q in decide(blocks, FoldOptions()).values()})
    opened = data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set()))
    closed = data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set()))
    options = FoldOptions(opened=frozenset(opened), closed=frozenset(closed))
    quotes = decide(blocks, options)
    visible = [b.text for b in blocks if not b.is_quote or not quotes[b.id].collapsed]
    for block in blocks:
        if block.is_quote:
            quote = quotes[block.id]
            assert not (quote.collapsed and quote.key in opened)
            if quote.collapsed:
                assert any(visible_in(block.text, place) for place in visible)


@settings(deadline=None)
@given(pages())
def test_what_a_quote_rests_on_can_be_visible_and_is_somewhere_else(blocks: list[Block]) -> None:
    order = {block.id: place for place, block in enumerate(blocks)}
    for quote in decide(blocks, FoldOptions()).values():
        assert quote.id not in quote.stands_in
        assert all(order[other] < order[quote.id] for other in quote.stands_in)
        assert not quote.collapsed or quote.stands_in
        assert quote.reason


@settings(deadline=None)
@given(pages())
def test_more_folds_with_each_mode(blocks: list[Block]) -> None:
    folded = [
        {q.id for q in decide(blocks, FoldOptions(mode=mode)).values() if q.collapsed}
        for mode in ("off", "above", "anywhere", "all")  # type: ignore[arg-type]
    ]
    assert folded[0] == set()
    assert folded[0] <= folded[1] <= folded[2] <= folded[3]


@settings(deadline=None)
@given(pages(), st.randoms(use_true_random=False))
def test_who_holds_a_quote_does_not_depend_on_the_order_of_the_page(
    blocks: list[Block], random: object
) -> None:
    shuffled = list(blocks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = find_copies(blocks), find_copies(shuffled)
    assert {k: set(m.holders) for k, m in one.items()} == {
        k: set(m.holders) for k, m in other.items()
    }


# --- one real text, edited by a person or carried by a site ---------------------------

NIGHT = """The city wants to end the night trams in 2027. Nobody who works until 3 in the
morning was asked, and the 1,200 riders a week are “too few”.

I don't think that is true."""
DEPOT = """@bo @cy Two things can be right at once: the depot is too small, and closing line 9
saves no more than 40 thousand. See https://trams.example.org/depot for the plan."""
REAL = [
    NIGHT,
    DEPOT,
    "Why would a council that can pay for 3 new car parks say there is no money for one tram?",
    "הרכבת הלילית צריכה לצאת כל 15 דקות, לא פעם ב 40 דקות, וזה לא יותר יקר מהאוטובוס שיש היום",
    "夜间电车应该每15分钟一班，而不是每40分钟一班。在黑暗中独自等车的人，下次就不再坐车了。",
    "Launch night 🌙🚋🚋 for line 9, and the whole street came out to see it at 23:40 👏👏 ❤️",
]


def carried(name: str, text: str) -> str:
    return {
        "flattened": lambda: " ".join(text.split()),
        "each word a line": lambda: "\n".join(text.split()),
        "typographic": lambda: text.replace("'", "’").replace('"', "”").replace("-", "–"),
        "plain marks": lambda: text.replace("“", '"').replace("”", '"').replace("’", "'"),
        "escaped": lambda: text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&quot;"),
        "bidi": lambda: f"\u2068{text}\u2069",
        "variation selectors": lambda: text.replace("❤️", "❤").replace("🚋", "🚋\ufe0f"),
        "fullwidth": lambda: text.replace(",", "，").replace("15", "１５"),
        "media link": lambda: text + " https://x.com/ada/status/2057248504673206272/photo/1",
        "short link": lambda: text + " https://t.co/A1b2C3d4E5",
        "handles in capitals": lambda: re.sub(r"@\w+", lambda m: m.group().upper(), text),
        "decomposed": lambda: text.replace("é", "e\u0301"),
    }[name]()  # fmt: skip


CARRIED = [
    "flattened", "each word a line", "typographic", "plain marks", "escaped", "bidi",
    "variation selectors", "fullwidth", "media link", "short link", "handles in capitals",
    "decomposed",
]  # fmt: skip


def collapsed(original: str, quoted: str) -> bool:
    blocks = [
        Block("p0", "ada", original, is_quote=False),
        Block("p1", "bo", "Hm.", is_quote=False),
        Block("q1.0", "ADA", quoted, is_quote=True),
    ]
    return decide(blocks, FoldOptions())["q1.0"].collapsed


@settings(deadline=None)
@given(st.sampled_from(REAL), st.lists(st.sampled_from(CARRIED), max_size=4))
def test_what_sites_do_to_a_text_does_not_keep_it_open(text: str, changes: list[str]) -> None:
    shown = text
    for change in changes:
        shown = carried(change, shown)
    assume(changes.count("escaped") <= 2)
    assert collapsed(text, shown)


@settings(deadline=None)
@given(
    st.sampled_from(REAL), st.integers(0, 400), st.sampled_from("\u200b\u2060\u200e\u00ad\ufeff")
)
def test_an_invisible_character_anywhere_does_not_keep_it_open(
    text: str, at: int, mark: str
) -> None:
    at %= len(text) + 1
    # A soft hyphen or a joiner belongs inside a word; alone it is no word.
    assert collapsed(text, text[:at] + mark + text[at:])


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A real text and what a person made of it, which says something else."""
    text = draw(st.sampled_from(REAL))
    said = text.split()
    at = draw(st.integers(0, len(said) - 1))
    how = draw(
        st.sampled_from(["word", "not", "number", "sentence", "order", "case", "mark", "drop"])
    )
    if how == "word":
        said[at] = draw(st.sampled_from(["trains", "他", "לא", "17", "🙄"]))
    elif how == "not":
        said.insert(at, draw(st.sampled_from(["not", "never", "不", "לא", "n't"])))
    elif how == "number":
        numbers = list(re.finditer(r"\d", text))
        assume(numbers)
        digit = draw(st.sampled_from(numbers))
        other = draw(st.sampled_from([d for d in "0123456789" if d != digit.group()]))
        return text, text[: digit.start()] + other + text[digit.end() :]
    elif how == "sentence":
        said.insert(at, "That is what they say.")
    elif how == "order":
        other_at = draw(st.integers(0, len(said) - 1))
        said[at], said[other_at] = said[other_at], said[at]
    elif how == "case":
        said[at] = said[at].swapcase()
        assume(not said[at].startswith(("@", "HTTPS")))
    elif how == "mark":
        said[at] += draw(st.sampled_from(["?", "!", "*", ")"]))
    else:
        # Dropped from the middle: a gap. Dropped from an end: an excerpt, unless only
        # the handles it opens with are gone.
        del said[max(at, sum(w.startswith("@") for w in said[:3]))
            if at < len(said) - 1 else at]  # fmt: skip
    shown = " ".join(said)
    assume(shown.split() != text.split())
    return text, shown


@settings(max_examples=500, deadline=None)
@given(edited(), st.lists(st.sampled_from(CARRIED), max_size=2))
def test_an_edited_quote_always_stays_open(pair: tuple[str, str], changes: list[str]) -> None:
    text, shown = pair
    for change in changes:
        shown = carried(change, shown)
    assert not collapsed(text, shown)


@settings(deadline=None)
@given(st.sampled_from(REAL), st.integers(1, 400))
def test_a_beginning_without_an_ellipsis_is_an_excerpt_and_stays(text: str, size: int) -> None:
    start = " ".join(text.split())[:size].strip()
    assume(words(start) != words(text))
    assume(content(start).words != content(text).words)
    assert not collapsed(text, start)


@settings(deadline=None)
@given(st.sampled_from(REAL), st.integers(0, 400))
def test_a_cut_copy_folds_under_the_whole_and_never_the_other_way(text: str, size: int) -> None:
    flat = " ".join(text.split())
    start = flat[:size].rstrip()
    if collapsed(text, start + "…"):
        assert flat.startswith(start)
    assume(words(start) != words(text) and len(start) < len(flat) - 1)
    assert not collapsed(start + "…", text)


# --- any text at all -------------------------------------------------------------------

any_text = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(" \n\t.…-'\"@&;#/:\0\u200b\u202e👍🏽你好"),
        st.sampled_from("aAbB01"),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(any_text)
def test_no_text_breaks_the_comparison_form(text: str) -> None:
    form = content(text)
    assert all(form.words)
    assert not form.fragment or form.cut
    assert re.fullmatch("[0-9a-f]{16}", content_key(text, text, text))


@settings(deadline=None)
@given(any_text)
def test_the_comparison_form_of_plain_text_is_its_own(text: str) -> None:
    assume("&" not in text)
    once = plain(text)
    assume("&" not in once)  # the fullwidth sign becomes one
    assert words(once) == words(text)


@settings(deadline=None)
@given(any_text, any_text)
def test_any_two_texts_are_compared_without_error(one: str, other: str) -> None:
    blocks = [Block("p0", "ada", one, False), Block("q0.0", "ada", other, True)]
    match = find_copies(blocks)["q0.0"]
    assert set(match.holders) <= {"p0"}


# --- the size of the page --------------------------------------------------------------


TRAM = "Tram {} leaves the depot at minute {} and carries sleepers home from the last shift"


def tram(n: int) -> str:
    return TRAM.format(n, n * 7)


PAGES: dict[str, Callable[[int], tuple[str | None, str, str | None, str]]] = {
    "each its own": lambda n: (f"u{n}", tram(n), f"u{n}", tram(n)),
    "one text, one author": lambda _: ("ada", tram(0), "ada", tram(0)),
    "one short text": lambda _: ("ada", "I agree.", "ada", "I agree."),
    "one text, authors unknown": lambda _: (None, tram(0), None, tram(0)),
    "one text, many authors": lambda n: (f"u{n}", tram(0), f"u{n}", tram(0)),
    "one text, unsigned quotes": lambda n: (f"u{n}", tram(0), None, tram(0)),
    "all cut from one": lambda n: ("ada", tram(0), "ada", tram(0)[: 60 + n % 20] + "…"),
    "all begin alike": lambda n: ("ada", f"{tram(0)} {n}", "ada", tram(0) + "…"),
    "all begin alike, none the same": lambda n: (
        f"u{n}", f"{tram(0)} {n}", "ada", f"{tram(0)}… https://t.co/{n}",
    ),
    "all edited": lambda n: ("ada", tram(n), "ada", tram(n) + " or not"),
    "all near each other": lambda n: ("ada", f"{tram(0)} {n}", "ada", f"{tram(0)} not {n}"),
    "links only differ": lambda n: (
        "ada", f"{tram(0)} at https://a.example/{n} now",
        "ada", f"{tram(0)} at https://b.example/{n} now",
    ),
    "empty": lambda _: (None, "", None, ""),
}  # fmt: skip


@pytest.mark.parametrize("row", PAGES.values(), ids=PAGES.keys())
def test_twice_the_page_is_twice_the_work(
    row: Callable[[int], tuple[str | None, str, str | None, str]],
) -> None:
    def work(posts: int) -> Callable[[], object]:
        blocks = []
        for n in range(posts):
            by, text, of, quoted = row(n)
            blocks.append(Block(f"p{n}", by, text, False))
            blocks.append(Block(f"q{n}.0", of, quoted, True))
        return lambda: find_copies(blocks)

    # Above the caps on what is compared for one quote, where quadratic work would show.
    assert lines_run(work(1200)) < 2.4 * lines_run(work(600))
