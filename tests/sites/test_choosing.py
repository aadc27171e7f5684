"""Which adapter is asked: by address, or by markup that only one software writes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from quotefold.dom.html import tree_from_html
from quotefold.dom.tree import Tree
from quotefold.errors import SelectorError
from quotefold.reading.site import Site, holds
from quotefold.reading.sites import SITES
from tests.cases import CASES, Case


def by_address(url: str) -> str | None:
    parts = urlsplit(url)
    return next((s.id for s in SITES if s.covers(parts.hostname or "", parts.path or "/")), None)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://x.com/tove/status/2053022747587513253", "x"),
        ("https://mobile.twitter.com/tove/status/2053022747587513253", "x"),
        ("https://x.com/i/web/status/2053022747587513253", "x"),
        ("https://platform.twitter.com/embed/Tweet.html", "x"),
        ("https://xcancel.com/tove/status/2053022747587513253", "nitter"),
        ("https://bsky.app/profile/tove.bsky.social/post/3lutewm5", "bluesky"),
        ("https://mastodon.social/@tove/128313921724219578", "mastodon"),
        ("https://www.threads.com/@tove/post/DAb_1-x", "threads"),
        ("https://news.ycombinator.com/item?id=40794642", "hackernews"),
        ("https://lobste.rs/s/utewm5/licence", "lobsters"),
        ("https://old.reddit.com/r/boats/comments/utewm5/x/", "old-reddit"),
        ("https://www.reddit.com/r/boats/comments/utewm5/x/", "new-reddit"),
        ("https://github.com/a/b/issues/7", "github"),
        ("https://github.com/a/b/pull/7", "github"),
        ("https://lore.kernel.org/git/20260509@example.org/T/", "public-inbox"),
        ("https://x.com/home", None),
        ("https://x.com/tove", None),
        ("https://notx.com/tove/status/2053022747587513253", None),
        ("https://github.com/a/b", None),
        ("https://github.com/a/b/issues", None),
        ("https://news.ycombinator.com/news", None),
        ("https://www.reddit.com/r/boats/", None),
        ("https://bsky.app/profile/tove.bsky.social", None),
        ("https://www.threads.com/@tove", None),
    ],
)
def test_an_address_names_its_site_on_thread_pages_alone(url: str, site: str | None) -> None:
    assert by_address(url) == site


def detected(tree: Tree) -> Site | None:
    return next((s for s in SITES if s.detect is not None and s.detect(tree)), None)


SOFTWARE = [
    case
    for case in CASES
    if case.id.partition("/")[0] in {s.id for s in SITES if s.detect is not None}
    and by_address(case.meta["url"]) in (None, case.expected.get("site"))
]


@pytest.mark.parametrize("case", SOFTWARE, ids=lambda case: case.id)
def test_a_page_without_an_address_is_known_by_its_markup(case: Case) -> None:
    site = detected(tree_from_html(case.html))
    assert site is not None
    assert site.id in (case.expected.get("site"), case.id.partition("/")[0], "x-embeds")


OTHERS = [
    case
    for case in CASES
    if case.id.partition("/")[0] in ("none", "generic") and "fieldset" not in case.html
]


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.id)
def test_other_pages_are_known_as_none_of_them(case: Case) -> None:
    assert detected(tree_from_html(case.html)) is None


def test_ids_are_unique_and_hosts_belong_to_one_site() -> None:
    ids = [site.id for site in SITES]
    assert len(ids) == len(set(ids))
    hosts = [host for site in SITES for host in site.hosts]
    assert len(hosts) == len(set(hosts))


def test_a_mark_must_end_in_what_can_be_looked_up_at_once() -> None:
    assert holds("p .a")(tree_from_html("<p><b class='x a'></b></p>"))
    assert not holds("p .a")(tree_from_html("<div><b class='x a'></b></div>"))
    assert not holds("p .a")(tree_from_html("<p><b class='ab'></b></p>"))
    assert holds("p#b, i[data-x]")(tree_from_html("<i data-x></i>"))
    with pytest.raises(SelectorError):
        holds("article p")
