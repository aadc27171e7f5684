"""The popup says what was found and switches it; options change open pages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

FOLDED = "document.querySelectorAll('a.block[hidden]').length"


def options(browser: Browser) -> Page:
    return browser.open(address=f"chrome-extension://{browser.extension_id}/options.html")


def test_the_popup_says_what_was_found(real: Browser, demo_html: str) -> None:
    real.painted(demo_html, folded=11)
    with real.popup() as popup:
        expect(popup.locator("#found")).to_have_text("14 posts, 11 of 13 quotes folded.")
        popup.get_by_role("button", name="Open all quotes").click()
        expect(popup.locator("#found")).to_have_text("14 posts, 0 of 13 quotes folded.")
        popup.get_by_role("button", name="Fold all quotes").click()
        expect(popup.locator("#found")).to_have_text("14 posts, 11 of 13 quotes folded.")


def test_the_page_and_the_site_can_be_turned_off_and_on(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    with real.popup() as popup:
        popup.get_by_role("switch", name="On this page").click()
        expect(popup.locator("#found")).to_have_text("Off on this page.")
        page.wait_for_function(f"{FOLDED} === 0")
        page.reload()
        expect(popup.locator("#found")).to_have_text("Off on this page.")
        other = real.painted(demo_html, "https://digg.com/ai/other001", folded=11)
        other.close()
        page.bring_to_front()
        expect(popup.locator("#found")).to_have_text("Off on this page.")
        popup.get_by_role("switch", name="On this page").click()
        real.until("painted", folded=11)
        popup.get_by_role("switch", name="On digg.com").click()
        expect(popup.locator("#found")).to_have_text("Off on this site.")
        expect(popup.get_by_role("switch", name="On this page")).to_be_disabled()
        popup.get_by_role("switch", name="On digg.com").click()
        real.until("painted", folded=11)


def test_no_page_of_the_extension_offends_its_own_policy(real: Browser, demo_html: str) -> None:
    real.painted(demo_html, folded=11)
    said: list[str] = []
    for name in ("popup.html", "options.html", "src/offscreen/offscreen.html"):
        page = real.context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"chrome-extension://{real.extension_id}/{name}")
        page.wait_for_timeout(300)
        page.close()
    assert said == []


def test_the_popup_says_in_words_why_nothing_was_found(real: Browser) -> None:
    real.open("<title>Soup</title><p>Onions.", "https://digg.com/ai/soup0001")
    words = real.until("plain")["message"]
    with real.popup() as popup:
        expect(popup.locator("#found")).to_have_text(words)
        expect(popup.get_by_role("button", name="Try again")).to_be_visible()


def test_a_page_that_was_not_understood_can_be_reported_without_its_words(real: Browser) -> None:
    html = "<title>Soup</title><h1>Onions</h1><p>Fry them in butter, says <b>Agathe Vogel</b>."
    real.open(html, "https://digg.com/ai/soup0001")
    real.until("plain")
    with real.popup() as popup:
        real.context.grant_permissions(["clipboard-read", "clipboard-write"])
        popup.get_by_role("button", name="Copy a page report").click()
        expect(popup.locator("#copied")).to_contain_text("Copied")
        report = popup.evaluate("navigator.clipboard.readText()")
    assert "h1" in report
    for word in ("Soup", "Onions", "butter", "Agathe", "Vogel", "soup0001"):
        assert word not in report


def test_the_popup_offers_nothing_where_extensions_may_not_read(real: Browser) -> None:
    real.open(address="chrome://version/")
    with real.popup() as popup:
        expect(popup.locator("#found")).to_have_text("Extensions may not read this page.")
        expect(popup.get_by_role("button")).to_have_count(0)
        expect(popup.get_by_role("switch")).to_have_count(0)


def test_another_fold_mode_shows_at_once(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    settings = options(real)
    settings.get_by_role("radio", name="None").check()
    page.wait_for_function(f"{FOLDED} === 0")
    settings.get_by_role("radio", name="Also what stands further down").check()
    page.wait_for_function(f"{FOLDED} === 12")
    settings.locator("input[value=all]").check()
    page.wait_for_function(f"{FOLDED} === 13")
    settings.locator("input[value=anywhere]").check()
    page.wait_for_function(f"{FOLDED} === 12")
    settings.reload()
    expect(settings.get_by_role("radio", name="Also what stands further down")).to_be_checked()
    settings.get_by_role("radio", name="What already stands above").check()
    page.wait_for_function(f"{FOLDED} === 11")


def test_badges_can_be_turned_off_one_kind_at_a_time(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11)
    settings = options(browser_open)
    settings.get_by_role("switch", name="Say how it answers").click()
    expect(page.locator("button.stance")).to_have_count(0)
    expect(page.locator(".badge")).to_have_count(14)
    settings.get_by_role("switch", name="Say what each post answers").click()
    expect(page.locator(".badge")).to_have_count(0)
    settings.get_by_role("switch", name="Say how it answers").click()
    expect(page.locator("button.stance")).not_to_have_count(0)
    expect(page.locator(".badge:not(:has(button.stance))")).to_have_count(0)
    page.wait_for_function(f"{FOLDED} === 11")


def test_a_site_can_be_turned_off(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    settings = options(real)
    settings.get_by_role("switch", name="Digg", exact=True).click()
    page.wait_for_function(f"{FOLDED} === 0")
    settings.get_by_role("switch", name="Digg", exact=True).click()
    page.wait_for_function(f"{FOLDED} === 11")


def test_choices_can_be_forgotten(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    real.send("ui-command", command="open-all")
    real.until("painted", folded=0)
    settings = options(real)
    settings.get_by_role("button", name="Forget").click()
    expect(settings.locator("#forgotten")).to_have_text("Forgotten.")
    settings.close()
    page.reload()
    real.until("painted", folded=11)


def test_choices_are_capped_and_expire(real: Browser) -> None:
    """Storage does not grow for ever: 2,000 choices, 90 days."""
    stored = options(real).evaluate(
        """async () => {
            const { saveChoices, loadChoices, MAX_CHOICES, CHOICE_DAYS } =
                await import('/src/shared/settings.js');
            const today = Math.floor(Date.now() / 86400000);
            await chrome.storage.local.set({choices: {
                old: ['o', today - CHOICE_DAYS - 1], kept: ['o', today - CHOICE_DAYS], bad: 7}});
            await saveChoices(['new'], 'c');
            const first = await loadChoices();
            await saveChoices(Array.from({length: MAX_CHOICES + 5}, (_, n) => `k${n}`), 'o');
            return [Object.keys(first), Object.keys(await loadChoices()).length, MAX_CHOICES];
        }"""
    )
    assert stored == [["kept", "new"], 2000, 2000]
