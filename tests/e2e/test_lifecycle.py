"""Everything that comes and goes: pages, list cells, the service worker, Python itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OURS

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser, Launch

FOLDED = "document.querySelectorAll('a.block[hidden]').length"


def ours(page: Page) -> int:
    """How many elements of ours are on the page."""
    count: int = page.evaluate(f"{OURS}.length")
    return count


def test_a_stopped_service_worker_is_not_missed(real: Browser, demo_html: str) -> None:
    real.painted(demo_html, folded=11)
    real.stop_service_worker()
    page = real.open(demo_html)
    page.wait_for_function(f"{FOLDED} === 11")


def test_a_closed_offscreen_document_is_made_again(real: Browser, demo_html: str) -> None:
    real.painted(demo_html, folded=11).close()
    real.worker.evaluate("chrome.offscreen.closeDocument()")
    real.painted(demo_html, folded=11)


def test_a_python_that_ended_is_started_again(
    launch: Launch, extension_folder: Path, demo_html: str
) -> None:
    browser = launch(extension_folder)
    browser.without_stances()
    browser.painted(demo_html, folded=11).close()
    running = browser.workers()
    assert len(running) == 1, "one Python for all tabs"
    with browser.popup() as popup:
        session = browser.context.new_cdp_session(popup)
        inside = session.send("Target.attachToTarget", {"targetId": running[0], "flatten": False})
        end = {"id": 1, "method": "Runtime.evaluate", "params": {"expression": "close()"}}
        session.send(
            "Target.sendMessageToTarget",
            {"sessionId": inside["sessionId"], "message": json.dumps(end)},
        )
    browser.painted(demo_html, folded=11)
    browser.context.close()


def test_a_newer_request_of_a_tab_replaces_one_that_waits(real: Browser) -> None:
    answers = real.worker.evaluate(
        """async () => {
            const ask = (tab, request) => chrome.runtime.sendMessage(
                {v: 1, type: 'off-run', tab, request: JSON.stringify({v: 1, ...request})});
            await ask(6, {op: 'ping'});
            const slow = {op: 'plan-html', url: '', html: '<p>Some words.</p>'.repeat(50000)};
            const ping = {op: 'ping'};
            return Promise.all([ask(7, slow), ask(7, ping), ask(8, ping), ask(7, ping)]);
        }"""
    )
    assert answers[1] == {"failed": "superseded"}
    assert [json.loads(answers[at])["ok"] for at in (0, 2, 3)] == [True, True, True]


def test_a_worn_python_is_replaced(
    launch: Launch, extension_folder: Path, demo_html: str, tmp_path: Path
) -> None:
    """Only ending a worker gives its memory back; here after each job."""
    copy = tmp_path / "worn"
    shutil.copytree(extension_folder, copy)
    script = copy / "src/offscreen/offscreen.js"
    text = script.read_text("utf-8")
    assert "JOBS_LIMIT = 2_000" in text
    script.write_text(text.replace("JOBS_LIMIT = 2_000", "JOBS_LIMIT = 1"), "utf-8")
    browser = launch(copy)
    browser.without_stances()
    page = browser.painted(demo_html, folded=11)
    first = browser.workers()
    page.reload()
    browser.until("painted", folded=11)
    second = browser.workers()
    assert len(first) == len(second) == 1
    assert first != second
    browser.context.close()


def test_a_quote_that_the_page_hides_itself_is_left_alone(real: Browser, demo_html: str) -> None:
    page = real.open(demo_html, wait_until="commit")
    page.wait_for_selector("a.block")
    page.evaluate("document.querySelector('a.block').hidden = true")
    real.until("painted", folded=10)
    assert page.evaluate("document.querySelector('a.block').getAttribute('hidden')") == ""
    page.evaluate("document.querySelector('a.block').hidden = false")
    real.until("painted", folded=11)


def test_python_that_cannot_start_leaves_the_page_plain_and_says_so(
    launch: Launch, extension_folder: Path, plain: Browser, demo_html: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(extension_folder, broken)
    (broken / "pyodide/python_stdlib.zip").write_bytes(b"PK\x03\x04 not a zip")
    browser = launch(broken)
    page = browser.open(demo_html)
    status = browser.until("plain")
    assert "Python" in status["message"]
    untouched = plain.open(demo_html).evaluate("document.documentElement.outerHTML")
    assert page.evaluate("document.documentElement.outerHTML") == untouched
    with browser.popup() as popup:
        expect(popup.locator("#found")).to_have_text(status["message"])
        expect(popup.get_by_role("button", name="Try again")).to_be_visible()
    browser.context.close()


@pytest.mark.parametrize("broken", ["missing", "silent"])
def test_python_that_never_starts_is_told_as_that(
    launch: Launch, extension_folder: Path, demo_html: str, tmp_path: Path, broken: str
) -> None:
    """A file that is missing is known at once; for silence there is a limit of its own."""
    copy = tmp_path / broken
    shutil.copytree(extension_folder, copy)
    if broken == "missing":
        (copy / "pyodide/pyodide.asm.wasm").unlink()
    else:
        (copy / "src/offscreen/worker.js").write_text("", "utf-8")
        script = copy / "src/offscreen/offscreen.js"
        text = script.read_text("utf-8")
        assert "START_LIMIT = 20_000" in text
        script.write_text(text.replace("START_LIMIT = 20_000", "START_LIMIT = 500"), "utf-8")
    browser = launch(copy)
    browser.open(demo_html)
    words = "Python, which reads the pages, could not be started. The page was left as it is."
    browser.until("plain", message=words)
    browser.context.close()


def test_an_extension_that_is_reloaded_cleans_up_behind_it(
    launch: Launch, extension_folder: Path, plain: Browser, demo_html: str
) -> None:
    browser = launch(extension_folder)
    page = browser.painted(demo_html, folded=11)
    browser.worker.evaluate("setTimeout(() => chrome.runtime.reload(), 50)")
    page.wait_for_timeout(1500)
    page.evaluate("document.body.classList.add('seen')")
    page.wait_for_timeout(500)
    page.evaluate("document.body.classList.remove('seen')")
    untouched = plain.open(demo_html).evaluate("document.documentElement.outerHTML")
    assert page.evaluate("document.documentElement.outerHTML") == untouched
    assert browser.errors == []
    browser.context.close()


def test_late_posts_are_read_when_they_come(real: Browser, demo_html: str) -> None:
    page = real.open(demo_html, wait_until="commit")
    page.wait_for_selector("li")
    page.evaluate(
        """() => { window.list = document.querySelector('.cluster-posts ul');
            window.late = [...list.children].slice(5); late.forEach(post => post.remove()); }"""
    )
    early = real.until("painted", posts=6)
    assert early["folded"] < 11
    page.evaluate("list.append(...late)")
    real.until("painted", posts=14, folded=11)


def test_a_cell_that_is_reused_for_another_post_shows_it_at_once(
    real: Browser, demo_html: str
) -> None:
    page = real.painted(demo_html, folded=11)
    shown = page.evaluate(
        """async () => {
            const quote = document.querySelector('a.block[hidden]');
            quote.querySelector('p').textContent = 'Something that stands nowhere else.';
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            return quote.hidden === false && quote.querySelector('p').checkVisibility();
        }"""
    )
    assert shown, "before Python has even been asked"
    real.until("painted", folded=10)


def test_a_quote_opens_at_once_when_its_original_says_something_else(
    real: Browser, demo_html: str
) -> None:
    page = real.painted(demo_html, folded=11, stances="done")
    opened = page.evaluate(
        """async () => {
            const first = document.querySelectorAll('a.block[hidden]')[0];
            document.querySelector('fieldset .group > p').textContent = 'Deleted by its author.';
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            return !first.hidden;
        }"""
    )
    assert opened, "before Python has even been asked"
    real.until("painted", folded=10)


def test_a_quote_opens_while_its_original_cannot_be_seen(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    second = "document.querySelectorAll('article[data-post-id]')[0]"
    page.evaluate(f"{second}.style.display = 'none'")
    # Four quotes repeat it: the first of them opens, the other three now repeat that one.
    # Its own quote of the first post is out of sight with it.
    page.wait_for_function(
        """() => [...document.querySelectorAll('a.block')]
            .filter(quote => quote.textContent.includes('drew up timetables'))
            .map(quote => quote.hidden ? 'folded' : 'open').join() ===
                'open,folded,folded,folded'"""
    )
    page.evaluate(f"{second}.style.display = ''")
    real.until("painted", folded=11)


@pytest.mark.parametrize(
    ("css", "act"),
    [
        (
            "[data-state=closed] fieldset { display: none }",
            "document.body.dataset.state = 'closed'",
        ),
        (":has(#check:checked) fieldset { display: none }", "check.click()"),
        ("", "document.styleSheets[0].insertRule('fieldset { display: none }', 0)"),
        (
            "",
            """(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
                'fieldset { height: 0; overflow: hidden } fieldset * { height: 0 }');
            document.adoptedStyleSheets = [sheet]; })()""",
        ),
    ],
    ids=["attribute", "checkbox", "rule", "sheet"],
)
def test_a_quote_opens_however_the_page_hides_its_original(
    real: Browser, demo_html: str, css: str, act: str
) -> None:
    html = demo_html.replace("</head>", f"<style>{css}</style></head>")
    page = real.painted(html.replace("<footer", "<input type=checkbox id=check><footer"), folded=11)
    page.wait_for_timeout(1500)
    page.evaluate(act)
    real.until("painted", folded=10)


@pytest.mark.parametrize("act", ["click", "keyup"])
def test_the_page_is_looked_at_again_after_the_reader_did_something(
    real: Browser, demo_html: str, act: str
) -> None:
    """Nothing tells of a rule that changes neither a node nor a size."""
    page = real.painted(demo_html, folded=11)
    page.wait_for_timeout(1500)
    page.evaluate("document.styleSheets[0].insertRule('fieldset { visibility: hidden }', 0)")
    if act == "click":
        page.mouse.click(2, 2)
    else:
        page.keyboard.press("Shift")
    real.until("painted", folded=10)


def test_a_clamped_original_does_not_count_as_shown(real: Browser, demo_html: str) -> None:
    clamp = """<style>article[data-post-id] .whitespace-pre-wrap {
        max-height: 60px; overflow: hidden }</style>"""
    page = real.open(demo_html.replace("</head>", f"{clamp}</head>"))
    real.until("painted")
    seen = page.evaluate(
        """() => [...document.querySelectorAll('a.block')]
            .filter(quote => quote.textContent.includes('drew up timetables'))
            .map(quote => !quote.hidden)"""
    )
    assert seen == [True, False, False, False], (
        "the first quote is the first place to read it in full"
    )


def test_moving_inside_a_site_takes_the_marks_along(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.evaluate("history.pushState({}, '', '#part')")
    page.wait_for_timeout(300)
    assert page.evaluate(FOLDED) == 11
    page.evaluate("history.pushState({}, '', '/rankings')")
    real.until("off")
    assert page.evaluate(FOLDED) == 0
    assert ours(page) == 0
    page.evaluate("history.pushState({}, '', '/ai/night001')")
    real.until("painted", folded=11)
    page.evaluate("history.replaceState({}, '', '/ai/other001')")
    page.wait_for_timeout(1000)
    real.until("painted", folded=11)


def test_nothing_of_ours_is_left_on_a_page_that_became_no_thread(
    real: Browser, demo_html: str
) -> None:
    page = real.painted(demo_html, folded=11, stances="done")
    page.evaluate(
        """() => { document.body.replaceChildren('No story here.');
            history.pushState({}, '', '/ai/none0001'); }"""
    )
    real.until("plain")
    assert ours(page) == 0


def test_the_page_is_right_after_back_and_forward(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    real.site["https://digg.com/rankings"] = "<title>Rankings</title><p>Nothing here."
    page.goto("https://digg.com/rankings")
    page.go_back()
    real.until("painted", folded=11)
    assert page.evaluate(FOLDED) == 11


def test_one_observer_however_long_the_page_lives(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    before = ours(page)
    for turn in range(30):
        page.evaluate(f"history.pushState({{}}, '', '/ai/night{turn:03}')")
    real.until("painted", folded=11)
    page.wait_for_timeout(1000)
    real.until("painted", folded=11)
    assert ours(page) == before


def test_nothing_is_repainted_while_nothing_changes(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.wait_for_timeout(1200)
    page.evaluate(
        """window.count = 0; new MutationObserver(records => { count += records.length; })
            .observe(document,
                {subtree: true, childList: true, attributes: true, characterData: true})"""
    )
    page.evaluate("document.querySelector('h1').firstChild.data += ' (updated)'")
    page.wait_for_timeout(2500)
    assert page.evaluate("count") == 1, "only the page's own change"
