"""Every page of the extension speaks the reader's language, and every language says all."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import becomes_true

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser, Launch

SOURCES = Path(__file__).resolve().parents[2] / "extension"
PAGES = sorted(SOURCES.glob("*.html"))
LOCALES = {path.parent.name: path for path in sorted(SOURCES.glob("_locales/*/messages.json"))}

INVENTED = {"Ines Vale", "Tomas Keel", "Lio Brandt", "Noor Aziz", "IV", "TK", "LB", "NA"}
"""People of the first-run page; their handles are the names with an underscore."""


def messages(locale: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(LOCALES[locale].read_text("utf-8"))
    return data


def test_there_is_more_than_one_language() -> None:
    assert {"en", "de"} <= set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_messages(locale: str) -> None:
    english, other = messages("en"), messages(locale)
    assert list(other) == list(english), "the same keys, in the same order"
    for name, entry in other.items():
        assert entry["message"].strip(), name
        placeholders = english[name].get("placeholders")
        assert entry.get("placeholders") == placeholders, name
        used = set(re.findall(r"\$(\w+)\$", entry["message"]))
        assert used == {key.upper() for key in placeholders or {}}, name


def test_another_language_is_no_copy() -> None:
    english, german = messages("en"), messages("de")
    same = {name for name in english if english[name]["message"] == german[name]["message"]}
    assert same == {"name", "original", "panelGraph"}


class Visible(HTMLParser):
    """Words of a page that a person can see or hear and that are not from a locale."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.named = self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.named = "data-say" in given
        self.silent = tag in ("script", "style", "title")
        for name in ("alt", "title", "placeholder", "aria-label", "value"):
            if given.get(name) and tag not in ("button", "input"):
                self.words.append(f"{name}={given[name]}")

    def handle_endtag(self, _: str) -> None:
        self.named = self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.named and not self.silent and re.search(r"\w", data):
            self.words.append(data.strip())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_page_has_words_of_its_own(page: Path) -> None:
    parser = Visible()
    parser.feed(page.read_text("utf-8"))
    handles = {"@" + name.lower().replace(" ", "_") for name in INVENTED}
    assert set(parser.words) - INVENTED - handles == set()


SPOKEN = r"(?:textContent|innerText|placeholder|ariaLabel|title|ariaDescription)"


@pytest.mark.parametrize(
    "script",
    sorted(SOURCES.rglob("src/**/*.js")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_script_says_words_of_its_own(script: Path) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text("utf-8"), flags=re.DOTALL)
    written = re.findall(rf'\.{SPOKEN}\s*=\s*["`]([^"`]*[A-Za-z]{{2}}[^"`]*)["`]', text)
    written += re.findall(r'"aria-label"\s*[:,]\s*["`]([^"`$]+)["`]', text)
    assert written == []


@pytest.fixture(scope="module")
def german(
    launch: Launch, extension_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Browser:
    """With German as the language to fall back to: few Chromiums here speak another one."""
    copy = tmp_path_factory.mktemp("german") / "quotefold"
    shutil.copytree(extension_folder, copy)
    shutil.rmtree(copy / "_locales" / "en")
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {"default_locale": "de"}), "utf-8")
    return launch(copy)


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_in_a_german_browser_all_is_german(german: Browser, name: str) -> None:
    page = german.open(address=f"chrome-extension://{german.extension_id}/{name}")
    page.set_viewport_size({"width": 340, "height": 700})
    expect(page.locator("html")).to_have_attribute("lang", "de")
    said = page.locator("[data-say]").evaluate_all(
        "parts => parts.map(part => [part.dataset.say, part.textContent])"
    )
    words = messages("de")
    assert said
    assert [key for key, text in said if text != words[key]["message"]] == []
    becomes_true(page, "document.documentElement.scrollWidth <= 340")  # long words fit


def test_the_words_in_a_page_are_german_too(german: Browser, demo_html: str) -> None:
    page = german.painted(demo_html, folded=11, stances="done")
    assert german.status()["message"] == "14 Beiträge, 11 von 13 Zitaten eingefaltet"
    nodes = german.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = " ".join(str(node.get("name", {}).get("value")) for node in nodes)
    assert "Beitrag 2 zitiert @maren_oduya: Beitrag 1, oben. Hier 4-mal zitiert" in told
    assert "wie Beitrag 2 oben" in told
    assert re.findall(r"same as post|quoted \d+ times|post \d+, above|Post \d+ \w+", told) == []
