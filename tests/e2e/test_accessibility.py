"""Readable for everyone: checked by axe in every look and state, and done by keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OURS
from tools import environment

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


@pytest.fixture(scope="session")
def axe() -> str:
    return (environment.npm_packages() / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str, what: str = "document") -> list[str]:
    """What axe finds wrong in ``what``, one line each."""
    page.evaluate(axe)
    found = page.evaluate(
        f"""async () => {{ const {{violations}} = await axe.run({what},
            {{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}});
            return violations.flatMap(rule => rule.nodes.map(
                node => `${{rule.id}}: ${{node.html}} ${{node.failureSummary}}`)); }}"""
    )
    return [line for line in found if not line.startswith(("region:", "landmark-"))]


def announced(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="folded")


@pytest.fixture
def emulated(request: pytest.FixtureRequest, browser_open: Browser, demo_html: str) -> Page:
    page = browser_open.open("<title>empty</title>", "https://digg.com/none")
    page.emulate_media(**LOOKS[request.param])
    browser_open.site["https://digg.com/ai/night001"] = demo_html
    page.goto("https://digg.com/ai/night001")
    browser_open.until("painted", folded=11, stances="done")
    expect(announced(page)).to_have_text("Quotes folded: 11")
    return page


@pytest.mark.parametrize("emulated", LOOKS, indirect=True)
def test_axe_finds_nothing_in_our_parts_of_the_page(emulated: Page, axe: str) -> None:
    page = emulated
    assert page.evaluate(f"{OURS}.length") > 20
    assert violations(page, axe, OURS) == []
    page.locator(".toggle").nth(1).click()
    assert violations(page, axe, OURS) == []
    page.locator(".jump").nth(3).click()
    assert violations(page, axe, OURS) == []
    page.locator("button.stance").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe, OURS) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_popup_and_options(
    browser_open: Browser, demo_html: str, axe: str, look: str
) -> None:
    browser_open.painted(demo_html, folded=11)
    with browser_open.popup() as popup:
        popup.emulate_media(**LOOKS[look])
        expect(popup.locator("#found")).to_contain_text("11 of 13")
        assert violations(popup, axe) == []
    options = browser_open.open(
        address=f"chrome-extension://{browser_open.extension_id}/options.html"
    )
    options.emulate_media(**LOOKS[look])
    assert violations(options, axe) == []


FOCUSED = """() => { let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.className ?? ''; }"""
"""Class of what has the focus, inside our parts too."""


def comes_to(page: Page, name: str) -> None:
    page.wait_for_function(f"({FOCUSED})() === '{name}'")


def press_until(page: Page, key: str, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if wanted in page.evaluate(FOCUSED).split():
            return
    pytest.fail(f"{key} never came to .{wanted}")


def test_everything_can_be_done_with_the_keyboard(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11, stances="done")
    press_until(page, "Tab", "where")
    expect(page.get_by_role("tooltip")).to_be_visible()
    press_until(page, "Tab", "toggle")
    page.keyboard.press("Enter")
    browser_open.until("painted", folded=10)
    page.keyboard.press(" ")
    browser_open.until("painted", folded=11)
    press_until(page, "Tab", "jump")
    page.keyboard.press("Enter")
    comes_to(page, "back")
    page.keyboard.press("Enter")
    comes_to(page, "jump")  # back where it was pressed
    press_until(page, "Tab", "stance")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    comes_to(page, "close")
    page.keyboard.press("Escape")
    expect(page.locator("button.stance").first).to_be_focused()


def test_commands_walk_from_fold_to_fold(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11)
    lines = page.locator(".toggle")
    for at in (0, 1, 2):
        browser_open.send("ui-command", command="next-fold")
        expect(lines.nth(at)).to_be_focused()
        expect(lines.nth(at)).to_be_in_viewport()
    browser_open.send("ui-command", command="previous-fold")
    expect(lines.nth(1)).to_be_focused()


def test_names_and_states_are_told(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11)
    toggle = page.locator(".toggle").nth(1)
    expect(toggle).to_have_accessible_name(
        re.compile(r"^Quote: @teolisk Did we read the same plan\?.*… same as post 2 above")
    )
    expect(toggle).to_have_attribute("aria-expanded", "false")
    controlled = toggle.evaluate("toggle => toggle.ariaControlsElements?.[0]?.className ?? ''")
    assert "block" in controlled
    groups = page.locator(".badge")
    expect(groups.nth(1)).to_have_accessible_name(
        re.compile(r"^Post 2 quotes @maren_oduya: post 1, above\. Quoted 4 times here")
    )
    expect(announced(page)).to_have_count(1)
    expect(announced(page)).to_have_text("Quotes folded: 11")


def test_every_control_is_large_enough(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11, stances="done")
    for width in (400, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            f"""() => {OURS}.flatMap(host => [...host.shadowRoot.querySelectorAll('button, a')])
                .map(control => control.getBoundingClientRect())
                .filter(box => box.width && box.height)
                .every(box => box.width >= 24 && box.height >= 24)"""
        )
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_no_dot_begins_or_ends_a_line(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html, folded=11, stances="done")
    for width in (320, 400, 560, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(  # a part either follows another or has its dot cut off
            f"""() => {OURS}.map(host => host.shadowRoot.querySelector('.badge')).filter(Boolean)
                .every(badge => [...badge.children].every((part, at, parts) => {{
                    if (!part.matches('.dotted')) return true;
                    const [box, row] = [part, badge].map(one => one.getBoundingClientRect());
                    const before = parts[at - 1].getBoundingClientRect();
                    const follows = Math.abs(before.right - box.left) < 1
                        && before.top < box.bottom && box.top < before.bottom;
                    return follows || Math.abs(box.left - row.left) < 1;
                }}))"""
        )


def overlap(page: Page, one: Locator, other: Locator) -> bool:
    expect(one).to_be_visible()
    boxes = [one.bounding_box(), other.bounding_box()]
    (a, b) = [box for box in boxes if box]
    return not (
        a["x"] + a["width"] <= b["x"]
        or b["x"] + b["width"] <= a["x"]
        or a["y"] + a["height"] <= b["y"]
        or b["y"] + b["height"] <= a["y"]
    )


@pytest.mark.parametrize("height", [240, 900])
def test_a_card_shows_what_is_answered_without_covering_its_badge(
    browser_open: Browser, demo_html: str, height: int
) -> None:
    page = browser_open.painted(demo_html, folded=11)
    page.set_viewport_size({"width": 700, "height": height})
    where = page.locator("button.where").nth(4)
    card = page.get_by_role("tooltip")
    where.scroll_into_view_if_needed()
    where.hover()
    expect(card).to_contain_text("Did we read the same plan?")
    assert not overlap(page, card, where)
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 4, steps=4)
    expect(card).to_be_visible()  # it can be read and copied from
    page.mouse.move(1, 1)
    expect(card).to_be_hidden()
    where.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(where).to_be_focused()
    expect(where).to_have_accessible_description(re.compile("^Did we read the same plan?"))


@pytest.mark.parametrize(("width", "height"), [(400, 900), (700, 240)])
def test_an_explanation_never_covers_its_badge(
    browser_open: Browser, demo_html: str, width: int, height: int
) -> None:
    page = browser_open.painted(demo_html, folded=11, stances="done")
    page.set_viewport_size({"width": width, "height": height})
    badge = page.locator("button.stance").first
    badge.click()
    dialog = page.get_by_role("dialog")
    assert not overlap(page, dialog, badge)
    dialog.get_by_role("button", name="Wrong?").click()
    expect(dialog.get_by_role("group")).to_be_visible()
    assert not overlap(page, dialog, badge)


def test_on_a_right_to_left_page_our_sentences_keep_their_direction(
    browser_open: Browser, demo_html: str
) -> None:
    mirrored = demo_html.replace("<html", '<html dir="rtl"', 1)
    page = browser_open.painted(mirrored, folded=11, stances="done")
    expect(page.locator(".badge").nth(1)).to_have_css("direction", "rtl")
    badge = page.locator("button.stance").first
    badge.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_css("direction", "ltr")
    assert not overlap(page, dialog, badge)


def test_dark_pages_get_dark_parts_whatever_the_system_prefers(
    browser_open: Browser, demo_html: str
) -> None:
    night = """<style>:root { color-scheme: only dark !important }
        body { background: oklch(0.2 0.02 260) !important }
        body * { color: #ddd !important }</style>"""
    page = browser_open.open(demo_html.replace("</head>", f"{night}</head>"))
    page.emulate_media(color_scheme="light")
    browser_open.until("painted", folded=11)
    page.wait_for_function(
        f"{OURS}.some(host => host.shadowRoot.firstChild.className === 'root dark')"
    )
    page.evaluate("document.body.style.setProperty('background', '#fff', 'important')")
    page.wait_for_function(
        f"{OURS}.every(host => host.shadowRoot.firstChild.className.trim() === 'root')"
    )


def test_a_folded_link_is_no_tab_stop_and_not_read_aloud(real: Browser, demo_html: str) -> None:
    html = demo_html.replace('<a class="block', '<a aria-hidden="false" class="block', 3)
    page = real.open(html, wait_until="commit")
    before = page.evaluate("document.documentElement.outerHTML")
    real.until("painted", folded=11)
    page.wait_for_load_state()
    heights = []
    for _ in range(120):
        page.keyboard.press("Tab")
        height = page.evaluate(
            """() => document.activeElement === document.body ? null :
                document.activeElement.getBoundingClientRect().height"""
        )
        if height is None:
            break
        heights.append(height)
    assert len(heights) > 30
    assert min(heights) > 0, "the focus was never where nothing can be seen"
    session = real.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    links = [node for node in nodes if node.get("role", {}).get("value") == "link"]
    assert [link for link in links if not link["name"].get("value")] == []
    # A second read sees the page's own attributes: what is folded stays folded.
    page.evaluate("document.querySelector('h1').firstChild.data += '!'")
    page.wait_for_timeout(1500)
    assert real.status()["folded"] == 11
    page.evaluate(
        "(text => { text.data = text.data.slice(0, -1) })(document.querySelector('h1').firstChild)"
    )
    real.send("ui-set-page", on=False)
    real.until("off")
    assert page.evaluate("document.documentElement.outerHTML") == before
