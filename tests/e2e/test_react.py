"""A server-rendered React 19 page lives through it: hydration, updates, removal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

ReactPage = Callable[..., str]
FOLDS = 3


def update(page: Page, change: str) -> None:
    """Change the component's state as the site itself would."""
    page.evaluate(f"setThread(state => ({{...state, {change}}}))")


def complaints(page: Page) -> list[str]:
    found: list[str] = page.evaluate("complaints")
    return found


def words(page: Page) -> list[str]:
    """The first words of each post in page order, as React rendered them."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('li .whitespace-pre-wrap p')]
            .map(p => p.textContent.slice(0, 20))"""
    )
    return found


def marks(page: Page) -> list[tuple[str, bool]]:
    """For each quote block: whose post it quotes, and whether it is folded."""
    found = page.evaluate(
        """[...document.querySelectorAll('li a.block')].map(quote =>
            [quote.querySelector('.text-muted-foreground').textContent, quote.hidden !== false])"""
    )
    return [(who, bool(folded)) for who, folded in found]


@pytest.mark.parametrize("mode", ["production", "development"])
@pytest.mark.parametrize("delay", [0, 400])
def test_hydration_is_not_disturbed(
    real: Browser, react_page: ReactPage, mode: str, delay: int
) -> None:
    page = real.painted(react_page(mode, hydrate_after_ms=delay, next_like=True), folded=FOLDS)
    page.wait_for_function("Boolean(window.setThread)")
    assert complaints(page) == []
    assert real.errors == []
    assert len(words(page)) == 4


def test_a_page_that_hydrates_late_is_waited_for(real: Browser, react_page: ReactPage) -> None:
    page = real.open(react_page(hydrate_after_ms=2500, next_like=True))
    page.wait_for_timeout(2000)
    assert not page.evaluate("Boolean(window.setThread)")
    assert page.locator("#root [hidden]").count() == 0
    real.until("painted", folded=FOLDS)
    assert complaints(page) == []


def test_a_page_that_hydrates_unexpectedly_late_is_whole_again(
    real: Browser, react_page: ReactPage
) -> None:
    """Nothing says that this page will hydrate; React then renders it anew, and so do we."""
    page = real.painted(react_page(hydrate_after_ms=3000), folded=FOLDS)
    page.wait_for_function("Boolean(window.setThread)")
    real.until("painted", folded=FOLDS)
    assert len(words(page)) == 4
    page.wait_for_timeout(1500)
    assert marks(page) == [("@mira_quay", True), ("@oskar_vell", True), ("@oskar_vell", True)]


def test_a_part_that_hydrates_on_its_own_later_is_whole_again(
    real: Browser, react_page: ReactPage
) -> None:
    """A streamed page: its frame has hydrated, the thread waits for its code."""
    page = real.painted(react_page(part_after_ms=3500, next_like=True), folded=FOLDS)
    page.wait_for_function("performance.now() > 4500")
    real.until("painted", folded=FOLDS)
    update(page, "tick: 1")
    page.wait_for_timeout(1500)
    real.until("painted", folded=FOLDS)
    assert len(words(page)) == 4
    assert marks(page) == [("@mira_quay", True), ("@oskar_vell", True), ("@oskar_vell", True)]
    assert not [line for line in complaints(page) if not line.startswith("recoverable")]
    assert page.evaluate("document.querySelector('li').className") == "odd", "it is hydrated"


def test_rerendering_keeps_every_mark(real: Browser, react_page: ReactPage) -> None:
    page = real.painted(react_page(), folded=FOLDS)
    before = page.evaluate("document.querySelectorAll('#root *').length")
    for tick in range(1, 6):
        update(page, f"tick: {tick}")
    page.wait_for_timeout(1500)
    real.until("painted", folded=FOLDS)
    assert page.evaluate("document.querySelectorAll('#root *').length") == before
    assert complaints(page) == []


def test_marks_follow_posts_that_change_places(
    browser_open: Browser, react_page: ReactPage
) -> None:
    page = browser_open.painted(react_page(), folded=FOLDS)
    update(page, "order: [3, 2, 1, 0]")
    # Now every original stands below its quotes; only the second copy of a quote may fold.
    browser_open.until("painted", folded=1)
    assert marks(page) == [("@oskar_vell", False), ("@oskar_vell", True), ("@mira_quay", False)]
    assert words(page)[0].startswith("@oskar_vell Thank")
    update(page, "order: [0, 1, 2, 3]")
    browser_open.until("painted", folded=FOLDS)
    assert complaints(page) == []
    assert browser_open.errors == []
    badges = page.evaluate(
        """[...document.querySelectorAll('li')].map(li => [...li.querySelectorAll('*')]
            .filter(node => node.shadowRoot?.querySelector('.badge')).length)"""
    )
    assert badges == [1, 1, 1, 1]


def test_a_quote_opens_when_its_original_leaves_the_page(
    real: Browser, react_page: ReactPage
) -> None:
    page = real.painted(react_page(), folded=FOLDS)
    update(page, "order: [1, 2, 3]")
    real.until("painted", folded=2)
    assert marks(page) == [("@mira_quay", False), ("@oskar_vell", True), ("@oskar_vell", True)]
    update(page, "order: [2, 3]")
    real.until("painted", folded=1)
    assert marks(page) == [("@oskar_vell", False), ("@oskar_vell", True)]
    assert complaints(page) == []


def test_folded_quotes_and_posts_can_be_unmounted(
    real: Browser, react_page: ReactPage, plain: Browser
) -> None:
    page = real.painted(react_page(), folded=FOLDS)
    update(page, "quotes: false")
    real.until("painted", folded=0)
    update(page, "quotes: true")
    real.until("painted", folded=FOLDS)
    update(page, "order: []")
    real.until("plain")
    assert complaints(page) == []
    assert real.errors == []
    never = plain.open(react_page())
    never.wait_for_function("Boolean(window.setThread)")
    update(never, "order: []")
    inside = "document.querySelector('#root').outerHTML"
    assert page.evaluate(inside) == never.evaluate(inside)
