"""Both tiers of the stance model in the browser: when they speak, and when they stop."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from quotefold import read_html
from quotefold.model import Stance
from quotefold.pipeline import ReadOptions
from quotefold.stance import LABELS, Run, encoder_settings
from quotefold.stance.native import load_encoder
from tests.e2e.conftest import STORY, WAIT_S
from tools import extension

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

    Launch = Callable[..., Browser]

TOLERANCE = 0.05
"""How far two builds of onnxruntime may be apart: tests/contract says why."""

WORDS = {"support": "Supports", "oppose": "Opposes", "query": "Asks about"}


def stances(html: str, encoder: Run | None) -> list[Stance | None]:
    """What CPython says of each post."""
    posts = read_html(html, STORY, ReadOptions(encoder=encoder)).posts
    return [post.stance for post in posts]


def shows(page: Page, wanted: list[Stance | None]) -> None:
    """Every badge shows the stance that is wanted; what two builds may see differently is
    not looked at."""
    thresholds = dict(zip(LABELS, encoder_settings().fusion.thresholds, strict=True))
    for at, stance in enumerate(wanted):
        badge = page.locator(".badge").nth(at).locator("button.stance")
        if stance is None:
            expect(badge).to_have_count(0)
            continue
        limit = thresholds[max(LABELS, key=stance.scores.__getitem__)]
        if stance.shown and stance.confidence > limit + TOLERANCE:
            expect(badge).to_contain_text(WORDS[stance.label])
        elif not stance.shown and stance.confidence < limit - TOLERANCE:
            expect(badge).to_have_count(0)


def copied(folder: Path, name: str, tmp_path: Path, **changes: tuple[str, str]) -> Path:
    """A copy of the extension with texts of its offscreen scripts changed."""
    copy = tmp_path / name
    shutil.copytree(folder, copy)
    for script, (old, new) in changes.items():
        path = copy / "src/offscreen" / f"{script.replace('_', '-')}.js"
        text = path.read_text("utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), "utf-8")
    return copy


def test_both_tiers_judge_and_agree_with_the_command_line(
    browser_open: Browser, demo_html: str
) -> None:
    # Words of its own: what other tests had judged is not judged again.
    html = demo_html.replace("tram", "cable car")
    page = browser_open.painted(html, stances="done")
    shows(page, stances(html, load_encoder()))
    assert len(browser_open.workers()) == 2, "Python's and the encoder's"
    assert browser_open.requests == [STORY], "the model is a part of the extension"
    assert browser_open.errors == []


WATCH = """
    window.seen = {};
    const look = () => {
        const badges = [...document.querySelectorAll('*')].map(({shadowRoot}) =>
            shadowRoot?.querySelector('.badge')).filter(Boolean);
        badges.forEach((badge, at) => {
            const said = badge.querySelector('button.stance')?.textContent ?? '';
            const before = seen[at] ??= [];
            if (badges.length === 14 && before.at(-1) !== said) before.push(said);
        });
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


def test_a_stance_that_was_shown_does_not_change(browser_open: Browser, demo_html: str) -> None:
    browser_open.site[STORY] = demo_html
    page = browser_open.context.new_page()
    page.add_init_script(WATCH)
    page.goto(STORY)
    browser_open.until("painted", stances="done")
    seen: dict[str, list[str]] = page.evaluate("seen")
    assert len(seen) == 14
    assert any(said for said in seen.values() if said[-1]), "some are shown"
    for said in seen.values():
        assert said in ([said[-1]], ["", said[-1]]), "first nothing, then what stays"


@pytest.mark.parametrize("how", ["left out", "broken"])
def test_without_the_encoder_the_linear_tier_judges(
    how: str, launch: Launch, open_folder: Path, demo_html: str, tmp_path: Path
) -> None:
    copy = copied(open_folder, "quotefold", tmp_path)
    if how == "left out":
        extension.leave_out_encoder(copy)
        assert not (copy / "encoder").exists()
    else:
        (copy / "encoder" / "encoder.onnx").write_bytes(b"no model")
    browser = launch(copy)
    page = browser.painted(demo_html, stances="done")
    shows(page, stances(demo_html, None))
    assert len(browser.workers()) == 1, "Python's alone"
    browser.context.close()


def listen(browser: Browser) -> None:
    """Keep what the changed scripts tell."""
    browser.worker.evaluate(
        "globalThis.heard = []; globalThis.test = new BroadcastChannel('test');"
        "test.onmessage = ({data}) => heard.push(data); 0"
    )


def heard(browser: Browser) -> list[Any]:
    told: list[Any] = browser.worker.evaluate("heard")
    return told


def test_a_page_that_is_left_is_judged_no_further(
    launch: Launch, extension_folder: Path, demo_html: str, tmp_path: Path
) -> None:
    copy = copied(
        extension_folder,
        "gated",
        tmp_path,
        judging=(
            "async judge(tab, json) {",
            "async judge(tab, json) { new BroadcastChannel('test').postMessage(tab);",
        ),
        encoder_worker=(
            "const { ort, session } = await starting;",
            "const { ort, session } = await starting; await opened;",
        ),
    )
    with (copy / "src/offscreen/encoder-worker.js").open("a", encoding="utf-8") as script:
        script.write(
            "const gate = new BroadcastChannel('test');"
            "const opened = new Promise((open) => {"
            "  gate.onmessage = ({ data }) => data === 'open' && open(); });"
        )
    browser = launch(copy)
    listen(browser)
    page = browser.painted(demo_html, stances="judging")
    browser.worker.evaluate(
        "new Promise(done => { const look = () => "
        "heard.length > 0 ? done() : setTimeout(look, 20); look(); })"
    )
    (left,) = set(heard(browser))
    assert browser.status()["folded"] == 11, "folds wait for no stance"
    page.close()
    browser.worker.evaluate("test.postMessage('open')")
    # Another page is judged behind what was begun for the first.
    browser.painted(demo_html, address="https://digg.com/ai/night002", stances="done")
    tabs = heard(browser)
    assert tabs.count(left) == 1, "of three parts one was begun"
    assert len(tabs) >= 3
    browser.context.close()


def test_the_encoders_memory_is_given_back_when_nobody_reads(
    launch: Launch, extension_folder: Path, demo_html: str, tmp_path: Path
) -> None:
    idle = ("IDLE_LIMIT = 60_000", "IDLE_LIMIT = 500")
    browser = launch(copied(extension_folder, "idle", tmp_path, encoder=idle))
    browser.painted(demo_html, stances="done").close()
    deadline = time.monotonic() + WAIT_S
    while len(browser.workers()) > 1:
        assert time.monotonic() < deadline, "the encoder's worker is still there"
    other = demo_html.replace("night", "evening")
    browser.painted(other, address="https://digg.com/ai/night002", stances="done")
    browser.context.close()


def test_what_was_judged_is_known_when_the_page_comes_again(
    launch: Launch, extension_folder: Path, demo_html: str, tmp_path: Path
) -> None:
    run = "const { ort, session } = await starting;"
    told = (run, f"{run} new BroadcastChannel('test').postMessage('row');")
    browser = launch(copied(extension_folder, "counted", tmp_path, encoder_worker=told))
    listen(browser)
    page = browser.painted(demo_html, stances="done")
    rows = heard(browser)
    assert rows
    page.reload()
    browser.until("painted", stances="done")
    assert heard(browser) == rows
    stored = browser.worker.evaluate("chrome.storage.local.get().then(JSON.stringify)")
    assert "score" not in stored, "it is kept in memory alone"
    browser.context.close()
