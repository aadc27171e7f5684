"""The first-run page shows the product at work on a thread of our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OURS, becomes_true
from tests.e2e.test_accessibility import LOOKS, axe, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Browser, Launch

__all__ = ["axe"]  # a fixture


def welcome(browser: Browser) -> Page:
    page = browser.open(address=f"chrome-extension://{browser.extension_id}/welcome.html")
    expect(page.get_by_role("button", name="With Quotefold")).to_have_attribute(
        "aria-pressed", "true"
    )
    return page


def test_it_opens_once_by_itself(launch: Launch, extension_folder: Path) -> None:
    browser = launch(extension_folder)  # waits for the page and closes it
    browser.stop_service_worker()
    page = browser.open("<title>x</title><p>Soup.", "https://digg.com/ai/soup0001")
    browser.until("plain")
    page.wait_for_timeout(300)
    assert not [page for page in browser.context.pages if page.url.endswith("welcome.html")]


def test_the_thread_is_really_read_and_painted(browser_open: Browser) -> None:
    page = welcome(browser_open)
    expect(page.locator("#found")).to_have_text("4 posts, 3 of 3 quotes folded.")
    expect(page.locator("#thread blockquote[hidden]")).to_have_count(3)
    expect(page.locator(".badge")).to_have_count(4)
    expect(page.locator("button.stance")).to_contain_text(["Opposes", "Supports"])
    page.locator(".toggle").first.click()
    expect(page.locator("#thread blockquote[hidden]")).to_have_count(2)
    page.locator(".jump").last.click()
    expect(page.get_by_role("button", name="Back")).to_be_focused()
    assert browser_open.errors == []


def test_without_quotefold_the_thread_is_as_it_was(real: Browser) -> None:
    page = welcome(real)
    thread = page.locator("#thread")
    page.get_by_role("button", name="As a site shows it").click()
    expect(page.locator("#thread [hidden]")).to_have_count(0)
    before = thread.evaluate("node => node.outerHTML")
    page.get_by_role("button", name="With Quotefold").click()
    expect(page.locator("#thread blockquote[hidden]")).to_have_count(3)
    page.get_by_role("button", name="As a site shows it").click()
    expect(page.locator("#thread [hidden]")).to_have_count(0)
    assert thread.evaluate("node => node.outerHTML") == before
    assert "until-found" not in before


def test_it_asks_nobody(real: Browser) -> None:
    welcome(real)
    assert real.requests == []


def test_the_keys_are_those_that_are_set(real: Browser) -> None:
    page = welcome(real)
    expect(page.locator("dd")).to_have_count(5)
    shown = dict(
        zip(
            page.locator("dd").evaluate_all("keys => keys.map(key => key.dataset.command)"),
            page.locator("dd").all_text_contents(),
            strict=True,
        )
    )
    assert set(shown) == {"toggle-all", "next-fold", "previous-fold", "toggle-page", "open-panel"}
    assert shown["open-panel"] == "Alt+Shift+M"
    assert shown["toggle-page"] == "not set"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_first_run_page(
    browser_open: Browser, axe: str, look: str
) -> None:
    page = welcome(browser_open)
    page.emulate_media(**LOOKS[look])
    dark = str(look != "light").lower()
    parts = f"{OURS}.map(host => host.shadowRoot.querySelector('.root:has(.badge, .line)'))"
    becomes_true(  # the badges follow the look
        page,
        f"{parts}.every(root => !root || root.classList.contains('dark') === {dark})",
    )
    assert violations(page, axe) == []
    page.get_by_role("button", name="As a site shows it").click()
    assert violations(page, axe) == []


@pytest.mark.parametrize("width", [320, 700, 2560])
def test_nothing_sticks_out(real: Browser, width: int) -> None:
    page = welcome(real)
    page.set_viewport_size({"width": width, "height": 800})
    becomes_true(page, f"document.documentElement.scrollWidth <= {width}")
