"""Twice the page is at most about twice the work, in every step of the core.

Work is counted in executed lines of Python, not in seconds: the count is the same on
every machine. A step that is quadratic in the posts makes four times the lines.
"""

from collections.abc import Callable

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.dom.snapshot import snapshot_of, tree_from_rows
from quotefold.pipeline import read
from quotefold.plan import make_plan
from tests.lines import lines_run

DIGG = "https://digg.com/ai/abcdefgh"

LIMIT = 2.6
"""Growth allowed when the page doubles: 2 for the work itself, the rest for sorting and
for dictionaries that grow. Quadratic work would show as 4."""


def story(posts: int, *, quote_of: Callable[[int], int]) -> str:
    """A Digg story whose n-th post quotes post ``quote_of(n)``."""
    rows = []
    for n in range(posts):
        quoted = quote_of(n)
        rows.append(
            f'<li><article><header><a href="/u/x/h{n}"><span>Name {n}</span>'
            f"<span>@h{n}</span></a></header><p>{words(n)}</p>"
            f'<a href="https://x.com/h{quoted}/status/{status(quoted)}"><div>'
            f"<span>Name {quoted}</span><span>@h{quoted}</span></div>"
            f"<p>{words(quoted)}</p></a>"
            f'<a href="https://x.com/h{n}/status/{status(n)}">4:54 PM · May 20, 2026</a>'
            "</article></li>"
        )
    return f"<div data-cluster-id=x><section><ul>{''.join(rows)}</ul></section></div>"


def words(n: int) -> str:
    return f"Tram {n} leaves the depot at minute {n * 7} and carries {n * 3} sleepers home."


def status(n: int) -> int:
    return 2057248504673206272 + n * 10_000_000_000


PAGES = {
    "each quotes the one before": lambda n: max(0, n - 1),
    "all quote the first": lambda _: 0,
    "each quotes itself": lambda n: n,
}


@pytest.mark.parametrize("quote_of", PAGES.values(), ids=PAGES.keys())
def test_reading_a_thread_is_linear_in_its_posts(quote_of):
    def work(posts):
        tree = tree_from_html(story(posts, quote_of=quote_of))
        return lambda: make_plan(read(tree, DIGG), tree)

    work(10)()  # selectors and the stance model are prepared once
    assert lines_run(work(160)) < LIMIT * lines_run(work(80))


def test_making_a_tree_is_linear_in_its_nodes():
    def work(posts):
        snapshot = snapshot_of(tree_from_html(story(posts, quote_of=lambda _: 0)))
        return lambda: tree_from_rows(snapshot)

    assert lines_run(work(400)) < LIMIT * lines_run(work(200))


@pytest.mark.parametrize(
    "hostile",
    [
        lambda n: "<p>" + "@ada " * n,
        lambda n: "<p>" + "a b\n" * n,
        lambda n: "<li>" * n + "x",
        lambda n: "<section><ul>" + "<li><p>x</p></li>" * n,
        lambda n: "<section><ul><li>" + "<p>@ada</p>" * n,
        lambda n: "<fieldset>" * (n // 4) + "<p>x",
        lambda n: (
            "<section><ul>" * (n // 8) + "<li><p>x</p><div><span>@ada</span><p>y</p></div></li>"
        ),
        lambda n: '<a href="https://x.com/a/status/2057248504673206272">x</a>' * n,
    ],
    ids=["mentions", "lines", "deep", "rows", "paragraphs", "heroes", "lists", "links"],
)
def test_a_page_made_to_be_slow_is_not(hostile):
    def work(size):
        tree = tree_from_html(f"<div data-cluster-id=x>{hostile(size)}</div>")
        return lambda: read(tree, DIGG)

    work(10)()
    assert lines_run(work(1600)) < LIMIT * lines_run(work(800)) + 2_000
