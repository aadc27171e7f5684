"""Settings go to a file and come back from it; a file that is none of ours changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Browser


def options(browser: Browser) -> Page:
    return browser.open(address=f"chrome-extension://{browser.extension_id}/options.html")


def load(page: Page, content: str) -> None:
    page.locator("#settings-file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    )


def test_settings_come_back_from_their_file(real: Browser, tmp_path: Path) -> None:
    page = options(real)
    page.get_by_role("radio", name="None").check()
    page.get_by_role("radio", name="Never").check()
    page.get_by_role("switch", name="Digg", exact=True).uncheck()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Save settings").click()
    assert begun.value.suggested_filename == "quotefold-settings.json"
    begun.value.save_as(tmp_path / "settings.json")
    real.worker.evaluate("chrome.storage.local.clear()")
    page.reload()
    expect(page.get_by_role("radio", name="None")).not_to_be_checked()
    load(page, (tmp_path / "settings.json").read_text("utf-8"))
    expect(page.locator("#transferred")).to_have_text("Loaded.")
    expect(page.get_by_role("radio", name="None")).to_be_checked()
    expect(page.get_by_role("radio", name="Never")).to_be_checked()
    expect(page.get_by_role("switch", name="Digg", exact=True)).not_to_be_checked()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        "{not json",
        '{"kind": "bookmarks", "version": 1, "settings": {"fold": "off"}}',
        '{"kind": "quotefold-settings", "version": 9, "settings": {"fold": "off"}}',
        '{"kind": "quotefold-settings", "version": 1, "settings": null}',
        " " * 200_001 + '{"kind": "quotefold-settings", "version": 1, "settings": {"fold": "off"}}',
    ],
    ids=lambda content: content.strip()[:40] + ("" if len(content) < 1000 else " after much space"),
)
def test_a_file_of_something_else_changes_nothing(real: Browser, content: str) -> None:
    page = options(real)
    load(page, content)
    expect(page.locator("#transferred")).to_have_text("This file holds no settings of Quotefold.")
    assert real.worker.evaluate("chrome.storage.local.get('settings')") == {}


def test_of_a_wrong_setting_the_default_is_taken(real: Browser) -> None:
    page = options(real)
    settings = {"fold": "sideways", "stance": "always", "sitesOff": [7, "x.com"], "evil": 1}
    load(page, json.dumps({"kind": "quotefold-settings", "version": 1, "settings": settings}))
    expect(page.locator("#transferred")).to_have_text("Loaded.")
    stored = real.worker.evaluate("chrome.storage.local.get('settings')")["settings"]
    assert (stored["fold"], stored["stance"], stored["sitesOff"]) == ("above", "sure", ["x.com"])
    assert "evil" not in stored
