"""Pictures of everything a person sees: the bundled threads, folded and open, the side panel,
popup, options and the first-run page; light and dark, narrow and wide.

For the contact sheet (``build.py screenshots``) and for tests/visual, which compares them
with the approved ones; docs/adr/visual-regression.md says how and why.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from tools import environment
from tools.demo import close_welcome
from tools.shell import ROOT, say

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route, Worker

APPROVED: Final = ROOT / "tests" / "visual" / "approved"
FIXTURES: Final = ROOT / "tests" / "fixtures"
THREADS: Final = {
    "demo": ROOT / "demo" / "thread.html",
    "digg-may09": FIXTURES / "digg" / "may09-licence.html",
    "x": FIXTURES / "x" / "thread-licence.html",
}
LOOKS: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
NARROW: Final = 400
WIDE: Final = 1400
TALLEST: Final = 4_000
"""Pixels of a page that are kept; the rest shows the same parts again."""

PATIENCE_MS: Final = 60_000

BARE: Final = """<style>:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 640px; margin: 0 auto; padding: 16px;
  background: Canvas !important; }
a { color: inherit; text-decoration: none; }
img { display: none; } svg { width: 18px; height: 18px; fill: currentColor; }
div[aria-hidden="true"], [role="progressbar"] { display: none; }
button { all: unset; font-size: 13px; opacity: 0.7; padding-inline-end: 12px; }
li, article { list-style: none; padding-block: 12px; border-block-start: 1px solid #8884; }
ul, ol { padding: 0; }
[data-testid="cellInnerDiv"] { position: static !important; transform: none !important; }
[data-testid="primaryColumn"] div[style*="height"] { min-height: 0 !important; }
[data-testid="inline_reply_offscreen"], [data-testid="sidebarColumn"] { display: none; }
</style>"""
"""For fixtures, which have a site's markup and none of its CSS."""

FONTS: Final = """<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong">
<string>Inter</string></edit></match></fontconfig>"""
"""One font for every text. Fonts differ most between machines, and move every line."""

JUDGED: Final = """(reply) => {
  const plan = JSON.parse(reply);
  const says = [["oppose", "Opposes"], ["support", "Supports"], ["query", "Asks about"],
    ["unclear", ""], ["comment", "Comments on"]];
  for (const post of plan.posts ?? []) {
    const toward = post.context?.target?.post;
    const [label, words] = says[post.number % says.length];
    post.stance = toward && post.context.kind !== "self-reply" ? { key: "", label, words, toward,
      said: null, shown: label !== "unclear", confidence: 0.91, confidence_words: "very likely",
      sentence: "", evidence: [] } : null;
  }
  return JSON.stringify(plan);
}"""
"""Stances by a fixed table: a model that learns must not change an approved picture."""


def can_pin_fonts() -> bool:
    """Whether this system takes its fonts from a file of ours."""
    return sys.platform == "linux"


def with_fixed_stances(folder: Path, copy: Path) -> Path:
    """A copy of the built extension whose stances come from a table."""
    shutil.copytree(folder, copy)
    script = copy / "src" / "background" / "service-worker.js"
    text = script.read_text(encoding="utf-8")
    line = 'if (typeof reply === "string") return reply;'
    if text.count(line) != 1:
        raise RuntimeError("the service worker has changed: tools/pictures.py must follow")
    fixed = f'if (typeof reply === "string") return ({JUDGED})(reply);'
    script.write_text(text.replace(line, fixed), encoding="utf-8")
    return copy


def take(folder: Path, chromium: Path, out: Path) -> list[Path]:
    """Write NAME.png for every state into ``out``; in the order of the contact sheet."""
    out.mkdir(parents=True, exist_ok=True)
    with _browser(folder, chromium) as context:
        return [
            picture
            for subject in (_threads, _panel, _popup, _options, _welcome)
            for picture in subject(context, out)
        ]


@contextmanager
def _browser(folder: Path, chromium: Path) -> Iterator[BrowserContext]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as made:
        context = playwright.chromium.launch_persistent_context(
            Path(made) / "profile",
            executable_path=chromium,
            headless=True,
            env={**os.environ, **_fonts(Path(made))},
            args=[
                "--force-device-scale-factor=1",
                "--font-render-hinting=none",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--disable-extensions-except={folder}",
                f"--load-extension={folder}",
            ],
        )
        context.set_default_timeout(PATIENCE_MS)
        pages = {_address(path): _html(path) for path in THREADS.values()}

        def answer(route: Route) -> None:
            if route.request.url in pages:
                page = pages[route.request.url]
                route.fulfill(body=page, content_type="text/html; charset=utf-8")
            else:
                route.abort()

        context.route(re.compile("^https?://"), answer)
        close_welcome(context)
        yield context
        context.close()


def _fonts(folder: Path) -> dict[str, str]:
    """Variables that give Chromium one font, from npm, where the system allows it."""
    if not can_pin_fonts():
        return {}
    fonts = folder / "fonts"
    fonts.mkdir()
    package = environment.npm_packages() / "@expo-google-fonts" / "inter"
    for name in ("400Regular", "600SemiBold", "700Bold"):
        shutil.copy(package / name / f"Inter_{name}.ttf", fonts)
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config), "FONTCONFIG_PATH": str(folder)}


def _address(path: Path) -> str:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return str(expected["url"])


def _html(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text if "<style" in text else text.replace("</head>", f"{BARE}</head>", 1)


# --- the subjects -----------------------------------------------------------------------


def _worker(context: BrowserContext) -> Worker:
    workers = context.service_workers
    return workers[-1] if workers else context.wait_for_event("serviceworker")


def _painted(context: BrowserContext, path: Path) -> Page:
    """A tab with a thread, painted with its stances."""
    page = context.new_page()
    page.goto(_address(path))
    for _ in range(PATIENCE_MS // 100):
        status: dict[str, Any] = _worker(context).evaluate("quotefoldStatus()")
        if status["state"] == "painted" and status["folded"] > 0:
            page.wait_for_timeout(1_500)  # stances come in a second step
            return page
        page.wait_for_timeout(100)
    raise RuntimeError(f"{path.name} was not painted: {status}")


def _each_look(
    page: Page, out: Path, name: str, widths: tuple[int, ...], height: int, *, whole: bool = True
) -> Iterator[Path]:
    for width in widths:
        for look in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=look, reduced_motion="reduce")
            page.wait_for_timeout(700)  # badges follow the look a moment later
            path = out / f"{name}-{look}-{width}.png"
            clip = None
            if whole:
                size = page.evaluate("document.documentElement.scrollHeight")
                clip = {"x": 0, "y": 0, "width": width, "height": min(size, TALLEST)}
            page.screenshot(path=path, full_page=whole, animations="disabled", clip=clip)  # type: ignore[arg-type]
            yield path


def _threads(context: BrowserContext, out: Path) -> Iterator[Path]:
    for name, thread in THREADS.items():
        page = _painted(context, thread)
        yield from _each_look(page, out, f"{name}-folded", (NARROW, WIDE), 900)
        _command(context, "open-all")
        yield from _each_look(page, out, f"{name}-open", (NARROW, WIDE), 900)
        _command(context, "fold-all")
        page.close()


def _command(context: BrowserContext, command: str) -> None:
    with _own_window(context, "popup.html", 340, 480) as popup:
        popup.evaluate(
            "command => chrome.runtime.sendMessage({v: 1, type: 'ui-command', command})", command
        )


@contextmanager
def _own_window(context: BrowserContext, name: str, width: int, height: int) -> Iterator[Page]:
    """A page of the extension in a window of its own, so that the tab in front stays."""
    size = f"width: {width}, height: {height}"
    with context.expect_page() as opened:
        _worker(context).evaluate(
            f"chrome.windows.create({{url: '{name}', type: 'popup', {size}}})"
        )
    page = opened.value
    page.wait_for_load_state()
    yield page
    page.close()


def _panel(context: BrowserContext, out: Path) -> Iterator[Path]:
    thread = _painted(context, THREADS["demo"])
    with _own_window(context, "panel.html", 400, 820) as page:
        chips = page.locator("#stances button")
        chips.first.wait_for()
        yield from _each_look(page, out, "panel-list", (320, 500), 820, whole=False)
        page.locator("#views button").last.click()
        yield from _each_look(page, out, "panel-graph", (320, 500), 820, whole=False)
        page.locator("#views button").first.click()
        chips.nth(min(1, chips.count() - 1)).click()
        yield from _each_look(page, out, "panel-filter", (400,), 820, whole=False)
    thread.close()


def _popup(context: BrowserContext, out: Path) -> Iterator[Path]:
    thread = _painted(context, THREADS["demo"])
    with _own_window(context, "popup.html", 340, 420) as page:
        page.locator("#panel").wait_for()
        yield from _each_look(page, out, "popup", (320,), 380)
    thread.close()


def _extension_page(context: BrowserContext, name: str) -> Page:
    page = context.new_page()
    page.goto(_worker(context).url.replace("src/background/service-worker.js", name))
    return page


def _options(context: BrowserContext, out: Path) -> Iterator[Path]:
    page = _extension_page(context, "options.html")
    page.locator("#sites label").first.wait_for()
    yield from _each_look(page, out, "options", (NARROW, WIDE), 900)
    page.close()


def _welcome(context: BrowserContext, out: Path) -> Iterator[Path]:
    page = _extension_page(context, "welcome.html")
    page.locator("#after[aria-pressed=true]").wait_for()
    yield from _each_look(page, out, "welcome", (NARROW, WIDE), 900)
    page.close()


# --- the contact sheet --------------------------------------------------------------------

_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8">
<title>Quotefold: every picture</title><style>
:root {{ color-scheme: light dark; }} body {{ font: 14px system-ui, sans-serif; margin: 24px; }}
main {{ display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }}
figure {{ margin: 0; max-width: 340px; }} figcaption {{ margin-block-end: 6px; font-weight: 600; }}
img {{ max-width: 100%; max-height: 560px; border: 1px solid #8886; border-radius: 6px; }}
</style><h1>Every picture</h1><main>{figures}</main></html>
"""


def contact_sheet(pictures: list[Path], out: Path) -> tuple[Path, Path]:
    """Write index.html and sheet.png beside the pictures, to be looked over."""
    figures = "".join(
        f'<figure><figcaption>{name}</figcaption><a href="{name}.png">'
        f'<img src="{name}.png" alt="{name}" loading="lazy"></a></figure>\n'
        for name in (html.escape(path.stem) for path in pictures)
    )
    index = out / "index.html"
    index.write_text(_PAGE.format(figures=figures), encoding="utf-8")
    return index, _sheet(pictures, out / "sheet.png")


def _sheet(pictures: list[Path], target: Path) -> Path:
    from PIL import Image, ImageDraw

    columns, width, height, gap, label = 8, 300, 420, 16, 18
    rows = -(-len(pictures) // columns)
    size = (columns * (width + gap) + gap, rows * (height + label + gap) + gap)
    sheet = Image.new("RGB", size, "#8b929b")
    draw = ImageDraw.Draw(sheet)
    for at, path in enumerate(pictures):
        x = gap + at % columns * (width + gap)
        y = gap + at // columns * (height + label + gap)
        with Image.open(path) as picture:
            small = picture.convert("RGB")
        scale = width / small.width
        small = small.resize((width, round(small.height * scale)), Image.Resampling.LANCZOS)
        draw.text((x, y), path.stem, fill="black")
        sheet.paste(small.crop((0, 0, width, min(height, small.height))), (x, y + label))
    sheet.save(target, optimize=True)
    return target


def fixed(folder: Path, chromium: Path, out: Path) -> list[Path]:
    """Every picture with stances from a table and, where it can be, with one font."""
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as made:
        copy = with_fixed_stances(folder, Path(made) / "quotefold")
        return take(copy, chromium, out)


def screenshots(folder: Path, chromium: Path, out: Path) -> None:
    """Take every picture and write the contact sheet."""
    shutil.rmtree(out, ignore_errors=True)
    pictures = take(folder, chromium, out)
    index, sheet = contact_sheet(pictures, out)
    say(f"{len(pictures)} pictures; look them over in {index} or {sheet}")
