"""Show the extension at work: the bundled thread, served as a story on digg.com.

Nothing is fetched: the browser gets the one page from here, every other address fails.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tools.shell import ROOT, say, stop

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Route, Worker

THREAD: Final = ROOT / "demo" / "thread.html"
PATIENCE: Final = 60.0
"""Seconds until the page must be painted; a slow machine starts Python in about 5."""


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def width(given: str) -> int:
    """A window's width in pixels, for argparse; Chromium takes no picture of any other."""
    if not (given.isascii() and given.isdigit() and 200 <= int(given) <= 4000):
        raise ArgumentTypeError("give a whole number from 200 to 4000")
    return int(given)


def demo(extension: Path, chromium: Path, *, pictures: Path | None, dark: bool, width: int) -> None:
    """Open the bundled thread to be read; or, with ``pictures``, take it before and after."""
    from playwright.sync_api import Error, sync_playwright

    look: dict[str, Any] = {
        "executable_path": chromium,
        "headless": pictures is not None,
        "color_scheme": "dark" if dark else "light",
        "viewport": {"width": width, "height": 900},
    }
    try:
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profiles:
            _show(playwright, Path(profiles), extension, pictures, look)
    except Error as error:
        stop(f"Chromium: {error.message.splitlines()[0]}")


def _show(
    playwright: Playwright,
    profiles: Path,
    extension: Path,
    pictures: Path | None,
    look: dict[str, Any],
) -> None:
    from playwright.sync_api import Error

    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        with _context(playwright, profiles / "before", None, look) as context:
            _picture(_open(context), pictures / "before.png")
    with _context(playwright, profiles / "after", extension, look) as context:
        page = _open(context)
        say(str(_painted(context)["message"]))
        if pictures:
            _picture(page, pictures / "after.png")
        else:
            say("Close the window to end the demo.")
            with contextlib.suppress(Error):  # the whole browser may go at once
                while context.pages:
                    context.pages[0].wait_for_event("close", timeout=0)


def _address() -> str:
    """The address that the bundled page was written for."""
    expected = json.loads(THREAD.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return str(expected["url"])


def _context(
    playwright: Playwright, profile: Path, extension: Path | None, look: dict[str, Any]
) -> BrowserContext:
    """A browser with a fresh profile that knows one page and reaches nothing else."""
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND"]
    if extension:
        # Playwright turns extensions off; only both switches together bring one back.
        arguments += [f"--disable-extensions-except={extension}", f"--load-extension={extension}"]
    context = playwright.chromium.launch_persistent_context(profile, args=arguments, **look)

    def answer(route: Route) -> None:
        if route.request.url == _address():
            route.fulfill(path=THREAD, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    context.route(re.compile("^https?://"), answer)
    if extension:
        close_welcome(context)
    return context


def close_welcome(context: BrowserContext) -> None:
    """Wait for the first-run page, which opens in every fresh profile, and close it.

    Not while it loads: Chromium would keep an empty list of messages for all of our pages.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        for page in context.pages:
            if page.url.endswith("/welcome.html"):
                page.wait_for_load_state()
                page.close()
                return
        if time.monotonic() > deadline:
            stop("the first-run page did not open")
        context.pages[0].wait_for_timeout(20)


def _open(context: BrowserContext) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(_address())
    return page


def _painted(context: BrowserContext) -> dict[str, Any]:
    """Wait until the extension says that the page is painted, stances too; its status."""
    worker: Worker = (
        context.service_workers[0]
        if context.service_workers
        else context.wait_for_event("serviceworker")
    )
    deadline = time.monotonic() + PATIENCE
    while True:
        status: dict[str, Any] = worker.evaluate("quotefoldStatus()")
        if status["state"] == "painted" and status["stances"] == "done":
            return status
        if time.monotonic() > deadline:
            stop(f"the page was not painted ({status['state']}): {status['message']}")
        time.sleep(0.1)


def _picture(page: Page, path: Path) -> None:
    page.screenshot(path=path, full_page=True)
    say(f"{path.stem}: {path}")
