"""Hosts that the reader adds: read by themselves from then on, and no longer once given back.

The permission is real and so is the request for it. Headless Chromium cannot show the
browser's question, so the reader's "Allow" stands before it: chrome://extensions lets a host
be allowed for an extension, and what is allowed there is granted without a question. Nor can
the toolbar be pressed, which lets an extension see the address of the tab in front
(activeTab): the service worker is told it instead. Not covered: the question itself, what a
reader does with it, and the press.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import Browser, Launch

HOST = "boats.example"
THREAD = f"https://{HOST}/t/9"
FOLDED = "document.querySelectorAll('a.block[hidden]').length"
REGISTERED = """chrome.scripting.getRegisteredContentScripts()
    .then(scripts => scripts.flatMap(script => script.matches))"""


@pytest.fixture(scope="module")
def started(launch: Launch, extension_folder: Path) -> Browser:
    """A Chromium of its own: what is granted here is not for other tests."""
    return launch(extension_folder)


@pytest.fixture
def browser(started: Browser) -> Iterator[Browser]:
    started.site.clear()
    yield started
    started.worker.evaluate(
        """async () => {
            const { origins } = await chrome.permissions.getAll();
            const added = origins.filter(origin => origin.startsWith('*:'));
            if (added.length) await chrome.permissions.remove({origins: added});
        }"""
    )
    for page in started.context.pages[1:]:
        page.close()


def pressed(browser: Browser, address: str) -> None:
    """Let the service worker see the address in front, as a press on the toolbar does."""
    browser.worker.evaluate(
        """address => {
            const query = globalThis.query ??= chrome.tabs.query;
            chrome.tabs.query = async (...given) =>
                (await query(...given)).map(tab => ({ url: address, ...tab }));
        }""",
        address,
    )


def allow(browser: Browser, *hosts: str) -> None:
    """Answer the browser's question before it is asked."""
    page = browser.context.new_page()
    page.goto("chrome://extensions")
    for host in hosts:
        page.evaluate(
            "([id, site]) => chrome.developerPrivate.addHostPermission(id, site)",
            [browser.extension_id, f"*://{host}/*"],
        )
    page.close()


def registered(browser: Browser) -> list[str]:
    matches: list[str] = browser.worker.evaluate(REGISTERED)
    return matches


def added(browser: Browser, html: str) -> Page:
    """A thread on a host that was just added from the popup."""
    page = browser.open(html, THREAD)
    allow(browser, HOST)
    page.bring_to_front()
    pressed(browser, THREAD)
    with browser.popup() as popup:
        expect(popup.get_by_role("button", name="Read this page")).to_be_visible()
        popup.get_by_role("button", name=f"Always read {HOST}").click()
        expect(popup.locator("#found")).to_have_text("14 posts, 11 of 13 quotes folded.")
        expect(popup.get_by_role("button", name=f"Always read {HOST}")).to_be_hidden()
    return page


def test_nothing_is_read_by_itself_on_a_host_that_was_not_added(
    browser: Browser, demo_html: str
) -> None:
    page = browser.open(demo_html, THREAD)
    page.wait_for_timeout(500)
    assert browser.status()["message"] == "This page has not been read."
    assert registered(browser) == []


def test_a_host_is_added_from_the_popup_and_read_from_then_on(
    browser: Browser, demo_html: str
) -> None:
    page = added(browser, demo_html)
    assert registered(browser) == [f"*://{HOST}/*"]
    page.reload()
    browser.until("painted", folded=11)
    other = browser.open(demo_html, "https://lakes.example/t/9")
    other.wait_for_timeout(500)
    assert browser.status()["state"] == "off"


def test_a_host_that_is_given_back_is_left_alone_at_once(browser: Browser, demo_html: str) -> None:
    page = added(browser, demo_html)
    page.reload()
    browser.until("painted", folded=11)
    with browser.popup() as popup:
        popup.get_by_role("switch", name=f"On {HOST}").click()
        expect(popup.get_by_role("button", name=f"Always read {HOST}")).to_be_visible()
    browser.until("off")
    assert page.evaluate(FOLDED) == 0
    assert registered(browser) == []
    page.reload()
    page.wait_for_timeout(500)
    assert browser.status()["state"] == "off"


def test_the_hosts_of_a_site_come_and_go_together(browser: Browser) -> None:
    hosts = ["lobste.rs", "tilde.news"]
    allow(browser, *hosts)
    page = browser.open(address=f"chrome-extension://{browser.extension_id}/options.html")
    use = """async name => {
        const module = await import('/src/shared/permissions.js');
        return [await module[name]('tilde.news'), await module.granted()];
    }"""
    assert page.evaluate(use, "ask") == [True, hosts]
    page.wait_for_function(
        f"{REGISTERED}.then(found => found.join() === '*://lobste.rs/*,*://tilde.news/*')"
    )
    assert page.evaluate(use, "drop") == [True, []]
    page.wait_for_function(f"{REGISTERED}.then(found => found.length === 0)")


def test_what_was_registered_is_made_again_when_the_browser_forgot_it(
    browser: Browser, demo_html: str
) -> None:
    """An update of the extension drops registrations; the permission stays."""
    added(browser, demo_html)
    browser.worker.evaluate("chrome.scripting.unregisterContentScripts()")
    browser.worker.evaluate("chrome.runtime.onInstalled.dispatch({reason: 'update'})")
    with browser.popup() as popup:
        popup.wait_for_function(f"{REGISTERED}.then(found => found.length === 1)")


def test_a_page_that_was_asked_for_once_is_not_followed_to_another(
    browser: Browser, demo_html: str
) -> None:
    page = added(browser, demo_html)
    browser.send("ui-read")
    with browser.popup() as popup:
        popup.get_by_role("switch", name=f"On {HOST}").click()
        expect(popup.get_by_role("button", name=f"Always read {HOST}")).to_be_visible()
    # It goes on with this page, but cannot paint without what a press on the toolbar allows.
    browser.until("plain")
    page.evaluate("history.pushState({}, '', '/t/10')")
    browser.until("off")
    assert page.evaluate(FOLDED) == 0


def test_a_request_that_is_refused_changes_nothing(browser: Browser, demo_html: str) -> None:
    browser.open(demo_html, THREAD)
    pressed(browser, THREAD)
    with browser.popup() as popup:
        popup.evaluate("chrome.permissions.request = async () => false")
        popup.get_by_role("button", name=f"Always read {HOST}").click()
        expect(popup.get_by_role("button", name=f"Always read {HOST}")).to_be_visible()
        asked = popup.evaluate(
            """async () => {
                let asked;
                chrome.permissions.request = async (given) => { asked = given; return false; };
                document.querySelector('#always').click();
                return asked;
            }"""
        )
    assert asked == {"origins": [f"*://{HOST}/*"]}, "at once: a click allows it only for a moment"
    assert registered(browser) == []
    assert "sitesOff" not in json.dumps(browser.worker.evaluate("chrome.storage.local.get()"))
