"""A Chromium with the built extension, and pages served to it as if they came from digg.com.

Two builds are used: the real one, whose shadow roots are closed, and a copy in which they
are open, so that a test (and axe) can look at what a person sees there.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Request, Route, Worker, expect

from tools import environment
from tools.demo import close_welcome

HERE = Path(__file__).parent
STORY = "https://digg.com/ai/night001"
WAIT_S = 120
"""Seconds for Python and the stance encoder to start and answer on a very busy machine; a test
usually needs two."""

expect.set_options(timeout=WAIT_S * 1000)

OURS = "[...document.querySelectorAll('*')].filter(node => /^x[a-z0-9]{6}-/.test(node.localName))"
"""Our own elements on a page, as JavaScript; their random names have this form."""


def becomes_true(page: Page, expression: str) -> None:
    """Wait until this holds. For the extension's own pages, whose policy forbids the
    ``eval`` that Playwright's ``wait_for_function`` needs."""
    page.evaluate(
        f"""async () => {{
            for (const end = Date.now() + {WAIT_S * 1000}; Date.now() < end;) {{
                if ({expression}) return;
                await new Promise(soon => setTimeout(soon, 50));
            }}
            throw new Error(`never true: ${{{json.dumps(expression)}}}`);
        }}"""
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "launch" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@dataclass
class Browser:
    """One Chromium with the extension; ``site`` maps an address to the HTML served there."""

    context: BrowserContext
    site: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def worker(self) -> Worker:
        """The extension's service worker that runs now."""
        workers = self.context.service_workers
        return workers[-1] if workers else self.context.wait_for_event("serviceworker")

    @property
    def extension_id(self) -> str:
        return self.worker.url.split("/")[2]

    def open(self, html: str | None = None, address: str = STORY, **wait: Any) -> Page:
        """A new tab on an address, serving ``html`` there."""
        if html is not None:
            self.site[address.split("#", maxsplit=1)[0]] = html
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address, **wait)
        return page

    def status(self) -> dict[str, Any]:
        """How the page in front stands."""
        status: dict[str, Any] = self.worker.evaluate("quotefoldStatus()")
        return status

    def until(self, state: str, **wanted: Any) -> dict[str, Any]:
        """Wait until the page in front has this state (and these numbers)."""
        deadline = time.monotonic() + WAIT_S
        while True:
            status = self.status()
            if status["state"] == state and wanted.items() <= status.items():
                return status
            if time.monotonic() > deadline:
                pytest.fail(f"no {state} {wanted} in {WAIT_S} s, the last was {status}")
            time.sleep(0.05)

    def painted(self, html: str | None = None, address: str = STORY, **wanted: Any) -> Page:
        """Open a page and wait until it is painted."""
        page = self.open(html, address)
        self.until("painted", **wanted)
        return page

    def send(self, kind: str, **fields: Any) -> Any:
        """What the popup would send to the service worker, sent from a page of the extension."""
        with self.popup() as popup:
            return popup.evaluate(
                "fields => chrome.runtime.sendMessage({...fields, v: 1})", {"type": kind, **fields}
            )

    def popup(self) -> Popup:
        return Popup(self)

    def workers(self) -> list[str]:
        """Ids of the offscreen document's workers: Python's, and the encoder's while it runs."""
        with self.popup() as popup:
            session = self.context.new_cdp_session(popup)
            targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        return [target["targetId"] for target in targets if target["type"] == "worker"]

    def without_stances(self) -> None:
        """Let pages be read without stances, so that Python works alone."""
        self.worker.evaluate("chrome.storage.local.set({settings: {stance: 'never'}})")

    def stop_service_worker(self) -> None:
        """Stop it as Chromium does after 30 idle seconds."""
        with self.popup() as popup:
            session = self.context.new_cdp_session(popup)
            session.send("ServiceWorker.enable")
            session.send("ServiceWorker.stopAllWorkers")


@dataclass
class Popup:
    """The popup's page in a window of its own, so that the tab in front stays in front."""

    browser: Browser
    page: Page | None = None

    def __enter__(self) -> Page:
        with self.browser.context.expect_page() as opened:
            self.browser.worker.evaluate(
                "chrome.windows.create({url: 'popup.html', type: 'popup', width: 340, height: 420})"
            )
        self.page = opened.value
        self.page.wait_for_load_state()
        return self.page

    def __exit__(self, *_: object) -> None:
        assert self.page
        self.page.close()


@pytest.fixture(scope="session")
def open_folder(extension_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built extension with open shadow roots: the only difference is that one word."""
    copy = tmp_path_factory.mktemp("open") / "quotefold"
    shutil.copytree(extension_folder, copy)
    for script in (copy / "content.js", copy / "welcome.js"):
        text = script.read_text("utf-8")
        assert text.count('mode: "closed"') == 1
        script.write_text(text.replace('mode: "closed"', 'mode: "open"'), "utf-8")
    return copy


Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch(
    playwright: Playwright, chromium_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launch]:
    """Start a Chromium; ``folder`` None starts one without the extension."""
    contexts: list[BrowserContext] = []

    def start(folder: Path | None, **options: Any) -> Browser:
        arguments = [
            "--force-device-scale-factor=1",
            *(
                [f"--disable-extensions-except={folder}", f"--load-extension={folder}"]
                if folder
                else []
            ),
        ]
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=chromium_path,
            headless=True,
            args=arguments,
            **options,
        )
        contexts.append(context)
        browser = Browser(context)

        def serve(route: Route) -> None:
            address = route.request.url.split("#")[0]
            if address in browser.site:
                route.fulfill(body=browser.site[address], content_type="text/html; charset=utf-8")
            else:
                route.abort()

        def note(request: Request) -> None:
            if not request.url.startswith(("chrome-extension:", "data:", "blob:")):
                browser.requests.append(request.url.split("#")[0])

        context.route(re.compile("^https?://"), serve)
        context.on("request", note)
        context.set_default_timeout(WAIT_S * 1000)
        if folder:
            browser.worker.evaluate("1")
            close_welcome(context)
        return browser

    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _real(launch: Launch, extension_folder: Path) -> Browser:
    return launch(extension_folder)


@pytest.fixture(scope="session")
def _open(launch: Launch, open_folder: Path) -> Browser:
    return launch(open_folder)


def _fresh(browser: Browser) -> Iterator[Browser]:
    """The same Chromium without what an earlier test left: tabs, settings, choices."""
    browser.site.clear()
    browser.requests.clear()
    browser.errors.clear()
    browser.worker.evaluate("chrome.storage.local.clear()")
    yield browser
    for page in browser.context.pages[1:]:
        page.close()


@pytest.fixture
def real(_real: Browser) -> Iterator[Browser]:
    """The extension as it is built."""
    yield from _fresh(_real)


@pytest.fixture
def browser_open(_open: Browser) -> Iterator[Browser]:
    """The extension with open shadow roots."""
    yield from _fresh(_open)


@pytest.fixture(scope="session")
def plain(launch: Launch) -> Browser:
    """A Chromium that never had the extension."""
    return launch(None)


@pytest.fixture(scope="session")
def demo_html() -> str:
    """The bundled thread: 14 posts, 13 quotes, 11 of which stand above."""
    return (HERE.parents[1] / "demo" / "thread.html").read_text("utf-8")


@pytest.fixture(scope="session")
def react_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """HTML of a server-rendered React thread that hydrates itself; see react/."""
    folder = tmp_path_factory.mktemp("react")
    npm = environment.npm_packages()
    node = environment.node()

    def bundle(entry: str, name: str, mode: str, *options: str) -> Path:
        out = folder / name
        subprocess.run(
            [
                *(node, npm / "esbuild" / "bin" / "esbuild", HERE / "react" / entry),
                *("--bundle", "--jsx=automatic", "--log-level=warning"),
                *(f'--define:process.env.NODE_ENV="{mode}"', f"--outfile={out}"),
                *options,
            ],
            check=True,
            env={**environment.node_environment(), "NODE_PATH": str(npm)},
        )  # fmt: skip
        return out

    made: dict[str, tuple[str, str]] = {}

    def page(
        mode: str = "production",
        *,
        hydrate_after_ms: int = 0,
        part_after_ms: int = 0,
        next_like: bool = False,
    ) -> str:
        if mode not in made:
            server = bundle("server.jsx", f"server-{mode}.cjs", mode, "--platform=node")
            client = bundle("client.jsx", f"client-{mode}.js", mode, "--format=iife")
            html = subprocess.run([node, server], check=True, capture_output=True, text=True).stdout
            made[mode] = html, client.read_text("utf-8")
        html, script = made[mode]
        script = script.replace("</script", "<\\/script")
        marker = '<script src="/_next/static/chunks/main.js"></script>' if next_like else ""
        options = json.dumps(
            {"after": hydrate_after_ms, "announcer": next_like, "part": part_after_ms}
        )
        return (
            "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Story · Digg</title>"
            f"{marker}</head><body><div id='root'>{html}</div>"
            f"<script>window.hydration = {options}</script><script>{script}</script></body></html>"
        )

    return page
