"""The generic reader does about twice the work for a page of twice the length.

Work is counted in executed lines, as in ``test_scaling.py``; also for pages that are made
to hurt: runs of handles, of times, of labels, one endless line, posts laid flat.
"""

from collections.abc import Callable

import pytest

from quotefold.dom.tree import Tree, TreeBuilder
from quotefold.reading.generic import read_generic
from tests.lines import lines_run

LIMIT = 2.4
"""Growth allowed when the page doubles; quadratic work would show as 4."""

Filler = Callable[[TreeBuilder, int], None]


def leaf(builder: TreeBuilder, tag: str, text: str, **attrs: str) -> None:
    builder.open(tag, attrs)
    builder.text(text)
    builder.close()


def posts_with_quotes(b: TreeBuilder, n: int) -> None:
    b.open("ul")
    for i in range(n):
        b.open("li")
        leaf(b, "b", f"Name {i % 9}")
        leaf(b, "i", f"@user{i % 9}")
        leaf(b, "p", f"Tram {i} leaves the depot at minute {i * 7} and goes home.")
        b.open("blockquote")
        leaf(b, "b", f"Name {i % 7}")
        leaf(b, "i", f"@user{i % 7}")
        leaf(b, "p", f"Tram {i // 2} leaves the depot at minute {i // 2 * 7} and goes home.")
        b.close()
        leaf(b, "a", "4:54 PM · May 20, 2026", href=f"https://x.com/u/status/{10**18 + i}")
        b.close()
    b.close()


def posts_laid_flat(b: TreeBuilder, n: int) -> None:
    for i in range(n):
        leaf(b, "h3", f"Ada (@ada{i % 7})")
        leaf(b, "p", f"Tram {i} leaves the depot at minute {i * 7} and goes home.")
        leaf(b, "blockquote", f"Tram {i // 2} leaves the depot.")
        leaf(b, "a", "May 20, 2026", href=f"https://x.com/ada/status/{10**18 + i}")


def runs_of_handles(b: TreeBuilder, n: int) -> None:
    for i in range(n * 4):
        leaf(b, "span", f"@user{i}")


def runs_of_times(b: TreeBuilder, n: int) -> None:
    for i in range(n * 2):
        leaf(b, "span", "3h")
        leaf(b, "p", f"word {i}")


def runs_of_labels(b: TreeBuilder, n: int) -> None:
    for i in range(n * 2):
        leaf(b, "span", "Replying to")
        leaf(b, "a", f"@user{i}", href=f"https://x.com/u/status/{10**18 + i}")


def one_endless_line(b: TreeBuilder, n: int) -> None:
    b.open("p")
    for i in range(n * 4):
        b.text("and ")
        leaf(b, "a", f"@user{i}", href=f"/user{i}")
    b.close()


def hover_panels(b: TreeBuilder, n: int) -> None:
    for i in range(n):
        b.open("li")
        leaf(b, "span", f"@ada{i % 7}")
        leaf(b, "p", f"Tram {i} leaves.")
        b.open("div", {"aria-hidden": "true"})
        leaf(b, "p", f"Tram {i} leaves.")
        b.open("div")
        leaf(b, "span", "@bob")
        leaf(b, "p", f"Tram {i // 2} leaves.")
        b.close()
        b.close()
        b.close()


def below_many_boxes(b: TreeBuilder, n: int) -> None:
    for _ in range(200):
        b.open("div")
    posts_with_quotes(b, n)


FILLERS = [
    posts_with_quotes,
    posts_laid_flat,
    runs_of_handles,
    runs_of_times,
    runs_of_labels,
    one_endless_line,
    hover_panels,
    below_many_boxes,
]


def page(fill: Filler, size: int) -> Tree:
    builder = TreeBuilder()
    builder.open("body")
    fill(builder, size)
    return builder.build()


@pytest.mark.parametrize("fill", FILLERS, ids=lambda fill: fill.__name__)
def test_twice_the_page_is_at_most_about_twice_the_work(fill: Filler) -> None:
    def lines(size: int) -> int:
        tree = page(fill, size)
        return lines_run(lambda: read_generic(tree, "https://news.example/"))

    assert lines(80) <= LIMIT * lines(40)
