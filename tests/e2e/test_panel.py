"""The side panel: the map of the argument of the page beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import STORY, becomes_true
from tests.e2e.panel_threads import page as story
from tests.e2e.test_accessibility import LOOKS, axe, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Browser

__all__ = ["axe"]  # a fixture

TRAM = "https://digg.com/ai/tram0001"

AUTHOR = re.compile(r"@(\S+) · (\d+)")
"""An author and how many posts, as the panel lists them."""


@contextmanager
def panel(browser: Browser, width: int = 400, height: int = 820) -> Iterator[Page]:
    """The panel's page in a window of its own: it shows the tab that was used last."""
    with browser.context.expect_page() as opened:
        browser.worker.evaluate(
            f"chrome.windows.create({{url: 'panel.html', type: 'popup', width: {width}}})"
        )
    page = opened.value
    page.on("pageerror", lambda error: browser.errors.append(str(error)))
    page.set_viewport_size({"width": width, "height": height})
    yield page
    page.close()
    assert browser.errors == []


def judged(browser: Browser, html: str, address: str = STORY, **wanted: Any) -> Page:
    """Open a page and wait until its stances are there too: its map is then drawn only once."""
    return browser.painted(html, address, stances="done", **wanted)


def rows(page: Page) -> Locator:
    return page.get_by_role("treeitem")


def numbers(page: Page) -> Locator:
    return page.locator(".row .number")


def shown_number(shown: Locator) -> int:
    """A number that is drawn. Not ``inner_text``: a row that was drawn in this very frame has
    none yet, because ``content-visibility: auto`` lays it out in the next one."""
    expect(shown).to_have_text(re.compile(r"^\d+$"))
    return int(shown.text_content() or "")


def fits(page: Page, width: int) -> None:
    becomes_true(page, f"document.documentElement.scrollWidth <= {width}")


def test_the_map_shows_who_answers_whom(real: Browser, demo_html: str) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        expect(page.locator("#count")).to_have_text("Posts: 14")
        first = rows(page).first
        expect(first).to_have_attribute("aria-level", "1")
        expect(first).to_have_accessible_name(
            re.compile(
                r"^#1 @maren_oduya original post\. supports\. 1 answers: 3\. Lindhaven wants"
            )
        )
        for at, number in enumerate(["1", "12", "2", "3", "4"]):  # its own thread comes first
            expect(numbers(page).nth(at)).to_have_text(number)


def test_a_click_goes_to_the_post_on_the_page(real: Browser, demo_html: str) -> None:
    thread = judged(real, demo_html, folded=11)
    thread.set_viewport_size({"width": 1000, "height": 600})
    last = thread.get_by_text("Opening one takes eleven", exact=False).first
    thread.evaluate(
        """() => { const look = () => {
            if (document.getAnimations().length > 0) window.flashed = true;
            else requestAnimationFrame(look);
        }; look(); }"""
    )
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        rows(page).filter(has_text="Opening one takes eleven").click()
        expect(last).to_be_in_viewport()
        thread.wait_for_function("window.flashed")
        expect(page.locator("[aria-current=location]")).to_contain_text("Opening one takes")


def test_the_map_follows_the_reader_of_the_page(real: Browser) -> None:
    thread = judged(real, story(40), TRAM)
    with panel(real) as page:
        expect(rows(page)).to_have_count(40)
        thread.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(page.locator("[aria-current=location] .number")).to_have_text("40")
        thread.evaluate("scrollTo(0, 0)")
        expect(page.locator("[aria-current=location] .number")).to_have_text("1")


def test_the_popup_opens_the_panel_beside_the_page(real: Browser, demo_html: str) -> None:
    judged(real, demo_html, folded=11)
    with real.popup() as popup, popup.expect_event("close"):
        popup.get_by_role("button", name="Map of the thread").click()
    contexts = "chrome.runtime.getContexts({contextTypes: ['SIDE_PANEL']})"
    wanted = f"chrome-extension://{real.extension_id}/panel.html"
    real.worker.evaluate(  # the panel is there before it has its address
        f"""async wanted => {{
            for (let tries = 0; tries < 400; tries += 1) {{
                if ((await {contexts}).some(one => one.documentUrl === wanted)) return;
                await new Promise(soon => setTimeout(soon, 50));
            }}
            throw new Error(`no ${{wanted}}`);
        }}""",
        wanted,
    )


def test_the_keyboard_walks_the_tree(real: Browser, demo_html: str) -> None:
    thread = judged(real, demo_html, folded=11)
    thread.set_viewport_size({"width": 1000, "height": 600})
    with panel(real) as page:
        rows(page).first.focus()
        expect(page.locator("#who")).to_have_text("1 @maren_oduya")

        def comes_to(key: str, number: str) -> None:
            page.keyboard.press(key)
            expect(page.locator(":focus .number")).to_have_text(number)

        comes_to("ArrowDown", "12")
        comes_to("ArrowDown", "2")
        comes_to("ArrowRight", "3")
        comes_to("ArrowLeft", "3")
        comes_to("ArrowLeft", "2")
        comes_to("ArrowLeft", "2")
        expect(page.locator(":focus")).to_have_attribute("aria-expanded", "false")
        comes_to("ArrowRight", "2")
        expect(page.locator(":focus")).to_have_attribute("aria-expanded", "true")
        comes_to("End", "7")
        comes_to("Home", "1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(thread.get_by_text("And they keep calling it").first).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Go there")).to_be_focused()


def test_the_search_finds_words_names_and_numbers(real: Browser) -> None:
    judged(real, story(60), TRAM)
    with panel(real) as page:
        expect(rows(page)).to_have_count(60)
        page.get_by_role("searchbox").fill("FISH stop 1.")
        expect(page.locator(".row:not(.aside)")).to_have_count(1)
        expect(page.locator(".row:not(.aside) mark").first).to_have_text("fish")
        expect(page.locator("#count")).to_have_text("1 of 60 posts")
        page.get_by_role("searchbox").fill("unicorn")
        expect(page.get_by_text("No post is like that.")).to_be_visible()
        page.get_by_role("button", name="Show all posts").click()
        expect(rows(page)).to_have_count(60)


def test_filters_by_stance_author_and_target(real: Browser) -> None:
    judged(real, story(60), TRAM)
    with panel(real) as page:
        asked = page.locator(".row:not(.aside)")
        chip = page.get_by_role("button", name="supports")
        count = shown_number(chip.locator("b"))
        chip.click()
        expect(asked).to_have_count(count)
        expect(asked.locator(".head > .icon .mark.support")).to_have_count(count)
        chip.click()
        expect(rows(page)).to_have_count(60)
        writer = page.get_by_role("combobox")
        name, posts = AUTHOR.findall(writer.locator("option").nth(1).text_content() or "")[0]
        writer.select_option(index=1)
        expect(writer).to_have_value(name)
        expect(asked).to_have_count(int(posts))
        theirs = re.compile(rf"^(@{name}|\d+/\d+)$")
        others = asked.locator(".who, .nth").filter(has_not_text=theirs)
        expect(others).to_have_count(0)
        writer.select_option(index=0)
        expect(rows(page)).to_have_count(60)
        answers = shown_number(rows(page).first.locator(".few").last.locator("span:last-child"))
        rows(page).first.click()
        page.get_by_role("button", name="Only its answers").click()
        expect(asked).to_have_count(answers)
        page.get_by_role("button", name="Answers to #1").click()
        expect(rows(page)).to_have_count(60)


def test_the_graph_has_the_same_items_and_keys(real: Browser, demo_html: str) -> None:
    thread = judged(real, demo_html, folded=11)
    thread.set_viewport_size({"width": 1000, "height": 600})
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        page.get_by_role("button", name="Graph").click()
        expect(rows(page)).to_have_count(15)
        expect(page.locator(".graph .line")).to_have_count(13)
        rows(page).first.focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#who")).to_contain_text("12")
        page.keyboard.press("Enter")
        expect(thread.get_by_text("And they keep calling it").first).to_be_in_viewport()
        becomes_true(
            page,  # nothing is drawn outside of the panel
            """() => [...document.querySelectorAll('[role=treeitem]')]
                .map(item => item.getBoundingClientRect())
                .every(({left, width}) => width > 0 && left >= 0 && left < 400)""",
        )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Outline (Markdown)", "argument-map.md"),
        ("Drawing (SVG)", "argument-map.svg"),
        ("Picture (PNG)", "argument-map.png"),
        ("Data (JSON)", "argument-map.json"),
    ],
)
def test_the_map_can_be_saved(
    real: Browser, demo_html: str, tmp_path: Path, kind: str, name: str
) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        page.get_by_role("button", name="Save").click()
        with page.expect_download() as begun:
            page.get_by_role("button", name=kind).click()
        assert begun.value.suggested_filename == name
        path = tmp_path / name
        begun.value.save_as(path)
        if name.endswith("png"):
            with Image.open(path) as picture:
                assert picture.width == 1920
                assert len(picture.convert("L").getcolors() or []) > 20, "something is drawn"
        elif name.endswith("json"):
            assert len(json.loads(path.read_text("utf-8"))["posts"]) == 14
        else:
            assert "@teolisk" in path.read_text("utf-8")


def test_the_panel_follows_the_tab_in_front(real: Browser, demo_html: str) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        judged(real, story(3), TRAM)
        expect(rows(page)).to_have_count(3)
        real.open("<title>x</title><p>Soup.", "https://digg.com/ai/soup0001")
        expect(rows(page)).to_have_count(0)
        expect(page.locator("#why")).to_have_text(real.until("plain")["message"])
        expect(rows(page)).to_have_count(0)
        real.open(address="chrome://version/")
        expect(page.locator("#why")).to_contain_text("Nothing is read on this page.")


def test_the_map_goes_when_the_page_is_turned_off_and_comes_back(
    real: Browser, demo_html: str
) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        expect(rows(page)).to_have_count(15)
        real.send("ui-set-page", on=False)
        expect(page.locator("#why")).to_have_text("Off on this page.")
        real.send("ui-set-page", on=True)
        expect(rows(page)).to_have_count(15)


def test_five_hundred_posts_are_there_to_be_walked(real: Browser) -> None:
    judged(real, story(500), TRAM)
    with panel(real) as page:
        expect(rows(page)).to_have_count(500)
        rows(page).first.focus()
        page.keyboard.press("End")
        expect(page.locator(":focus")).to_be_in_viewport()
        page.get_by_role("button", name="Graph").click()
        expect(rows(page)).to_have_count(500)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_panel(real: Browser, demo_html: str, axe: str, look: str) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        page.emulate_media(**LOOKS[look])
        expect(rows(page)).to_have_count(15)
        expect(page.locator("#stances button")).not_to_have_count(0)
        assert violations(page, axe) == []
        page.locator("#stances button").first.click()
        assert violations(page, axe) == []
        page.locator("#stances button").first.click()
        page.get_by_role("button", name="Graph").click()
        assert violations(page, axe) == []
        page.get_by_role("button", name="Save").click()
        assert violations(page, axe) == []


@pytest.mark.parametrize("width", [200, 320, 500])
def test_nothing_sticks_out_at_any_width_and_at_200_percent(
    real: Browser, demo_html: str, width: int
) -> None:
    judged(real, demo_html, folded=11)
    with panel(real, width, 400) as page:
        expect(rows(page).first).to_be_visible()
        fits(page, width)


def test_a_right_to_left_panel_is_mirrored_with_its_keys(real: Browser, demo_html: str) -> None:
    judged(real, demo_html, folded=11)
    with panel(real) as page:
        expect(rows(page).first).to_be_visible()
        page.evaluate("document.documentElement.dir = 'rtl'")
        rows(page).first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(":focus")).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowLeft")
        expect(page.locator(":focus")).to_have_attribute("aria-expanded", "true")
        fits(page, 400)


def test_names_of_a_hostile_page_are_text(real: Browser) -> None:
    name = "<img src=x onerror=alert(1)>"
    html = story(3).replace("bakery", name.replace("<", "&lt;"))
    judged(real, html, TRAM)
    with panel(real) as page:
        expect(rows(page)).to_have_count(3)
        expect(page.locator("#map")).to_contain_text(name)
        expect(page.locator("#map img")).to_have_count(0)
