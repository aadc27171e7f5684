"""X post pages (x.com, twitter.com) and X's own embeds (platform.twitter.com).

Classes are hashed; ``data-testid`` and roles have stood since 2020. A quote card has no
link: it is known by author, time and words. Who answers whom is drawn: a line under an
avatar leads to the next post, and what has no line answers the post the page is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.tree import Tree
from quotefold.reading.declared import Found, Layout, Quotes, Value, reader
from quotefold.reading.links import status_of
from quotefold.reading.site import Site, holds

NAME: Final = '[data-testid="User-Name"]'
LINE: Final = selector(".r-m5arl1")  # the style "width: 2px", the same since 2020
AVATAR: Final = selector('[data-testid="Tweet-User-Avatar"]')
FOCUSED: Final = selector('article[tabindex="-1"]')

HANDLE: Final = (
    Value(f"{NAME} a", match=r"^@(\w{1,20})$"),
    Value(f"{NAME} span", match=r"^@(\w{1,20})$"),
    Value('[data-testid^="UserAvatar-Container-"]', "data-testid", r"-Container-(\w{1,20})$"),
)


def parents(tree: Tree, url: str, found: Sequence[Found]) -> list[int | None]:
    """Above the focused post each answers the one before; below it, lines lead."""
    about = status_of(url)
    links = [status_of(f.post.permalink or "") for f in found]
    focus = next((i for i, s in enumerate(links) if s and about and s.id == about.id), None)
    if focus is None:
        focus = next((i for i, f in enumerate(found) if FOCUSED.matches(tree, f.post.node)), None)
    if focus is None:
        return [None] * len(found)
    answers: list[int | None] = []
    for i, f in enumerate(found):
        if i <= focus:
            answers.append(i - 1 if i else None)
        elif _line_up(tree, f) or _line_down(tree, found[i - 1]):
            answers.append(i - 1)
        else:
            answers.append(focus)
    return answers


def _line_up(tree: Tree, f: Found) -> bool:
    avatar = next((n for n in f.own if AVATAR.matches(tree, n)), tree.ends[f.post.node])
    return any(LINE.matches(tree, n) for n in f.own if n < avatar)


def _line_down(tree: Tree, f: Found) -> bool:
    avatar = next((n for n in f.own if AVATAR.matches(tree, n)), tree.ends[f.post.node])
    return any(LINE.matches(tree, n) for n in f.own if n > avatar)


LAYOUT: Final = Layout(
    post='article[data-testid="tweet"]',
    skip='[data-testid="placementTracking"] article',  # it wraps videos too, but inside posts
    end="h2, section",  # "Discover more"
    body=('[data-testid="tweetText"]',),
    handle=HANDLE,
    name=(Value(f"{NAME} > div"),),
    time=(Value("a[href*='/status/'] time", "datetime"), Value("time", "datetime")),
    permalink=(
        Value("a[href*='/status/']:has(time)", "href"),
        Value("a[href*='/status/'][href$='/analytics']", "href"),
    ),
    parents=parents,
    quotes=Quotes(
        box=f"div[role='link']:has({NAME})",
        body=('[data-testid="tweetText"]',),
        handle=HANDLE,
        name=(Value(f"{NAME} > div"),),
        time=(Value("time", "datetime"),),
        permalink=(Value("a[href*='/status/'][href*='/photo/'], a[href*='/video/']", "href"),),
        cut='[data-testid="tweet-text-show-more-link"]',
        sign="div[role='link'] [data-testid='tweetText']",
    ),
    expect={"body": 0.5, "author": 0.9, "permalink": 0.8},
)

SITE: Final = Site(
    id="x",
    name="X",
    hosts=("x.com", "twitter.com"),
    path=r"/(?:\w{1,20}|i/web|i)/status/\d+|/embed/Tweet\.html$",
    read=reader("x", LAYOUT),
    on_from_start=True,
    detect=holds('article[data-testid="tweet"] [data-testid="tweetText"]'),
)
