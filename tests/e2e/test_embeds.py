"""Posts that X's own script embeds in other pages: frames, each read by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Frame, Page, expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

NEWS = "https://news.example/trams"
EMBED = "https://platform.twitter.com/embed/Tweet.html?id="
PARENT = "The night trams stop in March. Nobody who decided it has ever waited for one in February."
OFFSCREEN = "chrome.runtime.getContexts({contextTypes: ['OFFSCREEN_DOCUMENT']})"


def name(handle: str) -> str:
    return (
        f'<div data-testid="User-Name"><div>{handle.title()}</div>'
        f'<div><a href="https://x.com/{handle}">@{handle}</a></div></div>'
    )


def post(handle: str, number: int, words: str, quote: str = "") -> str:
    return (
        f'<article data-testid="tweet" tabindex="0">{name(handle)}'
        f'<div data-testid="tweetText"><span>{words}</span></div>{quote}'
        f'<a href="https://x.com/{handle}/status/{number}">'
        f'<time datetime="2026-05-09T08:00:00.000Z">8:00 AM</time></a></article>'
    )


def frame_of(*posts: str) -> str:
    return f"<!doctype html><html lang=en><title>Post</title><body>{''.join(posts)}</body></html>"


QUOTE = (
    f'<div role="link" class="quote">{name("tove")}'
    f'<div data-testid="tweetText"><span>{PARENT}</span></div></div>'
)
ANSWERED = frame_of(
    post("tove", 2053022747587513253, PARENT),
    post("ravi", 2053029978567609139, "I did, twice, with a suitcase.", QUOTE),
)
ALONE = frame_of(post("nils", 2053040443356090300, "Which part of the plan says so?"))


def news(browser: Browser, *embeds: str) -> Page:
    frames = ""
    for number, html in enumerate(embeds):
        browser.site[f"{EMBED}{number}"] = html
        frames += f'<iframe src="{EMBED}{number}" width=550 height=400></iframe>'
    return browser.open(f"<title>News</title><p>They said:</p>{frames}", NEWS)


def embedded(page: Page, number: int) -> Frame:
    frame = page.frame(url=f"{EMBED}{number}")
    assert frame
    return frame


def test_a_quote_folds_against_the_post_in_its_own_frame(real: Browser) -> None:
    page = news(real, ANSWERED, ALONE)
    quote = embedded(page, 0).locator(".quote")
    expect(quote).to_have_attribute("hidden", "until-found")
    expect(embedded(page, 0).get_by_text(PARENT).first).to_be_visible()
    assert embedded(page, 1).evaluate("document.querySelectorAll('[hidden]').length") == 0
    assert real.status()["state"] == "off", "the page around the frames is not read"


def test_two_frames_do_not_push_each_other_out_of_the_queue(real: Browser) -> None:
    page = news(real, *[ANSWERED] * 5)
    for number in range(5):
        quote = embedded(page, number).locator(".quote")
        expect(quote).to_have_attribute("hidden", "until-found")


def test_a_frame_gets_no_badges_because_its_height_is_fixed(browser_open: Browser) -> None:
    frame = embedded(news(browser_open, ANSWERED), 0)
    expect(frame.locator(".line")).to_be_visible()
    expect(frame.locator(".badge")).to_have_count(0)


def test_a_post_in_one_frame_does_not_fold_a_quote_in_another(real: Browser) -> None:
    """Whether the reader can see what is in another frame can't be known from this one."""
    first = frame_of(post("tove", 2053022747587513253, PARENT))
    second = frame_of(post("ravi", 2053029978567609139, "I did, twice.", QUOTE))
    page = news(real, ANSWERED, first, second)
    expect(embedded(page, 0).locator(".quote")).to_have_attribute("hidden", "until-found")
    expect(embedded(page, 2).locator(".quote")).to_be_visible()


def test_python_is_not_started_for_a_frame_with_one_post(real: Browser) -> None:
    real.worker.evaluate(
        f"{OFFSCREEN}.then(found => found.length && chrome.offscreen.closeDocument())"
    )
    page = news(real, ALONE)
    page.wait_for_timeout(1500)
    assert real.worker.evaluate(OFFSCREEN) == []
    embedded(page, 0).evaluate("html => document.body.innerHTML = html", ANSWERED)
    expect(embedded(page, 0).locator(".quote")).to_have_attribute("hidden", "until-found")


def test_frames_are_off_where_x_is_off(real: Browser) -> None:
    frame = embedded(news(real, ANSWERED), 0)
    expect(frame.locator(".quote")).to_have_attribute("hidden", "until-found")
    off = "sitesOff => chrome.storage.local.set({settings: {sitesOff}})"
    real.worker.evaluate(off, ["x.com"])
    expect(frame.locator(".quote")).to_be_visible()
    real.worker.evaluate(off, [])
    expect(frame.locator(".quote")).to_have_attribute("hidden", "until-found")
