"""Permalinks and times: what is certain is read, what is not stays unknown."""

import pytest

from quotefold.reading.links import absolute, status_of, time_of_status
from quotefold.reading.times import is_time_text, utc_minute, words_in_utc


@pytest.mark.parametrize(
    ("href", "handle", "number"),
    [
        ("https://x.com/Ada/status/2057248504673206272", "Ada", 2057248504673206272),
        ("https://twitter.com/Ada/status/20572485046/photo/1", "Ada", 20572485046),
        (
            "https://nitter.example/Ada/status/2057248504673206272#m",
            "Ada",
            2057248504673206272,
        ),
        ("/Ada/status/2057248504673206272?s=20", "Ada", 2057248504673206272),
        ("https://x.com/i/web/status/2057248504673206272", "", 2057248504673206272),
        ("https://x.com/i/status/2057248504673206272", "", 2057248504673206272),
    ],
)
def test_every_way_to_write_a_permalink_names_the_same_post(href, handle, number):
    status = status_of(href, "https://digg.com/ai/x")
    assert status is not None
    assert (status.handle, status.id) == (handle, number)


@pytest.mark.parametrize(
    "href",
    [
        "https://x.com/Ada",
        "https://x.com/Ada/status/",
        "https://x.com/Ada/status/abc",
        "https://news.example/status/2026",
        "javascript:/Ada/status/2057248504673206272",
        "https://[bad/status/1",
        "https://x.com/Ada/status/" + "9" * 40,
    ],
)
def test_other_addresses_are_no_permalink(href):
    assert status_of(href) is None


def test_a_status_id_tells_its_minute():
    # The real post 2053022747765457005 was made at 08:02:21 UTC on 9 May 2026.
    assert time_of_status(2053022747765457005) == "2026-05-09T08:02Z"


def test_an_id_from_before_the_clock_tells_nothing():
    assert time_of_status(20) is None


def test_only_web_addresses_become_links():
    assert absolute("/a", "https://digg.com/b") == "https://digg.com/a"
    assert absolute("javascript:alert(1)", "https://digg.com") == ""
    assert absolute("https://[", "https://digg.com") == ""


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("2026-05-21T02:15:30.000Z", "2026-05-21T02:15Z"),
        ("2026-05-21T04:15+02:00", "2026-05-21T02:15Z"),
        ("1779329700", "2026-05-21T02:15Z"),
        ("1779329700000", "2026-05-21T02:15Z"),
        ("May 20, 2026 · 11:54 PM UTC", "2026-05-20T23:54Z"),
        ("4:54 PM · May 20, 2026", None),
        ("2026-05-21T02:15", None),
        ("3h", None),
        ("May 99, 2026 · 11:54 PM UTC", None),
        ("²²²²²²²²²²", None),
    ],
)
def test_a_time_without_a_zone_stays_unknown(text, minute):
    assert utc_minute(text) == minute


def test_a_clock_known_to_be_utc_is_a_time():
    assert words_in_utc("12:43 AM · May 21, 2026 · 5.5K Views") == "2026-05-21T00:43Z"


@pytest.mark.parametrize(
    "text",
    [
        "4:54 PM · May 20, 2026",
        "11:54 PM · May 20, 2026 · 38K Views",
        "3h",
        "3h ago",
        "May 20",
        "2 days ago",
        "20 May 2026",
        "May 20, 2026 at 4:54 PM",
    ],
)
def test_time_texts_are_known(text):
    assert is_time_text(text)


@pytest.mark.parametrize("text", ["May we go?", "3 trains", "at 4:54 PM we left", "", "May"])
def test_words_are_no_time(text):
    assert not is_time_text(text)
