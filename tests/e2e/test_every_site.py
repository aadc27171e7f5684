"""Every saved page of every site, through the whole chain: painted as planned, then undone.

The pages are served at their own addresses, to a copy of the extension that may go everywhere.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quotefold.browser import handle
from tests.cases import CASES, Case
from tests.e2e.conftest import OURS

if TYPE_CHECKING:
    from tests.e2e.conftest import Browser

HTML = "document.documentElement.outerHTML"


@pytest.fixture(scope="module")
def everywhere(
    launch: Callable[..., Browser],
    extension_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("everywhere") / "quotefold"
    shutil.copytree(extension_folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"] = ["*://*/*"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    browser = launch(folder)
    yield browser
    browser.context.close()


def plan_of(html: str, address: str) -> dict[str, Any]:
    """What the core says about the page's HTML, in CPython."""
    request = {"v": 1, "op": "plan-html", "html": html, "url": address, "options": {}}
    plan: dict[str, Any] = json.loads(handle(json.dumps(request)))
    return plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_saved_page_is_painted_as_planned_and_left_as_it_was(
    everywhere: Browser, case: Case
) -> None:
    address = str(case.meta["url"]).split("#")[0]
    # What scripts make of these pages is not the question, and they miss half of theirs.
    html = case.html.replace("<script", "<template").replace("</script", "</template")
    plan = plan_of(html, address)
    everywhere.worker.evaluate("chrome.storage.local.clear()")  # some pages share an address
    page = everywhere.open(html, address)
    before = page.evaluate(HTML)
    everywhere.send("ui-read")
    if plan["status"] != "thread":
        assert everywhere.until("plain")["message"] == plan["message"]
        assert page.evaluate(HTML) == before
        page.close()
        return
    folds = sum(fold["collapsed"] for fold in plan["folds"])
    everywhere.until("painted", posts=len(plan["posts"]), folded=folds)
    page.evaluate("document.body.classList.toggle('seen')")  # so that all is looked at again
    page.wait_for_timeout(400)
    everywhere.until("painted", posts=len(plan["posts"]), folded=folds)
    badges = sum(post["context"] is not None for post in plan["posts"])
    assert page.evaluate(f"{OURS}.length") >= badges + folds
    everywhere.send("ui-set-page", on=False)
    everywhere.until("off")
    page.evaluate("document.body.classList.toggle('seen')")
    page.evaluate("document.body.classList.length || document.body.removeAttribute('class')")
    assert page.evaluate(HTML) == before
    page.close()
