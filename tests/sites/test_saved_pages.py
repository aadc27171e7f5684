"""Every adapter reads the saved pages of its site as they are to be read."""

from __future__ import annotations

import pytest

from quotefold import pipeline
from quotefold.dom.html import Parser, tree_from_html
from quotefold.reading.sites import BROKEN, SITES
from tests.cases import CASES, Case
from tests.rendering.expected import differences

ADAPTED = frozenset(site.id for site in SITES) - {"digg"}
"""Digg has tests of its own."""

OPEN: dict[str, str] = {
    # HyperKitty itself joins these two paragraphs.
    "hyperkitty/thread": ".posts[8].text",
}
"""Where a fixture asks for what the page does not show."""

CASES_HERE = [case for case in CASES if case.id.partition("/")[0] in ADAPTED]


def differs(case: Case, parser: Parser) -> list[str]:
    tree = tree_from_html(case.html, parser)
    options = pipeline.ReadOptions(stance=False)
    thread = pipeline.read(tree, case.meta["url"], options).thread
    paragraphs = case.meta.get("paragraphs", True)
    found = differences(case.expected, thread.to_json(), paragraphs=paragraphs)
    return [line for line in found if not line.startswith(OPEN.get(case.id, "\0"))]


@pytest.mark.parametrize("parser", ["lxml", "bs4"])
@pytest.mark.parametrize("case", CASES_HERE, ids=lambda case: case.id)
def test_a_saved_page_is_read_as_it_is_to_be_read(case: Case, parser: Parser) -> None:
    if case.id.partition("/")[0] in BROKEN:
        assert differs(case, parser), "the adapter works again: take it out of BROKEN"
        return
    assert differs(case, parser) == []


@pytest.mark.parametrize("case", CASES_HERE, ids=lambda case: case.id)
def test_the_adapter_itself_understands_the_page(case: Case) -> None:
    """Not the generic reader in its place."""
    site = next(s for s in SITES if s.id == case.expected.get("site", case.id.partition("/")[0]))
    if site.id == "x" and ".react-tweet-theme" in str(case.meta):
        pytest.skip("an embed")
    thread = site.read(tree_from_html(case.html), case.meta["url"])
    if thread is None and site.id == "x":
        site = next(s for s in SITES if s.id == "x-embeds")
        thread = site.read(tree_from_html(case.html), case.meta["url"])
    assert thread is not None
    assert thread.site == site.id
    assert len(thread.posts) == len(case.expected["posts"])
    assert thread.warnings == ()


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_every_adapter_has_a_saved_page(site: object) -> None:
    folders = {case.id.partition("/")[0] for case in CASES}
    pages = {case.expected.get("site") for case in CASES}
    name = getattr(site, "id", "")
    assert name in folders | pages or name == "x-embeds"


def test_what_is_broken_says_since_when_and_why() -> None:
    for name, (date, why) in BROKEN.items():
        assert name in {site.id for site in SITES}
        assert len(date.split("-")) == 3
        assert why
