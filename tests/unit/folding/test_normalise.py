"""What the comparison form takes back, what it keeps, and what content keys promise."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from quotefold.folding.normalise import (
    Tail,
    content,
    content_key,
    distinctive,
    handle_key,
    same_handle,
    status_id,
    words,
)

SAME = {
    "line breaks and runs of spaces": ("One line.\n\nAnother  line.", "One line. Another line."),
    "no-break and thin spaces": ("ten\u00a0km and\u2009more", "ten km and more"),
    "curly and straight quote marks": ("“It’s fine,” she said", "\"It's fine,\" she said"),
    "guillemets": ("«Bien» dit-il", '"Bien" dit-il'),
    "dashes": ("slow — but sure", "slow - but sure"),
    "typed dashes": ("slow -- but sure", "slow – but sure"),
    "three dots and an ellipsis inside": ("well... maybe not", "well… maybe not"),
    "lines broken after a hyphen": ("a well-\nknown fact", "a well-known fact"),
    "zero-width characters": ("hid\u200bden wo\u2060rds\ufeff", "hidden words"),
    "soft hyphens": ("infra\u00adstructure", "infrastructure"),
    "bidi marks and isolates": ("\u2067שלום\u2069 \u200eok", "שלום ok"),
    "emoji with and without variation selector": ("done ✔️ thanks ❤️", "done ✔ thanks ❤"),
    "spaces around emoji": ("launch day🚀🚀go", "launch day 🚀 🚀 go"),
    "composed and decomposed letters": ("caf\u00e9", "cafe\u0301"),
    "fullwidth forms and ligatures": ("ＡＢＣ ﬁne", "ABC fine"),
    "escapes": ("a &gt; b &amp; c", "a > b & c"),
    "escapes of escapes": ("&amp;gt; quoted", "> quoted"),
    "handles in capitals": ("thanks @SomeOne!", "thanks @someone!"),
    "scheme, www and closing slash": ("see http://www.Example.org/Path/", "see https://example.org/Path"),
    "old and new address of X": (
        "cf https://twitter.com/Ann/status/12 there",
        "cf https://x.com/ann/status/12 there",
    ),
    "Chinese with and without line breaks": ("今天天气很好，\n去公园", "今天天气很好，去公园"),
    "Japanese with a space put in": ("明日は 雨です", "明日は雨です"),
    "Thai broken over lines": ("สวัสดี\nครับ", "สวัสดีครับ"),
}  # fmt: skip

DIFFERENT = {
    "a minus after a word": ("from x -1 on", "from x-1 on"),
    "a negation": ("we should do this", "we should not do this"),
    "a contraction": ("you can do this", "you can't do this"),
    "a number": ("it took 15 days", "it took 16 days"),
    "a decimal point": ("grew by 3.5 percent", "grew by 35 percent"),
    "an exponent": ("10² ways", "102 ways"),
    "a fraction": ("1½ cups", "11⁄2 cups"),
    "a sign": ("at -5 degrees", "at 5 degrees"),
    "case": ("help us now", "help US now"),
    "a question mark": ("You agree?", "You agree."),
    "scare quotes": ('the "experts" said', "the experts said"),
    "a space inside a word": ("they are now here", "they are nowhere"),
    "a space inside a number": ("room 1 2", "room 12"),
    "order": ("dogs chase cats", "cats chase dogs"),
    "a link's path": ("see https://example.org/a now", "see https://example.org/b now"),
    "a handle": ("ask @ann about it", "ask @anne about it"),
    "an emoji": ("great idea 👍", "great idea 👎"),
    "a skin tone is a sign of its own": ("👍🏽", "👍"),
    "an overridden direction": ("pay \u202e001", "pay 001"),
    "a strike-through": ("n\u0336o\u0336t", "not"),
    "a Chinese character": ("我不同意", "我也同意"),
    "an accent": ("el ano", "el año"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_changes_that_sites_make_are_taken_back(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_changes_that_can_mean_something_are_kept(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("https://x.com/Ann/status/12/photo/1", Tail("media", "12/photo/1", "ann")),
        ("https://twitter.com/ann/status/12?s=20", Tail("post", "12", "ann")),
        ("https://t.co/AbC", Tail("short", "AbC")),
        ("pic.twitter.com/AbC", Tail("picture", "AbC")),
    ],
)
def test_links_that_the_site_appends_are_set_apart(tail: str, expected: Tail) -> None:
    form = content(f"The plain words. {tail}")
    assert form.words == ("The", "plain", "words.")
    assert form.tails == (expected,)


def test_other_links_and_links_inside_the_text_are_words() -> None:
    form = content("Read https://t.co/a first, then https://example.org/b")
    assert len(form.words) == 5
    assert form.tails == ()


def test_a_text_of_nothing_but_such_links_keeps_them_as_words() -> None:
    assert content("https://t.co/a").words != content("https://t.co/b").words


def test_leading_handles_are_set_apart_but_a_text_of_handles_is_words() -> None:
    assert content("@Ann @bob Yes.").mentions == ("@ann", "@bob")
    assert content("@Ann @bob").words == ("@ann", "@bob")


@pytest.mark.parametrize(
    ("text", "cut", "fragment"),
    [
        ("and then they we…", True, True),
        ("and then they we...", True, True),
        ("and then they …", True, False),
        ("and then they we…\nShow more", True, True),
        ("and then they we… Show more", True, True),
        ("and then they\nShow more", True, True),
        ("and then they… https://t.co/x", True, True),
        ("and then they https://t.co/x…", True, False),
        ("and then they https://x.com/ann/status/20…", True, False),
        ("and then they https://x.com/ann/status/20/photo/1…", True, False),
        ("and then they https://x.com/ann…", True, True),
        ("and then they.", False, False),
        ("and then they […]", False, False),
        ("I wish they would Show more", False, False),
    ],
)
def test_an_ellipsis_or_the_sites_label_at_the_end_means_cut(
    text: str, cut: bool, fragment: bool
) -> None:
    form = content(text)
    assert (form.cut, form.fragment) == (cut, fragment)


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "…", "...", "\ud800"])
def test_texts_that_say_nothing_are_no_error(text: str) -> None:
    form = content(text)
    assert form.words in ((), ("\ud800",))
    assert not form.cut or form.words
    assert len(content_key(None, text)) == 16


def test_handles_are_compared_without_case_and_at_sign() -> None:
    assert handle_key("@TSZZL") == handle_key("tszzl") == "tszzl"
    assert handle_key(" Ann  Lee ") == "ann lee"
    assert handle_key("") is handle_key(None) is None
    assert same_handle("ann@social.example", "ann")
    assert not same_handle("ann@one.example", "ann@two.example")


def test_the_status_number_is_read_from_any_address_of_a_post() -> None:
    assert status_id("https://x.com/ann/status/12/photo/1") == "12"
    assert status_id("https://nitter.example/ann/status/12#m") == "12"
    assert status_id("https://example.org/t/12") is None
    assert status_id(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I agree.", False),
        ("no no no no no no no no no no", False),
        ("🚀 🚀 🚀 🚀 🚀 🚀 🚀 🚀 🚀 🚀", False),
        ("These are eight words that one person wrote", True),
        ("今天天气很好", False),
        ("今天天气很好我们一起去公园散步吧然后回家", True),
    ],
)
def test_only_texts_of_some_length_are_distinctive(text: str, expected: bool) -> None:
    assert distinctive(words(text)) is expected


def test_a_key_is_the_same_for_copies_and_other_for_everything_else() -> None:
    key = content_key("Ann", "One line.\n\nAnother “line”. https://t.co/x", "salt")
    assert key == content_key("@ANN", 'One line. Another "line".', "salt")
    others = {
        content_key("Ann", "One line. Another line.", "salt"),
        content_key("Bob", 'One line. Another "line".', "salt"),
        content_key(None, 'One line. Another "line".', "salt"),
        content_key("Ann", 'One line. Another "line".', "other salt"),
        content_key("Ann", 'One line. Another "line"…', "salt"),
    }
    assert len(others | {key}) == 6


def test_a_key_is_the_same_in_every_process_and_release() -> None:
    expected = content_key("ann", "Grüße, 世界 👋", "salt")
    assert expected == "bbaa0ac29c78c35b"
    code = (
        "from quotefold.folding.normalise import content_key;"
        "print(content_key('ann', 'Gr\\u00fc\\u00dfe, \\u4e16\\u754c \\U0001f44b', 'salt'))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.stdout.strip() == expected


@pytest.mark.parametrize(
    "unit",
    ["(", ")", ".", "a.", "@", "@a", "@a ", "&amp;", "https://t.co/a ", "-", "a--", "…", "… ",
     "\n", "http://", "x.com/a/web", "👍🏽", "好", "&#", "\n \n", "²"],
)  # fmt: skip
def test_no_text_makes_the_work_grow_faster_than_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "x"
        runs = []
        for _ in range(3):
            start = time.process_time()
            content(text)
            runs.append(time.process_time() - start)
        return min(runs)

    # Patterns run in C, where no lines can be counted. Sixteen times the text: linear
    # work takes about 16 times as long, quadratic work 256 times.
    assert seconds(320_000) < 100 * max(seconds(20_000), 0.0005)
