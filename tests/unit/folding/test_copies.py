"""Which quote is a copy of what: every kind that is one, and every kind that is not."""

from __future__ import annotations

import pytest

from quotefold.folding import copies
from quotefold.folding.copies import MAX_COMPARED, MAX_HOLDERS, Block, Match, find_copies

TEXT = (
    "The night bus should run every 15 minutes, not every 40.\n\n"
    "Riders who wait alone in the dark stop riding, and then the line “proves” that "
    "nobody needs it.\n\nSee https://trams.example.org/night-lines/2026/report for the counts."
)
FLAT = " ".join(TEXT.split())
SHORT = "I agree."


def match(post: str, quote: str, *, by: str | None = "ada", of: str | None = "ada") -> Match:
    blocks = [Block("p1", by, post, False), Block("q1", of, quote, True)]
    return find_copies(blocks)["q1"]


def held(post: str, quote: str, *, by: str | None = "ada", of: str | None = "ada") -> bool:
    return match(post, quote, by=by, of=of).holders == ("p1",)


COPIES = {
    "the very same": TEXT,
    "line breaks gone": FLAT,
    "re-wrapped": TEXT.replace(" ", "\n"),
    "straight quote marks": TEXT.replace("“", '"').replace("”", '"'),
    "escaped": TEXT.replace("“", "&ldquo;").replace("”", "&amp;rdquo;"),
    "zero-width characters": TEXT.replace("dark", "da\u200brk"),
    "bidi marks": f"\u202a{TEXT}\u202c",
    "a media link appended": f"{FLAT} https://x.com/ada/status/77/photo/1",
    "a short link appended": f"{FLAT} https://t.co/xYz12",
    "the quoted post's link appended": f"{FLAT} https://twitter.com/bo/status/31",
    "link without scheme": FLAT.replace("https://", ""),
    "link shortened for display": FLAT.replace("https://trams.example.org/night-lines/2026/report",
                                               "trams.example.org/night-lin…"),
}  # fmt: skip


@pytest.mark.parametrize("quote", COPIES.values(), ids=COPIES)
def test_a_copy_changed_only_by_sites_is_held(quote: str) -> None:
    found = match(TEXT, quote)
    assert found.holders == ("p1",)
    assert found.relation in ("exact", "flattened")


def test_the_relation_tells_flattened_from_exact() -> None:
    assert match(TEXT, TEXT).relation == "exact"
    assert match(TEXT, FLAT).relation == "flattened"


EDITS = {
    "a word changed": FLAT.replace("dark", "cold"),
    "not inserted": FLAT.replace("should run", "should not run"),
    "not taken out": FLAT.replace("not every 40", "every 40"),
    "a number changed": FLAT.replace("15", "16"),
    "a sentence added at the end": FLAT + " I made this up.",
    "a sentence added at the start": "I made this up. " + FLAT,
    "a sentence added in the middle": FLAT.replace("Riders", "I made this up. Riders"),
    "sentences reordered": " ".join(reversed(FLAT.split(". "))),
    "two words swapped": FLAT.replace("the dark stop", "dark the stop"),
    "case changed": FLAT.replace("not every", "NOT every"),
    "a question mark": FLAT.replace("40.", "40?"),
    "quote marks put round a word": FLAT.replace("alone", '"alone"'),
    "another link": FLAT.replace("/2026/", "/2025/"),
    "a link made longer": FLAT.replace("/report", "/report-draft"),
    "a short link in the middle": FLAT.replace(
        "https://trams.example.org/night-lines/2026/report", "https://t.co/abc"
    ),
    "marks round a link": FLAT.replace("https://", "<https://").replace("/report", "/report>"),
    "a link cut inside its host": FLAT.replace(
        "trams.example.org/night-lines/2026/report", "tr.ex…"
    ),
    "a link cut to its host": FLAT.replace(".example.org/night-lines/2026/report", ".ex…"),
    "a handle put before": "@bo " + FLAT,
    "one more character": FLAT + "!",
    "an emoji added": FLAT + " 🙄",
    "cut, then continued": FLAT[:120] + "… and so on",
    "cut inside brackets by a person": FLAT[:117] + " […]",
    "cut after a changed word": FLAT[:120].replace("night", "day") + "…",
    "cut inside a changed word": FLAT[:120] + "xyz…",
    "cut with other words before the cut": "He says: " + FLAT[:120] + "…",
}


@pytest.mark.parametrize("quote", EDITS.values(), ids=EDITS)
def test_an_edited_copy_is_not_held_but_its_source_is_known(quote: str) -> None:
    found = match(TEXT, quote)
    assert found.holders == ()
    assert found.near == "p1"
    assert found.relation in ("edited", "fuller", "excerpt")


def test_an_excerpt_is_not_held() -> None:
    found = match(TEXT, "Riders who wait alone in the dark stop riding,")
    assert (found.holders, found.relation, found.near) == ((), "excerpt", "p1")


def test_a_repeated_excerpt_is_held_by_the_first_one() -> None:
    part = "Riders who wait alone in the dark stop riding"
    blocks = [
        Block("p1", "ada", TEXT, False),
        Block("q1", "ada", part, True),
        Block("q2", "ada", part, True),
    ]
    found = find_copies(blocks)
    assert (found["q1"].holders, found["q1"].above) == (("q2",), 0)
    assert (found["q2"].holders, found["q2"].above) == (("q1",), 1)


WHOLE_WORDS = FLAT[: FLAT.index(" that nobody")]


@pytest.mark.parametrize(
    "quote",
    [
        WHOLE_WORDS + "…",
        WHOLE_WORDS + "...",
        WHOLE_WORDS + " …",
        WHOLE_WORDS[:-3] + "…",
        WHOLE_WORDS[:-3] + "…\nShow more",
        WHOLE_WORDS + "… Read more",
        WHOLE_WORDS + "\nShow more",
        WHOLE_WORDS[:-3] + "\nShow more",
        WHOLE_WORDS + "… https://t.co/abc",
        WHOLE_WORDS + " https://x.com/ada/status/77/pho…",
        WHOLE_WORDS + " https://x.com/ada/status/77…",
    ],
)
def test_a_copy_cut_by_the_site_is_held_by_what_goes_on(quote: str) -> None:
    found = match(TEXT, quote)
    assert (found.holders, found.relation) == (("p1",), "cut")


def test_a_copy_cut_inside_its_link_is_held() -> None:
    assert held(TEXT, FLAT[: FLAT.index("night-lines") + 5] + "…")


def test_a_cut_post_does_not_hold_a_quote_that_shows_more() -> None:
    found = match(FLAT[:100] + "…", FLAT)
    assert (found.holders, found.relation, found.near) == ((), "fuller", "p1")


def test_the_longer_of_two_cut_copies_is_not_held_by_the_shorter() -> None:
    assert not held(FLAT[:100] + "…", FLAT[:140] + "…")
    assert held(FLAT[:140] + "…", FLAT[:100] + "…")


def test_a_cut_number_is_not_taken_for_a_longer_one() -> None:
    post = "From next year on a monthly ticket for the whole city will cost 500 crowns"
    assert not held(post, post.removesuffix("00 crowns") + "…")
    assert held(post, post.removesuffix(" crowns") + "…")


def test_a_cut_copy_of_a_few_words_proves_nothing() -> None:
    assert not held(TEXT, "The night bus…")


def test_an_authors_own_ellipsis_is_no_cut() -> None:
    assert match("Well, one could say so…", "Well, one could say so...").relation == "exact"
    assert held("Well, one could say so…", "Well, one could say so")


def test_links_that_end_the_post_may_be_missing_in_the_quote() -> None:
    post = "The new timetable is out, and it is worse than the last one https://a.example/b"
    assert held(post, post.rsplit(" ", 1)[0])
    assert not held(post.rsplit(" ", 1)[0], post)


def test_another_author_is_another_post() -> None:
    assert not held(TEXT, FLAT, by="ada", of="bo")
    assert not held(SHORT, SHORT, by="ada", of="bo")
    assert held(TEXT, FLAT, by="@ADA", of="ada")
    assert held(TEXT, FLAT, by="ada@social.example", of="ada")
    assert not held(TEXT, FLAT, by="ada@social.example", of="ada@other.example")


@pytest.mark.parametrize(("by", "of"), [("ada", None), (None, "ada"), (None, None)])
def test_without_both_authors_only_a_distinctive_text_is_the_same_post(
    by: str | None, of: str | None
) -> None:
    assert held(TEXT, FLAT, by=by, of=of)
    assert not held(SHORT, SHORT, by=by, of=of)


def test_equal_authors_are_enough_for_a_short_text() -> None:
    assert held(SHORT, SHORT)


def test_an_unsigned_post_is_nobodys_where_two_people_said_the_same() -> None:
    blocks = [
        Block("p1", None, TEXT, False),
        Block("q1", "ada", TEXT, True),
        Block("q2", "bo", TEXT, True),
    ]
    found = find_copies(blocks)
    assert found["q1"].holders == found["q2"].holders == ()


def test_links_to_two_posts_keep_equal_texts_apart() -> None:
    blocks = [
        Block("p1", "ada", TEXT, False, "https://x.com/ada/status/1"),
        Block("q1", "ada", TEXT, True, "https://x.com/ada/status/2"),
        Block("q2", "ada", TEXT, True, "https://nitter.example/ada/status/1#m"),
    ]
    found = find_copies(blocks)
    assert found["q1"].holders == ()
    assert found["q2"].holders == ("p1",)


def test_a_link_to_the_post_joins_short_texts_without_author() -> None:
    blocks = [
        Block("p1", "ada", SHORT, False, "https://forum.example/t/9#post-3"),
        Block("q1", None, SHORT, True, "http://www.forum.example/t/9#post-3"),
        Block("q2", None, "I do agree.", True, "https://forum.example/t/9#post-3"),
    ]
    found = find_copies(blocks)
    assert found["q1"].holders == ("p1",)
    assert found["q2"] == Match((), "edited", "p1")


def test_a_link_to_the_post_lets_the_sites_short_link_stand_for_the_real_one() -> None:
    url = "https://x.com/ada/status/1"
    shown = FLAT.replace("https://trams.example.org/night-lines/2026/report", "https://t.co/abc")
    blocks = [Block("p1", "ada", TEXT, False, url), Block("q1", "ada", shown, True, url)]
    assert find_copies(blocks)["q1"].holders == ("p1",)


def test_another_minute_keeps_short_texts_apart_in_any_zone() -> None:
    blocks = [
        Block("p1", "ada", SHORT, False, time="2026-05-20T16:54-07:00"),
        Block("q1", "ada", SHORT, True, time="2026-05-20T23:54Z"),
        Block("q2", "ada", SHORT, True, time="2026-05-20T23:55Z"),
        Block("q3", "ada", SHORT, True),
    ]
    found = find_copies(blocks)
    assert "p1" in found["q1"].holders
    assert "p1" not in found["q2"].holders
    assert "p1" in found["q3"].holders


def test_links_appended_to_two_posts_keep_them_apart() -> None:
    both = "Exactly this, and I have said it since the spring: {}"
    one, other = (both.format(f"https://x.com/bo/status/{n}") for n in (31, 32))
    assert held(one, one)
    assert not held(one, other)
    picture, second = (f"https://x.com/ada/status/77/photo/{n}" for n in (1, 2))
    assert held(one, both.format(picture))
    assert not held(both.format(picture), both.format(second))


def test_a_short_text_with_a_link_of_its_own_is_not_held_without_it() -> None:
    assert not held("This.", "This. https://x.com/bo/status/31")
    assert not held("This.", "This. https://t.co/abc")
    assert held("This.", "This. https://x.com/ada/status/77/photo/1")
    assert held("This. https://x.com/bo/status/31", "This.")


def test_leading_handles_may_be_missing_in_the_quote_but_not_added() -> None:
    assert held("@bo @cy " + TEXT, FLAT)
    assert held("@bo @cy " + TEXT, "@CY " + FLAT)
    assert not held(TEXT, "@bo " + FLAT)
    assert not held("@bo @cy " + TEXT, "@cy @bo " + FLAT)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "…"])
def test_a_quote_without_words_is_held_by_nothing(text: str) -> None:
    assert match(text, text) == Match()


def test_holders_are_posts_and_quotes_in_page_order_and_never_the_quote_itself() -> None:
    blocks = [
        Block("q0", "ada", FLAT, True),
        Block("p1", "ada", TEXT, False),
        Block("q1", "ada", FLAT, True),
        Block("q2", "ada", FLAT[:120] + "…", True),
    ]
    found = find_copies(blocks)
    assert found["q0"].holders == ("p1", "q1")
    assert found["q0"].above == 0
    assert found["q1"].holders == ("q0", "p1")
    assert found["q1"].above == 2
    assert found["q2"].holders == ("q0", "p1", "q1")


def test_the_relation_is_to_the_post_where_a_quote_comes_first() -> None:
    blocks = [
        Block("q0", "ada", FLAT, True),
        Block("q1", "ada", FLAT, True),
        Block("p1", "ada", TEXT, False),
    ]
    assert find_copies(blocks)["q1"].relation == "flattened"


def test_many_posts_with_the_same_words_do_not_hide_the_right_quote() -> None:
    blocks = [
        Block(f"p{n}", "ada", SHORT, False, f"https://x.com/ada/status/{n}") for n in range(300)
    ]
    blocks += [Block(f"q{n}", "ada", SHORT, True, "https://x.com/ada/status/999") for n in (1, 2)]
    assert find_copies(blocks)["q2"].holders == ("q1",)


def test_only_so_many_blocks_are_compared_for_one_quote(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def count(entry: object, quote: object) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr(copies, "_holds", count)
    blocks = [Block(f"p{n}", "ada", f"{FLAT} {n // 20}", False) for n in range(40 * MAX_COMPARED)]
    find_copies([*blocks, Block("q1", "ada", FLAT + "…", True)])
    assert compared <= 2 * MAX_COMPARED


def test_words_beyond_what_can_be_told_apart_match_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copies, "_LAST_CODE", len(set(FLAT.split())) + 1)
    blocks = [
        Block("p1", "ada", TEXT, False),
        Block("q1", "ada", FLAT, True),
        Block("p2", "bo", "Others say so too.", False),
        Block("q2", "bo", "Others say so too.", True),
        Block("q3", "bo", "Others say no such thing.", True),
    ]
    found = find_copies(blocks)
    assert found["q1"].holders == ("p1",)
    assert found["q2"] == found["q3"] == Match()


def test_only_quotes_are_matched() -> None:
    blocks = [Block("p1", "ada", TEXT, False), Block("p2", "ada", TEXT, False)]
    assert find_copies(blocks) == {}


def test_a_quote_of_a_quote_is_held_by_its_first_appearance() -> None:
    blocks = [
        Block("p1", "bo", "Look at this.", False),
        Block("q1", "ada", TEXT, True),
        Block("p2", "cy", "Look at this again.", False),
        Block("q2", "ada", FLAT, True),
    ]
    assert find_copies(blocks)["q2"].holders == ("q1",)


@pytest.mark.parametrize(
    ("post", "copy", "edit"),
    [
        ("הרכבת הלילית צריכה לצאת כל רבע שעה ולא פעם בשעה, אמרו הנוסעים בתחנה",
         "\u202bהרכבת הלילית צריכה לצאת כל רבע שעה\nולא פעם בשעה, אמרו הנוסעים בתחנה\u202c",
         "הרכבת הלילית לא צריכה לצאת כל רבע שעה ולא פעם בשעה, אמרו הנוסעים בתחנה"),
        ("يجب أن يسير قطار الليل كل ربع ساعة وليس مرة واحدة في الساعة كما قال الركاب",
         "يجب أن يسير قطار الليل كل ربع ساعة\nوليس مرة واحدة في الساعة كما قال الركاب\u200f",
         "يجب أن يسير قطار الليل كل نصف ساعة وليس مرة واحدة في الساعة كما قال الركاب"),
        ("夜间电车应该每十五分钟一班。\n独自在黑暗中等车的人以后就不再坐车了。",
         "夜间电车应该每十五分钟一班。独自在黑暗中等车的人以后就不再坐车了。",
         "夜间电车应该每五十分钟一班。独自在黑暗中等车的人以后就不再坐车了。"),
        ("รถรางกลางคืนควรวิ่งทุกสิบห้านาที ไม่ใช่ทุกสี่สิบนาที",
         "รถรางกลางคืนควรวิ่งทุกสิบห้านาที\nไม่ใช่ทุกสี่สิบนาที",
         "รถรางกลางคืนควรวิ่งทุกสิบห้านาที ใช่ทุกสี่สิบนาที"),
        ("Night trams 🌙🚋 every 15 minutes, please, for all of us who work late ✊🏽",
         "Night trams 🌙️ 🚋 every 15 minutes, please, for all of us who work late ✊🏽️",
         "Night trams 🌙🚋 every 15 minutes, please, for all of us who work late ✊🏿"),
    ],
    ids=["Hebrew", "Arabic", "Chinese", "Thai", "emoji"],
)  # fmt: skip
def test_copies_and_edits_are_told_apart_in_any_script(post: str, copy: str, edit: str) -> None:
    assert held(post, copy)
    assert not held(post, edit)


def test_holders_are_capped_with_the_first_post_among_them() -> None:
    count = 3 * MAX_HOLDERS
    blocks = [Block(f"q{n}", "ada", TEXT, True) for n in range(count)]
    blocks.append(Block("p0", "ada", TEXT, False))
    found = find_copies(blocks)[f"q{count - 1}"]
    assert len(found.holders) == MAX_HOLDERS
    assert found.holders[0] == "q0"
    assert found.holders[-1] == "p0"
