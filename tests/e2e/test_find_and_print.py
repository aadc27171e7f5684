"""Folded text is still there: for find-in-page, for links into it, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import OURS

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

OPEN = """() => [...document.querySelectorAll('a.block')].map(quote => !quote.hidden)"""


def test_a_link_into_a_folded_quote_opens_it(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.evaluate("document.querySelectorAll('a.block')[1].querySelector('p').id = 'there'")
    page.evaluate("location.hash = 'there'")
    real.until("painted", folded=10)
    assert page.evaluate(OPEN)[:3] == [False, True, False]
    line = page.evaluate("document.querySelectorAll('a.block')[1].previousElementSibling.localName")
    assert "-" in line, "the line stays, to fold it again"


def test_find_in_page_opens_what_it_finds(real: Browser, demo_html: str) -> None:
    """Chromium's find bar cannot be driven from here; a text fragment uses the same search."""
    page = real.painted(demo_html, folded=11)
    quote = "document.querySelectorAll('a.block')[1]"
    rest = page.evaluate(f"{quote}.querySelector('p').textContent.length")
    assert rest > 1000
    page.evaluate(f"{quote}.querySelector('p').append(' Only in here: zebra crossing seventeen.')")
    real.until("painted", folded=10)
    page.evaluate("document.querySelectorAll('a.block')[2].querySelector('p').normalize()")
    page.goto("https://digg.com/ai/night001#:~:text=zebra%20crossing%20seventeen")
    page.wait_for_timeout(300)
    assert page.evaluate(OPEN)[1]


def test_paper_shows_every_quote(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    height = """() => [...document.querySelectorAll('a.block')]
        .map(quote => Math.round(quote.getBoundingClientRect().height))"""
    assert page.evaluate(height).count(0) == 11
    page.emulate_media(media="print")
    printed = page.evaluate(height)
    assert min(printed) > 40
    ours = f"{OURS}.map(node => getComputedStyle(node).display)"
    assert set(page.evaluate(ours)) == {"none"}
    page.emulate_media(media="screen")
    assert page.evaluate(height).count(0) == 11
    assert (
        page.evaluate(
            "() => getComputedStyle(document.querySelector('a.block[hidden]')).contentVisibility"
        )
        == "hidden"
    )
    real.send("ui-set-page", on=False)
    real.until("off")
    page.emulate_media(media="print")
    assert page.evaluate(height) == printed, "laid out as the page itself would print it"
    page.emulate_media(media="null")
