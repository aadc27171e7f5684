"""A page that works against us, knowingly or not, gains nothing and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OURS

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser


@pytest.mark.parametrize(
    "css",
    [
        """body * { display: none !important }
        body :is(div, section, article, ul, li, p, a.block *) { display: block !important }""",
        """* { font-size: 40px !important; line-height: 3 !important; color: lime !important;
        letter-spacing: 9px !important }""",
        """* { position: absolute !important; z-index: 2147483647 !important }
        body { position: static !important }""",
        """[hidden] { display: none !important }
        a.block { content-visibility: visible !important; height: 400px !important }""",
    ],
    ids=["hidden", "huge", "moved", "unfolded"],
)
def test_the_pages_styles_do_not_reach_our_parts(
    browser_open: Browser, demo_html: str, css: str
) -> None:
    page = browser_open.open(demo_html.replace("</head>", f"<style>{css}</style></head>"))
    browser_open.until("painted")
    if "absolute" in css:  # everything lies on one heap: no crash is all there is to see
        return
    line = page.locator(".line").first
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box
    assert 24 <= box["height"] <= 60
    style = line.evaluate("line => ({...getComputedStyle(line.querySelector('.who'))})")
    assert style["fontSize"] <= "15px"
    folded = page.locator("a.block[hidden]").first
    assert folded.evaluate("quote => quote.getBoundingClientRect().height") == 0


def test_a_strict_policy_of_the_page_does_not_disarm_our_parts(
    browser_open: Browser, demo_html: str
) -> None:
    policy = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    page = browser_open.painted(demo_html.replace("<head>", meta, 1), folded=11)
    line = page.locator(".line").first
    assert line.evaluate("line => getComputedStyle(line).display") == "flex"
    page.locator("button.where").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.locator("a.block[hidden]").first.bounding_box()["height"] == 0  # type: ignore[index]


def test_names_and_texts_stay_text(browser_open: Browser, demo_html: str) -> None:
    attack = "&lt;img src=x onerror=window.hit=1&gt;&lt;script&gt;window.hit=1&lt;/script&gt;"
    html = demo_html.replace("Maren Oduya", attack).replace("Lindhaven wants to swap", attack)
    assert html.count(attack) > 5
    page = browser_open.painted(html)
    page.locator("button.where").first.focus()
    page.wait_for_timeout(600)
    assert page.evaluate("window.hit") is None
    inside = """[...document.querySelectorAll('*')].filter(node => node.shadowRoot)
        .reduce((sum, node) => sum + node.shadowRoot.querySelectorAll('img, script').length, 0)"""
    assert page.evaluate(inside) == 0


def test_a_script_of_the_page_cannot_press_our_buttons(
    browser_open: Browser, demo_html: str
) -> None:
    page = browser_open.painted(demo_html, folded=11)
    page.evaluate(
        """document.querySelectorAll('*').forEach(
            node => node.shadowRoot?.querySelectorAll('button').forEach(button => {
                button.click();
                button.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true}));
                button.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
            }))"""
    )
    page.evaluate(
        """document.querySelectorAll('a.block').forEach(
            quote => quote.dispatchEvent(new Event('beforematch', {bubbles: true})))"""
    )
    page.wait_for_timeout(500)
    assert browser_open.status()["folded"] == 11
    assert page.locator("button.back").count() == 0


def test_a_script_of_the_page_cannot_look_inside(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    assert (
        page.evaluate("[...document.querySelectorAll('*')].some(node => node.shadowRoot)") is False
    )
    for name in ("quotefold", "chrome.runtime.id"):
        assert (
            page.evaluate(
                f"(() => {{ try {{ return Boolean({name}) }} catch {{ return false }} }})()"
            )
            is False
        )
    files = ["manifest.json", "content.js", "popup.html", "pyodide/pyodide.mjs", "icons/icon.svg"]
    fetched = page.evaluate(
        """files => Promise.all(files.map(file => fetch(file).then(() => true, () => false)))""",
        [f"chrome-extension://{real.extension_id}/{file}" for file in files],
    )
    assert not any(fetched), "nothing of the extension can be asked for by a page"


def test_names_on_the_page_differ_on_every_visit(real: Browser, demo_html: str) -> None:
    ours = f"""[...document.querySelectorAll('a.block[hidden]')[0].attributes].map(a => a.name)
        .concat({OURS}.map(node => node.localName))"""
    page = real.painted(demo_html, folded=11)
    first = set(page.evaluate(ours))
    page.reload()
    real.until("painted", folded=11)
    plain = {"class", "href", "target", "rel", "hidden", "aria-hidden", "tabindex"}
    assert first & set(page.evaluate(ours)) == plain & first


def test_messages_from_the_page_have_no_effect(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    types = real.worker.evaluate(
        """async () => {
            const file = await fetch(chrome.runtime.getURL('src/shared/protocol.js'));
            return (await file.text()).match(/"(cs|sw|off|ui)-[a-z-]+"/g);
        }"""
    )
    assert len(types) > 10
    before = page.evaluate("document.documentElement.outerHTML")
    page.evaluate(
        """types => types.forEach(quoted => {
            const message = {v: 1, type: JSON.parse(quoted), command: 'open-all', on: false,
                keys: ['a'], state: 'o'};
            postMessage(message, '*');
            document.dispatchEvent(new CustomEvent(message.type, {detail: message}));
            dispatchEvent(new CustomEvent(message.type, {detail: message}));
        })""",
        types,
    )
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert real.worker.evaluate("chrome.storage.local.get('choices')") == {}


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "cs-plan",
        {"type": "cs-plan"},
        {"v": 99, "type": "cs-plan", "request": "{}"},
        {"v": 1, "type": "constructor"},
        {"v": 1, "type": "off-run", "tab": 1, "request": '{"v":1,"op":"ping"}'},
        {"v": 1, "type": "cs-style", "token": "body{}*{display:none}", "on": True},
        {"v": 1, "type": "cs-choice", "keys": ["__proto__", "a b", 3], "state": "o"},
        {"v": 1, "type": "cs-hello", "address": "https://elsewhere.example/"},
        {"v": 1, "type": "ui-set-site", "on": False},
    ],
    ids=str,
)
def test_a_taken_over_content_script_gains_nothing(real: Browser, message: object) -> None:
    """What a compromised page process could send under the content script's name."""
    page = real.open("<title>empty</title>", "https://digg.com/none")
    page.wait_for_timeout(100)
    sent = """async message => {
        const [tab] = await chrome.tabs.query({active: true, windowType: 'normal'});
        const [result] = await chrome.scripting.executeScript({
            target: {tabId: tab.id}, args: [message],
            func: message => Promise.race([
                chrome.runtime.sendMessage(message).catch(() => 'refused'),
                new Promise(done => setTimeout(() => done('no answer'), 400))])});
        return result.result;
    }"""
    answer = real.worker.evaluate(sent, message)
    assert answer in (None, "refused", "no answer", True), answer
    stored = real.worker.evaluate("chrome.storage.local.get(['choices', 'settings'])")
    assert stored in ({}, {"choices": {}})
    assert page.evaluate("getComputedStyle(document.documentElement).display") == "block"


def test_an_overlong_request_is_refused_in_words(real: Browser) -> None:
    real.open("<title>empty</title>", "https://digg.com/none").wait_for_timeout(100)
    answer = real.worker.evaluate(
        """async () => {
            const [tab] = await chrome.tabs.query({active: true, windowType: 'normal'});
            const [result] = await chrome.scripting.executeScript({target: {tabId: tab.id},
                func: () => chrome.runtime.sendMessage(
                    {v: 1, type: 'cs-plan', request: 'x'.repeat(25 * 1024 * 1024)})});
            return result.result;
        }"""
    )
    assert '"kind":"too-large"' in answer


@pytest.mark.parametrize(
    "script",
    [
        """let at = document.body;
        for (let n = 0; n < 2000; n++) at = at.appendChild(document.createElement('div'))""",
        "for (let n = 0; n < 450000; n++) document.body.append(document.createElement('i'))",
        "document.body.append('x'.repeat(13000000))",
    ],
    ids=["deep", "many", "long"],
)
def test_a_page_beyond_the_caps_stays_plain_and_the_popup_says_why(
    real: Browser, script: str
) -> None:
    html = f"<title>large</title><body style='display: none'><script>{script}</script>"
    page = real.open(html, "https://digg.com/ai/large001")
    status = real.until("plain")
    assert "too large" in status["message"]
    assert page.evaluate("document.documentElement.childElementCount") == 2


def test_a_hundred_thousand_nested_boxes_are_survived(real: Browser) -> None:
    page = real.open("<title>deep</title>" + "<div>" * 100_000, "https://digg.com/ai/deep0001")
    assert real.until("plain")["message"]
    assert page.evaluate("document.querySelectorAll('div').length") == 100_000


def test_a_storm_of_changes_is_survived(real: Browser, demo_html: str) -> None:
    page = real.painted(demo_html, folded=11)
    page.evaluate(
        """() => { const box = document.createElement('div'); document.body.append(box);
            for (let n = 0; n < 50000; n++) {
                const p = document.createElement('p'); box.append(p); p.className = n; p.remove();
            } }"""
    )
    page.wait_for_timeout(1500)
    real.until("painted", folded=11)
    page.evaluate(
        """() => { const box = document.createElement('div'); document.body.append(box);
            for (let n = 0; n < 2000; n++) box.append(document.createElement('span')); }"""
    )
    page.wait_for_timeout(1500)
    real.until("painted", folded=11)


def test_form_fields_named_like_properties_confuse_nobody(real: Browser, demo_html: str) -> None:
    names = ("parentNode", "parentElement", "attributes", "localName", "lastChild", "shadowRoot")
    fields = "".join(f"<input name={name}>" for name in (*names, "previousSibling", "isConnected"))
    html = demo_html.replace("<div data-cluster-id", f"<form>{fields}<div data-cluster-id")
    page = real.painted(html, folded=11)
    assert page.evaluate("document.forms[0].parentNode.localName") == "input"
    page.evaluate("document.querySelector('h1').firstChild.data += '!'")
    page.wait_for_timeout(1000)
    assert real.status()["folded"] == 11


def test_a_page_that_opens_what_is_folded_has_its_way_and_it_is_told(
    browser_open: Browser, demo_html: str
) -> None:
    script = """<script>new MutationObserver(records => records.forEach(({target}) =>
        target.removeAttribute('hidden'))).observe(document,
            {subtree: true, attributeFilter: ['hidden']})</script></body>"""
    page = browser_open.open(demo_html.replace("</body>", script))
    browser_open.until("painted", folded=0, foldable=11, stances="done")
    expect(page.locator(".toggle[aria-expanded=true]")).to_have_count(11)
    assert page.locator("a.block[aria-hidden], a.block[tabindex]").count() == 0


TAKES_AWAY = """<script>new MutationObserver(records => records.forEach(
    ({addedNodes}) => addedNodes.forEach(node => node.localName?.includes('-') && node.remove())
)).observe(document, {childList: true, subtree: true})</script></head>"""


def test_a_page_that_takes_our_parts_away_is_left_alone_and_the_popup_says_so(
    real: Browser, plain: Browser, demo_html: str
) -> None:
    html = demo_html.replace("</head>", TAKES_AWAY)
    page = real.open(html)
    words = "This page takes away what Quotefold adds to it. It was left as it is."
    real.until("plain", message=words)
    untouched = plain.open(html).evaluate("document.documentElement.outerHTML")
    assert page.evaluate("document.documentElement.outerHTML") == untouched
    page.evaluate(
        """window.count = 0; new MutationObserver(records => { count += records.length; })
            .observe(document, {subtree: true, childList: true, attributes: true})"""
    )
    page.evaluate("document.body.append('more')")
    page.wait_for_timeout(1500)
    assert page.evaluate("count") == 1, "only the page's own change"
    with real.popup() as popup:
        expect(popup.locator("#found")).to_have_text(words)
        popup.get_by_role("button", name="Try again").click()
        expect(popup.locator("#found")).to_have_text("Reading the page…")
        expect(popup.locator("#found")).to_have_text(words)


def test_a_page_that_takes_our_parts_away_twice_gets_them_back(
    browser_open: Browser, demo_html: str
) -> None:
    """What a page does twice, for reasons of its own, is no refusal."""
    page = browser_open.painted(demo_html, folded=11)
    for _ in range(2):
        page.evaluate(f"{OURS}.forEach(node => node.remove())")
        expect(page.locator(".line")).to_have_count(11)
    browser_open.until("painted", folded=11)


def test_a_copy_of_a_folded_quote_that_the_page_makes_is_not_hidden_for_good(
    real: Browser, demo_html: str
) -> None:
    page = real.painted(demo_html, folded=11)
    page.evaluate(
        """() => {
            const copy = document.querySelector('li:has(a.block[hidden])').cloneNode(true);
            copy.id = 'copy';
            copy.querySelectorAll('a.block p').forEach(
                part => { part.textContent = 'New words.'; });
            document.querySelector('footer').append(copy);
        }"""
    )
    expect(page.locator("#copy a.block").first).to_be_visible()
    real.send("ui-set-page", on=False)
    real.until("off")
    assert page.evaluate(f"{OURS}.length") == 0
    expect(page.locator("a.block[hidden], a.block[aria-hidden], a.block[tabindex]")).to_have_count(
        0
    )
