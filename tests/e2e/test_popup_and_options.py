"""The popup says what was found and switches it; options change open pages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.e2e.conftest import becomes_true

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
    settings.get_by_role("radio", name="Never").check()
    expect(page.locator("button.stance")).to_have_count(0)
    expect(page.locator(".badge")).to_have_count(14)
    settings.get_by_role("switch", name="Say what each post answers").click()
    expect(page.locator(".badge")).to_have_count(0)
    settings.locator("input[name=stance][value=sure]").check()
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
    settings.get_by_role("button", name="Forget which quotes").click()
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


def test_a_thread_and_a_site_can_have_a_fold_mode_of_their_own(
    real: Browser, demo_html: str
) -> None:
    page = real.painted(demo_html, folded=11)
    with real.popup() as popup:
        thread = popup.get_by_label("In this thread")
        site = popup.locator("#folds").get_by_label("On digg.com")
        expect(thread).to_have_value("")
        expect(thread.locator("option").first).to_have_text("as usual: seen above")
        thread.select_option("off")
        page.wait_for_function(f"{FOLDED} === 0")
        site.select_option("all")
        expect(thread.locator("option").first).to_have_text("as usual: every quote")
        real.until("painted", folded=0)  # the thread's own word comes first
        other = real.painted(demo_html, "https://digg.com/ai/other001", folded=13)
        other.close()
        page.bring_to_front()
        expect(thread).to_have_value("off")
        thread.select_option("")
        page.wait_for_function(f"{FOLDED} === 13")
        expect(site).to_have_value("all")
        site.select_option("")
        page.wait_for_function(f"{FOLDED} === 11")


def test_the_fold_mode_of_a_thread_stays_without_its_address(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    with real.popup() as popup:
        popup.get_by_label("In this thread").select_option("anywhere")
        page.wait_for_function(f"{FOLDED} === 12")
    page.reload()
    real.until("painted", folded=12)
    stored = real.worker.evaluate("chrome.storage.local.get(null)")
    assert [mode for mode, _ in stored["threadFolds"].values()] == ["anywhere"]
    assert "digg.com" not in str(stored)
    assert "night001" not in str(stored)


def test_the_fold_modes_of_threads_are_capped_and_expire(real: Browser) -> None:
    stored = options(real).evaluate(
        """async () => {
            const { saveThreadFold, loadThreadFold, saveCorrection, loadCorrections } =
                await import('/src/shared/settings.js');
            const today = Math.floor(Date.now() / 86400000);
            const many = Object.fromEntries(
                Array.from({length: 600}, (_, n) => [`page:${n}`, ['off', today]]));
            await chrome.storage.local.set({
                threadFolds: {'page:old': ['off', today - 91], 'page:odd': ['up', today], ...many},
                corrections: {
                    old: ['oppose', today - 366], odd: ['evil', today], k: ['query', today]},
            });
            await saveThreadFold('page:new', 'all');
            await saveCorrection('new', 'hidden');
            const { threadFolds } = await chrome.storage.local.get('threadFolds');
            return [await loadThreadFold('page:new'), await loadThreadFold('page:old'),
                Object.keys(threadFolds).length, await loadCorrections()];
        }"""
    )
    assert stored == ["all", None, 500, {"k": "query", "new": "hidden"}]


FAKE_PERMISSIONS = """
    const asked = window.asked = [];
    const given = new Set();
    const tell = {added: [], removed: []};
    const real = chrome.permissions;
    const fake = {
        getAll: async () => ({origins: [...given]}),
        contains: real.contains.bind(real),
        request: async ({origins}) => {
            asked.push(origins);
            if (origins.some(origin => origin.includes('reddit'))) return false;
            origins.forEach(origin => given.add(origin));
            tell.added.forEach(hear => hear({origins}));
            return true;
        },
        remove: async ({origins}) => {
            origins.forEach(origin => given.delete(origin));
            tell.removed.forEach(hear => hear({origins}));
            return true;
        },
        onAdded: {addListener: hear => tell.added.push(hear)},
        onRemoved: {addListener: hear => tell.removed.push(hear)},
    };
    Object.defineProperty(chrome, 'permissions', {value: fake});
    window.given = given;
"""
"""The browser's own question can't be answered by a script: what it would do is played here."""


def test_a_site_is_asked_for_only_when_it_is_turned_on(real: Browser) -> None:
    settings = real.context.new_page()
    settings.add_init_script(FAKE_PERMISSIONS)
    settings.goto(f"chrome-extension://{real.extension_id}/options.html")
    github = settings.get_by_role("switch", name="GitHub", exact=True)
    reddit = settings.get_by_role("switch", name="Reddit", exact=True)
    expect(github).not_to_be_checked()
    expect(settings.get_by_role("switch", name="Digg", exact=True)).to_be_checked()
    assert settings.evaluate("asked") == []
    github.click()
    expect(github).to_be_checked()
    expect(settings.get_by_label("Fold on GitHub")).to_be_visible()
    assert settings.evaluate("asked") == [["*://github.com/*"]]
    reddit.click()
    expect(settings.locator("#refused")).to_have_text(
        "The browser did not give the permission for Reddit."
    )
    expect(reddit).not_to_be_checked()
    github.click()
    expect(github).not_to_be_checked()
    assert settings.evaluate("[...given]") == []
    settings.close()


def test_hosts_that_the_reader_added_are_listed(real: Browser) -> None:
    settings = real.context.new_page()
    settings.add_init_script(FAKE_PERMISSIONS + "given.add('*://forum.example/*');")
    settings.goto(f"chrome-extension://{real.extension_id}/options.html")
    own = settings.get_by_role("switch", name="forum.example", exact=True)
    expect(own).to_be_checked()
    settings.get_by_label("Fold on forum.example").select_option("all")
    stored = "(await chrome.storage.local.get('settings')).settings"
    becomes_true(settings, f"{stored}?.siteFolds['forum.example'] === 'all'")
    own.click()
    expect(own).not_to_be_checked()
    settings.close()
