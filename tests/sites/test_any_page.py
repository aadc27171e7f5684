"""Whatever a page looks like, an adapter reads it or declines; and its work stays linear.

Selectors look up the tree, so work grows with depth too; depth has a cap (limits.py).
"""
# ruff: noqa: E501 - markup reads best unbroken

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotefold.dom.html import tree_from_html
from quotefold.dom.tree import Tree
from quotefold.reading.raw import RawThread
from quotefold.reading.sites import SITES
from quotefold.reading.worded import words_of_post, words_of_quote
from tests.cases import CASES
from tests.lines import lines_run
from tests.property.test_scaling import LIMIT

PAGES = [case for case in CASES if case.id.partition("/")[0] not in ("generic", "none")]
URL = "https://x.com/tove/status/2053022747587513253"


def sound(tree: Tree, thread: RawThread) -> None:
    """What every reader owes the rest of the chain."""
    assert thread.posts
    places = [post.node for post in thread.posts]
    assert len(set(places)) == len(places)
    for number, post in enumerate(thread.posts):
        assert 0 <= post.node < len(tree)
        assert post.parent is None or 0 <= post.parent < len(thread.posts)
        assert post.parent != number
        assert words_of_post(tree, post).text or post.quotes
        for quote in post.quotes:
            assert words_of_quote(tree, quote).text
            assert quote.node == -1 or tree.contains(post.node, quote.node)
            assert quote.node != post.node
        for words in (words_of_post(tree, post), *(words_of_quote(tree, q) for q in post.quotes)):
            for begin, node, offset, length in words.runs:
                shown = words.text[begin : begin + length]
                assert tree.texts[node][offset : offset + length].split() == shown.split()


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.id)
def test_a_reading_is_sound_by_every_adapter(case: object) -> None:
    tree = tree_from_html(getattr(case, "html", ""))
    for site in SITES:
        thread = site.read(tree, URL)
        if thread is not None:
            sound(tree, thread)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PAGES), st.data())
def test_a_page_cut_or_shuffled_is_read_soundly_or_declined(
    case: object, data: st.DataObject
) -> None:
    html = getattr(case, "html", "")
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    tree = tree_from_html(
        html[start:] + html[:start] if data.draw(st.booleans()) else html[:start] + html[end:]
    )
    folder = getattr(case, "id", "").partition("/")[0]
    for site in SITES:
        if site.id.split("-")[-1] in folder or (site.detect is not None and site.detect(tree)):
            thread = site.read(tree, URL)
            if thread is not None:
                sound(tree, thread)


def forum(size: int) -> str:
    return "<div id=page-body>" + "".join(
        f'<div id="p{n}" class="post"><div class="postbody"><p class="author"><strong>u{n % 9}</strong></p>'
        f'<div class="content"><blockquote><div><cite>u{n % 7} wrote:</cite>words {n - 1}</div></blockquote>'
        f"words {n} and more</div></div></div>"
        for n in range(size)
    )


def one_post(size: int) -> str:
    quote = "<blockquote><div><cite>a wrote:</cite>said</div></blockquote>mine"
    return f'<div id="p1" class="post"><div class="postbody"><div class="content">{quote * size}</div></div></div>'


def timeline(size: int) -> str:
    return "".join(
        f'<div data-testid="cellInnerDiv"><article data-testid="tweet"><div data-testid="User-Name"><div>N'
        f'</div><a href="/h{n}">@h{n}</a><a href="/h{n}/status/{10**15 + n}"><time datetime="2026-05-09T08:00Z">'
        f'</time></a></div><div data-testid="tweetText">words {n}</div></article></div>'
        for n in range(size)
    )


def mails(size: int) -> str:
    lines = "".join(f"{'&gt;' * (n % 5)} line {n}\n" for n in range(size * 4))
    return f"<b>K</b><!--beginarticle--><pre>A wrote:\n{lines}</pre>"


@cache
def work(site: str, page: Callable[[int], str], size: int) -> int:
    adapter = next(s for s in SITES if s.id == site)
    tree = tree_from_html(page(size))
    assert adapter.read(tree, URL) is not None
    return lines_run(lambda: adapter.read(tree, URL))


@pytest.mark.parametrize(
    ("site", "made"),
    [
        ("phpbb", forum),
        ("phpbb", one_post),
        ("x", timeline),
        ("pipermail", mails),
    ],
)
def test_twice_the_page_is_about_twice_the_work(site: str, made: Callable[[int], str]) -> None:
    assert work(site, made, 160) / work(site, made, 80) < LIMIT
