"""Selectors mean over our tree what they mean in a browser."""

import pytest
from bs4 import BeautifulSoup

from quotefold.dom.html import tree_from_html
from quotefold.dom.select import selector
from quotefold.errors import SelectorError

PAGE = """<main id="m"><ul><li class="a b"><p id="p1" data-x="one two">x</p><span></span>
<p id="p2" lang="en-GB">y</p></li><li id="l2"><a id="a1" href="https://x.com/u/status/1">z
</a><div id="d"><p id="p3">w</p></div></li></ul></main>"""

SELECTORS = [
    "p",
    "*",
    ".a",
    ".a.b > p",
    "#p1, #p3",
    "ul p",
    "li > p + span",
    "p ~ p",
    "[data-x]",
    "[data-x~='two']",
    "[lang|='en']",
    "a[href*='/status/']",
    "a[href^='https://x.com']",
    "a[href$='/1']",
    "[data-x='one two']",
    "li:not(.a)",
    "li:not(.a) p",
    ":is(a, span)",
    "li:has(> a)",
    "li:has(div)",
    "li:has(a, div)",
    "p:not(div p)",
    ":not(li) > p",
    "[href*='']",
    "nothing",
]


@pytest.mark.parametrize("text", SELECTORS)
def test_matches_are_those_of_an_independent_engine(text):
    tree = tree_from_html(PAGE)
    ours = [tree.get(n, "id") or tree.tags[n] for n in selector(text).within(tree, 0)]
    soup = BeautifulSoup(PAGE, "lxml").body
    theirs = [tag.get("id") or tag.name for tag in soup.select(text)]
    assert ours == theirs


def test_outermost_matches_do_not_nest():
    tree = tree_from_html("<div id=a><div id=b></div></div><div id=c></div>")
    found = selector("div").outermost(tree, 0)
    assert [tree.get(n, "id") for n in found] == ["a", "c"]


@pytest.mark.parametrize(
    "text",
    ["p >", "p:nth-child(2)", "p::before", "a[href", "p:has(+ b)", "p:has(> a > b)", "p:has(a b)"],
)
def test_a_selector_we_cannot_honour_is_an_error(text):
    with pytest.raises(SelectorError):
        selector(text)
