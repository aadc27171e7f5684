"""Quotefold beside npm defuddle, on the saved pages of the sites that both know.

``python3 benchmarks/defuddle.py`` installs the pinned package into ``build/defuddle``
(npm and the package index are needed once), reads every fixture with both and prints one
table. Right is what the fixture's expectation says; where the two differ, the columns
show which of them is.

defuddle makes an article with comments out of a page; it does not set out to tell quotes
from answers, and joins a self-thread to one text. What it finds is looked up leniently: a
post counts where its words stand in some comment, whatever else stands there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "pycore")]

from quotefold.dom.html import tree_from_html  # noqa: E402
from quotefold.dom.select import selector  # noqa: E402
from quotefold.dom.text import text_of  # noqa: E402
from quotefold.pipeline import ReadOptions, read  # noqa: E402
from tests.cases import CASES, Case  # noqa: E402

FOLDER = ROOT / "build" / "defuddle"
PACKAGES = ("defuddle@0.19.4", "linkedom@0.18.15")
SITES = "bluesky discourse github hackernews mastodon new-reddit old-reddit threads x".split()
COMMENT = selector("div.comment, div.post")
BODY = selector("div.comment-content, div.post-content")
AUTHOR = selector(".comment-author")
QUOTED = selector("blockquote, .quoted-post")


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as one of the two tools gives it. ``parent`` is an index, -1 for none."""

    words: str
    author: str
    parent: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What defuddle makes of a page; ``kind`` is "" where it knows only an article."""

    kind: str
    author: str
    html: str


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers: posts, of these with the right author, answer and quotes apart."""

    posts: int
    authors: int
    answers: int
    quotes: int


def letters(text: str) -> str:
    """A text as identity: letters and digits alone."""
    return "".join(c for c in text.casefold() if c.isalnum())


def ours(case: Case) -> list[Entry]:
    """The page as Quotefold reads it."""
    options = ReadOptions(stance=False)
    posts = read(tree_from_html(case.html), case.meta["url"], options).thread.posts
    number = {post.id: n for n, post in enumerate(posts)}
    return [
        Entry(
            letters(post.text),
            letters(post.author.handle) if post.author else "",
            number.get(post.target.post or "", -1) if post.target else -1,
            tuple(letters(quote.text) for quote in post.quotes),
        )
        for post in posts
    ]


def theirs(page: Page) -> list[Entry]:
    """The article and comments; a blockquote around comments is their nesting."""
    tree = tree_from_html(page.html)
    entries: list[Entry] = []
    depths: list[tuple[int, int]] = []
    for node in COMMENT.within(tree, 0):
        body = BODY.first(tree, node)
        if body is None:
            continue
        quoted = QUOTED.outermost(tree, body)
        author = AUTHOR.first(tree, node)
        depth = sum(tree.tags[up] == "blockquote" for up in tree.ancestors(node))
        while depths and depths[-1][0] >= depth:
            depths.pop()
        entries.append(
            Entry(
                letters(text_of(tree, (body,), without=quoted).text),
                letters(page.author if author is None else text_of(tree, (author,)).text),
                depths[-1][1] if depths else -1,
                tuple(letters(text_of(tree, (q,)).text) for q in quoted),
            )
        )
        depths.append((depth, len(entries) - 1))
    return entries


def score(expected: Sequence[Any], found: Sequence[Entry]) -> Score:
    """How much of the expectation is there."""
    place = {
        n: next((i for i, e in enumerate(found) if letters(p["text"]) in e.words), None)
        for n, p in enumerate(expected)
    }
    ids = {p["id"]: n for n, p in enumerate(expected)}
    authors = answers = quotes = 0
    for n, post in enumerate(expected):
        at = place[n]
        if at is None:
            continue
        entry = found[at]
        author = (post.get("author") or {}).get("handle", "")
        authors += bool(author) and letters(author) in entry.author
        quotes += sum(
            any(letters(q["text"]) in text for text in entry.quotes) for q in post.get("quotes", ())
        )
        if "target" not in post:
            continue
        target = post["target"]
        if target is None or "post" not in target:
            answers += entry.parent < 0
        else:
            answers += place[ids[target["post"]]] == entry.parent
    return Score(sum(at is not None for at in place.values()), authors, answers, quotes)


def install() -> None:
    """Put the pinned packages into ``build/defuddle``, once."""
    if not (FOLDER / "node_modules" / "defuddle").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]
        subprocess.run([*command, str(FOLDER), *PACKAGES], check=True, stdout=sys.stderr)


def by_defuddle(cases: Iterable[Case]) -> dict[str, Page]:
    """What defuddle makes of each case."""
    pages = [{"id": c.id, "path": str(c.page), "url": c.meta["url"]} for c in cases]
    script = Path(__file__).with_name("defuddle.mjs")
    done = subprocess.run(
        ["node", str(script)],
        cwd=FOLDER,
        input=json.dumps(pages),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return {p["id"]: Page(p["type"], p["author"], p["html"]) for p in json.loads(done.stdout)}


def main() -> None:
    """Print the table, and the pages that defuddle takes for plain articles."""
    install()
    cases = [c for c in CASES if c.id.partition("/")[0] in SITES and c.expected.get("posts")]
    other = by_defuddle(cases)
    print("| saved page | posts | defuddle | authors | d. | answers | d. | quotes | d. |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for case in cases:
        if not other[case.id].kind:
            continue
        posts = case.expected["posts"]
        mine, its = score(posts, ours(case)), score(posts, theirs(other[case.id]))
        row = [case.id]
        for whole, one, two in (
            (len(posts), mine.posts, its.posts),
            (
                sum(bool((p.get("author") or {}).get("handle")) for p in posts),
                mine.authors,
                its.authors,
            ),
            (sum("target" in p for p in posts), mine.answers, its.answers),
            (sum(len(p.get("quotes", ())) for p in posts), mine.quotes, its.quotes),
        ):
            row += [f"{one} of {whole}", str(two)]
        print("| " + " | ".join(row) + " |")
    articles = ", ".join(c.id for c in cases if not other[c.id].kind)
    print(f"\nTaken for plain articles by defuddle: {articles}")


if __name__ == "__main__":
    main()
