"""The content script's rows and the page's HTML give the same thread.

Scripts of the page are off: the question is how one document is read, not what it becomes.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from quotefold.browser import handle
from tests.cases import CASES, Case
from tools import environment
from tools.shell import ROOT


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium_path: Path
) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium_path}


@pytest.fixture(scope="session")
def walker(extension_folder: Path) -> str:
    """The content script's own walk, as one expression that gives the snapshot."""
    esbuild = ROOT / "node_modules/esbuild/bin/esbuild"
    entry = ROOT / "extension/src/content/snapshot.js"
    command = [
        environment.node(),
        esbuild,
        entry,
        "--bundle",
        "--format=iife",
        "--global-name=walk",
    ]
    code = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=True
    ).stdout
    shot = "walk.takeSnapshot(document, {token: 'x', hosts: new Set()}).snapshot"
    return f"(() => {{ {code}; return {shot}; }})()"


@pytest.mark.browser
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_saved_page_reads_the_same_from_rows_and_from_html(
    browser: Browser, walker: str, case: Case
) -> None:
    url = case.meta["url"]
    with browser.new_context(java_script_enabled=False) as context:
        html = case.html
        context.route("**/*", lambda route: route.abort())
        context.route(
            url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
        )
        page = context.new_page()
        page.goto(url)
        snapshot = page.evaluate(walker)
    by_rows = json.loads(handle(json.dumps({"v": 1, "op": "plan", "snapshot": snapshot})))
    by_html = json.loads(handle(json.dumps({"v": 1, "op": "plan-html", "html": html, "url": url})))
    assert snapshot["rows"]
    # Node numbers may differ: Chromium writes a tbody that no one typed.
    for part in ("status", "message", "site", "summary", "thread"):
        assert by_rows[part] == by_html[part]
