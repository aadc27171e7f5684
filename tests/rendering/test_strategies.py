"""The ground truth is true: a page shows what its expectation says, and says it every time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.expected import Json, differences, normal
from tests.rendering.fixtures import licence, night_trams
from tests.rendering.sites import RENDERERS
from tests.rendering.strategies import designs, pages, site_pages, threads

if TYPE_CHECKING:
    from tests.rendering.generic import Design
    from tests.rendering.page import Page
    from tests.rendering.spec import Thread
from tests.rendering.generic import generic

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _visible(html: str) -> str:
    """All words of a page in order as one line, emoji images as their characters."""
    root: Any = lxml.html.document_fromstring(html.replace("&gt;<i>", "> <i>"))
    for gone in root.xpath("//script | //style | //template[not(@shadowrootmode)] | //comment()"):
        gone.drop_tree()
    for image in root.iter("img"):
        image.tail = image.get("alt", "") + (image.tail or "")
    return " ".join(root.text_content().split())


def _assert_true(page: Page) -> None:
    shown = re.sub(r"\s+", "", _visible(page.html))
    above: list[str] = []
    for post in page.expected["posts"]:
        own = re.sub(r"[>\s]+", "", post["text"])
        assert own in shown.replace(">", ""), post
        for quote in post["quotes"]:
            assert re.sub(r"[>\s]+", "", quote["text"]) in shown.replace(">", ""), quote
        known = [*above, normal(post["text"])]
        for quote in post["quotes"]:
            text = normal(quote["text"])
            if quote.get("collapsed"):
                assert any(k == text or k.startswith(text) for k in known), quote
            known.append(text)
        above = known
    assert differences(page.expected, page.expected) == []


@relaxed
@given(pages())
def test_page_of_any_design_shows_what_is_expected_of_it(page: Page) -> None:
    _assert_true(page)


@relaxed
@given(site_pages())
def test_page_of_any_site_shows_what_is_expected_of_it(page: Page) -> None:
    _assert_true(page)


@relaxed
@given(threads(), designs(), st.sampled_from(sorted(RENDERERS)))
def test_same_thread_in_same_markup_is_the_same_page(
    thread: Thread, design: Design, site: str
) -> None:
    assert generic(thread, design) == generic(thread, design)
    assert RENDERERS[site](thread) == RENDERERS[site](thread)


@pytest.mark.parametrize("site", sorted(RENDERERS))
@pytest.mark.parametrize("thread", [licence(), night_trams()], ids=["licence", "night-trams"])
def test_every_site_shows_the_invented_threads(site: str, thread: Thread) -> None:
    page = RENDERERS[site](thread)
    _assert_true(page)
    assert len(page.expected["posts"]) >= 5


def _reading(**post: object) -> Json:
    row = {"id": "p0", "text": "One.\n\nTwo.", "author": {"handle": "Ana", "name": "Ana"}} | post
    return {"posts": [row]}


def test_differences_name_what_differs_and_nothing_else() -> None:
    want = _reading()
    assert differences(want, _reading(text="One. \n \nTwo.", stance={"label": "oppose"})) == []
    assert differences(want, _reading(author={"handle": "ANA", "name": "Ana"})) == []
    assert differences(want, _reading(text="One. Two.")) != []
    assert differences(want, _reading(text="One. Two."), paragraphs=False) == []
    assert differences(want, _reading(author=None)) != []
    assert differences(want, {"posts": []}) != []
    assert differences({"posts": []}, want) != []
