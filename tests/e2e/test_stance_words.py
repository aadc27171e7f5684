"""A reader can say that a stance is wrong: it is remembered, shown, undone and saved as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OURS
from tests.e2e.panel_threads import page as story
from tests.e2e.test_accessibility import (
    FOCUSED,
    LOOKS,
    announced,
    axe,
    comes_to,
    press_until,
    violations,
)
from tests.e2e.test_panel import panel, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Browser

__all__ = ["axe"]  # a fixture

CORRECTIONS = "chrome.storage.local.get('corrections').then(all => all.corrections ?? {})"


def badges(page: Page) -> Locator:
    return page.locator("button.stance")


def explained(page: Page, badge: Locator) -> Locator:
    """The explanation of a badge, opened."""
    badge.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def ready(browser: Browser, html: str) -> Page:
    page = browser.painted(html, folded=11, stances="done")
    expect(badges(page)).not_to_have_count(0)
    expect(announced(page)).to_have_text("Quotes folded: 11")  # there is one live region
    return page


def say(page: Page, badge: Locator, what: str) -> None:
    dialog = explained(page, badge)
    dialog.get_by_role("button", name="Wrong?").click()
    dialog.get_by_role("button", name=what).click()


def test_the_reader_says_what_a_post_does(browser_open: Browser, demo_html: str) -> None:
    page = ready(browser_open, demo_html)
    first = badges(page).first
    expect(first).to_contain_text("likely")
    say(page, first, "comments")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("You said: comments")
    expect(dialog).to_contain_text("without any text")
    expect(first).to_have_text("You said: comments")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(first).to_be_focused()
    page.reload()
    browser_open.until("painted", folded=11, stances="done")
    expect(badges(page).first).to_have_text("You said: comments")
    dialog = explained(page, badges(page).first)
    expect(dialog).to_contain_text("This post seems to")  # the guess stays explained
    dialog.get_by_role("button", name="Undo").click()
    expect(badges(page).first).not_to_contain_text("You said")
    page.reload()
    browser_open.until("painted", folded=11, stances="done")
    expect(badges(page).first).to_contain_text("likely")


def test_nothing_of_the_page_is_stored(browser_open: Browser, demo_html: str) -> None:
    page = ready(browser_open, demo_html)
    say(page, badges(page).first, "asks")
    expect(badges(page).first).to_have_text("You said: asks")
    stored = browser_open.worker.evaluate(CORRECTIONS)
    assert len(stored) == 1
    for key, (said, day) in stored.items():
        assert len(key) == 16
        assert int(key, 16) > 0
        assert said == "query"
        assert day > 20_000


def test_a_hidden_badge_stays_away_until_that_is_undone(
    browser_open: Browser, demo_html: str
) -> None:
    page = ready(browser_open, demo_html)
    before = badges(page).count()
    say(page, badges(page).first, "hide this badge")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("You hid the badge of this post.")
    expect(badges(page)).to_have_count(before - 1)
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Undo").click()
    expect(badges(page)).to_have_count(before)
    say(page, badges(page).first, "hide this badge")
    expect(badges(page)).to_have_count(before - 1)
    page.reload()
    browser_open.until("painted", folded=11, stances="done")
    expect(badges(page)).to_have_count(before - 1)
    settings = browser_open.open(
        address=f"chrome-extension://{browser_open.extension_id}/options.html"
    )
    expect(settings.locator("#corrections")).to_contain_text("stances: 1.")
    settings.get_by_role("button", name="Forget what I said").click()
    expect(settings.locator("#forgotten-said")).to_have_text("Forgotten.")
    expect(settings.locator("#corrections")).to_contain_text("stances: 0.")
    settings.close()
    expect(badges(page)).to_have_count(before)


def test_corrections_are_made_with_the_keyboard_alone(
    browser_open: Browser, demo_html: str
) -> None:
    page = ready(browser_open, demo_html)
    press_until(page, "Tab", "stance")
    page.keyboard.press("Enter")
    comes_to(page, "close")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"['support', 'oppose'].includes(({FOCUSED})())")  # the first choice
    press_until(page, "Tab", "query")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("You said: asks")
    expect(page.get_by_role("status").filter(has_text="You said")).to_have_text("You said: asks")
    comes_to(page, "close")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(badges(page).first).to_be_focused()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_a_stance_is_corrected(
    browser_open: Browser, demo_html: str, axe: str, look: str
) -> None:
    page = ready(browser_open, demo_html)
    page.emulate_media(**LOOKS[look])
    dark = str(look != "light").lower()
    page.wait_for_function(  # the badges follow the look
        f"{OURS}.map(host => host.shadowRoot.querySelector('.root:has(.badge, .line)'))"
        f".every(root => !root || root.classList.contains('dark') === {dark})"
    )
    dialog = explained(page, badges(page).first)
    dialog.get_by_role("button", name="Wrong?").click()
    expect(dialog.get_by_role("group")).to_be_visible()
    assert violations(page, axe, OURS) == []
    dialog.get_by_role("button", name="takes no clear stance").click()
    expect(badges(page).first).to_have_text("You said: no clear stance")
    assert violations(page, axe, OURS) == []


def test_corrections_are_saved_as_data_from_the_map(
    browser_open: Browser, demo_html: str, tmp_path: Path
) -> None:
    page = ready(browser_open, demo_html)
    with panel(browser_open) as beside:
        expect(rows(beside)).to_have_count(15)
        beside.get_by_role("button", name="Save").click()
        expect(beside.get_by_role("button", name="Data (JSON)")).to_be_visible()
        expect(beside.get_by_role("button", name="Your corrections")).to_be_hidden()
        beside.keyboard.press("Escape")
        say(page, badges(page).first, "asks")
        expect(rows(beside).filter(has_text="you said: asks")).to_have_count(1)
        beside.get_by_role("button", name="Save").click()
        with beside.expect_download() as begun:
            beside.get_by_role("button", name="Your corrections").click()
        assert begun.value.suggested_filename == "stance-corrections.jsonl"
        begun.value.save_as(tmp_path / "data.jsonl")
    lines = (tmp_path / "data.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 1
    pair = json.loads(lines[0])
    assert list(pair) == ["parent", "reply", "kind", "label"]
    assert pair["label"] == "query"
    for text in (pair["parent"], pair["reply"]):
        expect(page.locator("body")).to_contain_text(text.split("\n")[0][:60])


STANCES = f"{OURS}.filter(host => host.shadowRoot.querySelector('button.stance')).length"


def test_how_sure_a_stance_must_be_is_the_readers_to_say(browser_open: Browser) -> None:
    page = browser_open.painted(story(60), "https://digg.com/ai/tram0001", stances="done")
    page.wait_for_function(f"{STANCES} > 2")
    usual = page.evaluate(STANCES)
    settings = browser_open.open(
        address=f"chrome-extension://{browser_open.extension_id}/options.html"
    )
    expect(settings.locator("input[name=stance][value=sure]")).to_be_checked()
    settings.get_by_role("radio", name="Also when likely").check()
    page.wait_for_function(f"{STANCES} > {usual}")
    expect(page.locator("button.stance .sure").filter(has_text="perhaps")).not_to_have_count(0)
    settings.get_by_role("radio", name="Only when very sure").check()
    page.wait_for_function(f"{STANCES} < {usual}")
    settings.locator("input[name=stance][value=sure]").check()
    page.wait_for_function(f"{STANCES} === {usual}")
