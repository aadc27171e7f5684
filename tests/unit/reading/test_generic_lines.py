"""What a single line of text is taken for."""

import pytest

from quotefold.reading.generic.lines import Line, is_chrome, looks_like_name, parse_line


@pytest.mark.parametrize(
    "text",
    [
        "4:54 PM · May 20, 2026",
        "11:54 PM · May 20, 2026 · 38K Views",
        "May 9, 2026 at 1:02 AM",
        "Wed, 20 May 2026 23:54 UTC",
        "2026-05-20T23:54:00.000Z",
        "3h ago",
        "May 20",
        "20. Mai 2026, 23:54 Uhr · 38 Tsd. Aufrufe",
        "20 mai 2026 à 23:54",
        "hace 3 horas",
        "午後11:54 · 2026年5月20日",
    ],
)
def test_a_time_with_or_without_views_is_a_time(text: str) -> None:
    line = parse_line(text)
    assert line.kind == "meta"
    assert line.time
    assert not line.rest


@pytest.mark.parametrize(
    "text",
    [
        "2.5K 4.4K 25K",
        "12 replies 3 reposts 45 likes",
        "♡ 12 ↻ 3",
        "#32",
        "Read 12 replies",
        "Copy link",
        "View on X",
        "Antworten",
        "✓",
    ],
)
def test_counts_ranks_and_buttons_are_no_words(text: str) -> None:
    assert parse_line(text).kind == "meta"


@pytest.mark.parametrize("text", ["@ada", "(@ada)", "@ada · 3h", "@ada:", "@ada wrote:"])
def test_a_handle_with_nothing_to_it_is_a_handle(text: str) -> None:
    line = parse_line(text)
    assert (line.kind, line.handles) == ("handle", ("ada",))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("— Ada Byron (@ada) May 20, 2026", "Ada Byron"),
        ("Ada ⏹️ @ada · 3h", "Ada ⏹️"),
        ("By Ada Byron (@ada) · May 20, 2026", "By Ada Byron"),
        ("3h later 🇸🇪 @ada", "3h later 🇸🇪"),
        ("Ada (on the late shift 2019 – ∞) @ada", "Ada (on the late shift 2019 – ∞"),
    ],
)
def test_a_name_before_a_handle_is_a_header(text: str, name: str) -> None:
    line = parse_line(text)
    assert (line.kind, line.handles, line.rest) == ("header", ("ada",), name)


@pytest.mark.parametrize(
    ("text", "label", "handles"),
    [
        ("Replying to @ada", "reply", ("ada",)),
        ("Replying to @ada and @bob", "reply", ("ada", "bob")),
        ("Replying to Ada Byron @ada", "reply", ("ada",)),
        ("Quoting", "quote", ()),
        ("QUOTE", "quote", ()),
        ("Quoted from @ada", "quote", ("ada",)),
        ("Original post", "original", ()),
        ("Ada reposted", "repost", ()),
        ("Antwort an @ada", "reply", ("ada",)),
        ("En réponse à @ada", "reply", ("ada",)),
        ("返信先: @ada", "reply", ("ada",)),
    ],
)
def test_what_a_page_calls_a_post_is_a_label(
    text: str, label: str, handles: tuple[str, ...]
) -> None:
    line = parse_line(text)
    assert (line.kind, line.label, line.handles) == ("label", label, handles)


@pytest.mark.parametrize(
    "text",
    [
        "@ada I agree.",
        "There is something here:",
        "hmm",
        "No.",
        "Nov 25 2025 looks more like 6 months still.",
        '"quoted" is not the word I would use, @ada said so too and went home',
        "Reply to everything, that is what I do all day",
        "Replying to @ada was a mistake I make every evening",
        "12 trams and a swan",
    ],
)
def test_what_somebody_says_is_prose(text: str) -> None:
    assert parse_line(text).kind == "prose"


def test_a_long_line_is_never_taken_apart() -> None:
    assert parse_line("@ada " * 1000) == Line("prose")


def test_the_words_of_buttons_are_known_in_many_languages() -> None:
    for text in ("show more", "mehr anzeigen", "voir plus", "さらに表示", "read 3 replies →"):
        assert is_chrome(text)
    assert not is_chrome("show me more trams")


def test_a_name_is_short_or_has_capitals() -> None:
    assert looks_like_name("森 はるか")
    assert looks_like_name("Ada Byron of Night Trams")
    assert not looks_like_name("thanks for asking about this")
    assert not looks_like_name("https://lisk.example/a Ada")
