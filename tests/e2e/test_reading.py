"""What a reader meets on a thread: folded quotes, the way to the original and back, off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

LONG = "drew up timetables for nine years"
"""Words of the second post, which four others quote."""


def quotes_with(page: Page, words: str) -> list[bool]:
    """For every quote block with these words, whether a reader can see it."""
    seen: list[bool] = page.evaluate(
        """words => [...document.querySelectorAll('a.block')]
            .filter(quote => quote.textContent.includes(words))
            .map(quote => quote.querySelector('p').checkVisibility())""",
        words,
    )
    return seen


def test_quotes_that_stand_above_are_folded_and_counted(
    browser_open: Browser, demo_html: str
) -> None:
    page = browser_open.painted(demo_html)
    status = browser_open.status()
    assert (status["posts"], status["quotes"], status["folded"]) == (14, 13, 11)
    assert quotes_with(page, LONG) == [False, False, False, False]
    assert quotes_with(page, "Good news for night owls") == [True], "it stands nowhere else"
    expect(page.locator(".toggle")).to_have_count(11)
    badge = """chrome.tabs.query({active: true, windowType: 'normal'})
        .then(([tab]) => chrome.action.getBadgeText({tabId: tab.id}))"""
    assert browser_open.worker.evaluate(badge) == "11"


def test_every_post_says_what_it_answers(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html)
    badges = page.locator(".badge")
    expect(badges).to_have_count(14)
    expect(badges.nth(1)).to_contain_text("Quotes @maren_oduya")
    expect(badges.nth(1).get_by_role("button", name="Go to post 1, above")).to_be_visible()
    elsewhere = badges.nth(6).get_by_role("link")
    expect(elsewhere).to_have_attribute("href", re.compile("^https://x.com/LindhavenMoves/"))
    expect(elsewhere).to_have_attribute("rel", "noopener noreferrer")


def test_a_quote_opens_in_place_and_folds_again(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html)
    toggle = page.locator(".toggle").nth(1)
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    assert quotes_with(page, LONG) == [True, False, False, False], "only the one that was pressed"
    assert page.url.endswith("/ai/night001"), "the quote is a link of the page; the line is not"
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    assert quotes_with(page, LONG) == [False] * 4


def test_what_was_opened_stays_open_after_a_reload(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html)
    page.locator(".toggle").nth(1).click()
    browser_open.until("painted", folded=10)
    page.reload()
    browser_open.until("painted", folded=10)
    assert quotes_with(page, LONG) == [True, False, False, False]
    stored = browser_open.worker.evaluate("chrome.storage.local.get().then(JSON.stringify)")
    for words in ("timetables", "teolisk", "night001", "digg.com/"):
        assert words not in stored, "neither text nor names nor addresses are stored"


def test_the_original_is_one_press_away_and_so_is_the_way_back(
    browser_open: Browser, demo_html: str
) -> None:
    page = browser_open.painted(demo_html)
    jump = page.locator(".jump").nth(5)
    jump.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    place = jump.bounding_box()
    jump.click()
    back = page.get_by_role("button", name="Back")
    expect(back).to_be_focused()
    expect(back).to_be_in_viewport()
    assert page.evaluate("scrollY") != before
    back.click()
    expect(jump).to_be_focused()
    assert jump.bounding_box() == place
    expect(back).to_have_count(0)


def test_open_all_and_fold_all(browser_open: Browser, demo_html: str) -> None:
    browser_open.painted(demo_html)
    browser_open.send("ui-command", command="open-all")
    browser_open.until("painted", folded=0, foldable=11)
    browser_open.send("ui-command", command="fold-all")
    browser_open.until("painted", folded=11)
    browser_open.send("ui-command", command="toggle-all")
    browser_open.until("painted", folded=0)


def test_a_choice_that_the_plan_makes_anyway_is_not_stored(
    browser_open: Browser, demo_html: str
) -> None:
    stored = "chrome.storage.local.get('choices').then(({choices}) => Object.values(choices ?? {}))"
    page = browser_open.painted(demo_html, folded=11)
    browser_open.send("ui-command", command="open-all")
    browser_open.until("painted", folded=0)
    states = [state for state, _ in browser_open.worker.evaluate(stored)]
    assert states == ["o"] * 11
    browser_open.send("ui-command", command="fold-all")
    browser_open.until("painted", folded=11)
    assert browser_open.worker.evaluate(stored) == []
    page.locator(".toggle").nth(1).click()
    browser_open.until("painted", folded=10)
    page.locator(".toggle").nth(1).click()
    browser_open.until("painted", folded=11)
    assert browser_open.worker.evaluate(stored) == []


def test_the_status_says_when_the_stances_are_there(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.open(demo_html)
    browser_open.until("painted", stances="done", folded=11)
    assert page.locator("button.stance").count() > 0, "now, not a moment later"


def test_a_stance_explains_itself_and_marks_its_words(
    browser_open: Browser, demo_html: str
) -> None:
    page = browser_open.painted(demo_html, stances="done")
    stance = page.locator("button.stance").first
    marked = "[...CSS.highlights.values()].flatMap(set => [...set]).map(range => range.toString())"
    assert page.evaluate(marked) == []
    stance.click()
    expect(stance).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog")).to_contain_text("A guess by a small model")
    assert page.evaluate(marked) != []
    page.keyboard.press("Escape")
    expect(stance).to_be_focused()
    assert page.evaluate(marked) == []


def test_a_badge_shows_the_first_lines_of_its_target(browser_open: Browser, demo_html: str) -> None:
    page = browser_open.painted(demo_html)
    page.locator("button.where").nth(1).focus()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("Did we read the same plan?")
    page.locator("button.where").nth(1).blur()
    expect(card).to_be_hidden()


def test_the_reader_keeps_the_place_when_quotes_above_fold(
    browser_open: Browser, demo_html: str
) -> None:
    sticky = "<style>nav.site { position: sticky; top: 0; z-index: 1 }</style></head>"
    slow = demo_html.replace("</body>", "<img src='/never.png' alt=''></body>")
    slow = slow.replace("</head>", sticky)
    # The image keeps the page from being "loaded" until the test lets it go.
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    browser_open.context.route("https://digg.com/never.png", hold)
    page = browser_open.open(slow, wait_until="domcontentloaded")
    post = page.locator("article[data-post-id]").nth(9).locator("p").first
    post.evaluate("post => scrollBy(0, post.getBoundingClientRect().top - 200)")
    top = "post => post.getBoundingClientRect().top"
    assert abs(post.evaluate(top) - 200) < 1
    while not held:
        page.wait_for_timeout(20)
    held[0].abort()
    browser_open.until("painted", folded=11)
    page.wait_for_timeout(300)
    assert abs(post.evaluate(top) - 200) <= 32, "its own new badge, with a stance"
    browser_open.context.unroute("https://digg.com/never.png")


def test_a_page_at_its_top_stays_there(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0


def test_off_leaves_the_page_as_if_it_had_never_been_read(
    real: Browser, plain: Browser, demo_html: str
) -> None:
    untouched = plain.open(demo_html).evaluate("document.documentElement.outerHTML")
    page = real.painted(demo_html, folded=11)
    assert page.evaluate("document.documentElement.outerHTML") != untouched
    real.send("ui-set-page", on=False)
    real.until("off")
    assert page.evaluate("document.documentElement.outerHTML") == untouched
    assert page.evaluate("CSS.highlights.size") == 0
    real.send("ui-set-page", on=True)
    real.until("painted", folded=11)


def test_off_while_the_page_loads_leaves_no_trace(
    real: Browser, plain: Browser, demo_html: str
) -> None:
    untouched = plain.open(demo_html).evaluate("document.documentElement.outerHTML")
    for waited in (0, 150, 300, 450):
        page = real.open(demo_html, wait_until="commit")
        page.wait_for_timeout(waited)
        real.send("ui-set-site", on=False)
        real.until("off")
        page.wait_for_load_state()
        page.wait_for_timeout(800)
        assert page.evaluate("document.documentElement.outerHTML") == untouched
        real.send("ui-set-site", on=True)
        page.close()


def test_a_thread_in_an_open_shadow_root_is_read_and_folded(real: Browser, demo_html: str) -> None:
    start = demo_html.index("<div data-cluster-id")
    end = demo_html.index("<footer")
    thread = f"<div id=box><template shadowrootmode=open>{demo_html[start:end]}</template></div>"
    page = real.painted(demo_html[:start] + thread + demo_html[end:], folded=11)
    heights = """() => [...document.querySelector('#box').shadowRoot.querySelectorAll('a.block')]
        .map(quote => Math.round(quote.getBoundingClientRect().height))"""
    assert page.evaluate(heights).count(0) == 11
    page.evaluate("document.querySelector('#box').shadowRoot.querySelector('li').remove()")
    real.until("painted", posts=13)


def test_injecting_the_script_twice_changes_nothing(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    before = page.evaluate("document.documentElement.outerHTML")
    real.send("ui-read")
    real.send("ui-read")
    page.wait_for_timeout(1000)
    real.until("painted", folded=11)
    assert page.evaluate("document.documentElement.outerHTML") == before


def test_nothing_is_asked_of_the_network(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.wait_for_timeout(500)
    assert set(real.requests) == {"https://digg.com/ai/night001"}


def test_a_page_that_is_no_thread_is_not_touched(real: Browser) -> None:
    html = "<!doctype html><title>Recipes</title><h1>Soup</h1><p>Onions, butter, and an hour.</p>"
    page = real.context.new_page()
    page.add_init_script(
        """window.changes = [];
        new MutationObserver(records => changes.push(...records.map(record => record.type)))
            .observe(document,
                {childList: true, subtree: true, attributes: true, characterData: true});
        addEventListener('load', () => { window.changes = []; });"""
    )
    real.site["https://digg.com/ai/soup0001"] = html
    page.goto("https://digg.com/ai/soup0001")
    assert real.until("plain")["message"]
    page.wait_for_timeout(500)
    assert page.evaluate("changes") == []


def test_other_pages_of_a_site_are_left_alone(real: Browser, demo_html: str) -> None:
    page = real.open(demo_html, "https://digg.com/about")
    page.wait_for_timeout(800)
    assert real.status()["state"] == "off"
    real.send("ui-read")
    real.until("painted", folded=11)


def test_a_badge_never_squeezes_words_that_are_laid_out_in_a_row(
    browser_open: Browser, demo_html: str
) -> None:
    row = "<style>article[data-post-id], .whitespace-pre-wrap { display: flex }</style>"
    page = browser_open.open(demo_html.replace("</head>", f"{row}</head>"))
    browser_open.until("painted")
    box = (
        "element => { const {top, bottom} = element.getBoundingClientRect(); return [top, bottom] }"
    )
    _, badge_ends = page.locator(".badge").nth(1).evaluate(box)
    words_begin, _ = page.locator("article[data-post-id] p").first.evaluate(box)
    assert badge_ends <= words_begin + 1
