"""Digg story pages (digg.com/ai/…, di.gg/ai/…), both layouts seen in May 2026.

- *cards*, since about 20 May: a list of posts, each with header, paragraphs, the post it
  answers as a card, and times with views in UTC.
- *actions*, 9 May: a list of rows "POST / QUOTE / REPLY / REPOST"; the words of a row are
  there twice, as a preview and in a panel that opens on hover and holds the card.

Above both stands the hero card, the story's original post, with a Pacific wall clock.
Facts and sources: ``docs/SITES.md``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import is_unseen
from quotefold.dom.tree import Tree
from quotefold.model import Author
from quotefold.reading.links import Status, status_of
from quotefold.reading.raw import Label, RawPost, RawQuote, RawThread
from quotefold.reading.site import (
    HANDLE,
    Site,
    author_from,
    best_handle,
    holds,
    own_text,
    seen_text,
)
from quotefold.reading.times import STAMP, is_time_text, words_in_utc

STORY: Final = selector("[data-cluster-id]")
HERO: Final = selector("fieldset")
HERO_LEGEND: Final = "original post"
ROW: Final = selector("section ul > li")
LINK: Final = selector("a[href]")
PROFILE: Final = selector("a[href*='/u/x/'], a[href*='/rankings/']")
RELATION_ICON: Final = selector("svg[aria-label]")
CARD_TAGS: Final = frozenset({"a", "div", "blockquote", "article"})
AVATAR: Final = selector("[data-slot='avatar']")
NOBODY: Final = "unknown"
"""The name in the header where the page itself does not know the author."""

ROW_LABELS: Final[dict[str, Label]] = {
    "POST": "original",
    "QUOTE": "quote",
    "REPLY": "reply",
    "REPOST": "repost",
}
CARD_LABELS: Final[dict[str, Label]] = {"quoting": "quote", "replying to": "reply"}


@dataclass(frozen=True, slots=True)
class _Box:
    """What a row, card or panel holds, found in one pass; all lists in page order.

    Parts that the page keeps unseen and avatars are left out.
    """

    node: int
    end: int
    words: tuple[tuple[int, str], ...]
    """Elements with a text of their own, outside paragraphs, and that text."""
    handles: tuple[int, ...]
    paragraphs: tuple[int, ...]
    blocks: tuple[int, ...]
    links: tuple[int, ...]
    panels: tuple[int, ...]
    """Unseen children of the box itself."""

    def words_between(self, start: int, end: int) -> Iterator[str]:
        first = bisect_left(self.words, (start, ""))
        for node, text in islice(self.words, first, None):
            if node >= end:
                return
            yield text

    def paragraphs_between(self, start: int, end: int) -> tuple[int, ...]:
        low, high = bisect_left(self.paragraphs, start), bisect_left(self.paragraphs, end)
        return self.paragraphs[low:high]


def _look_into(tree: Tree, box: int) -> _Box:
    words: list[tuple[int, str]] = []
    handles: list[int] = []
    paragraphs: list[int] = []
    blocks: list[int] = []
    links: list[int] = []
    panels: list[int] = []
    in_paragraph = -1
    node, end = box + 1, tree.ends[box]
    while node < end:
        if is_unseen(tree, node):
            if tree.parents[node] == box:
                panels.append(node)
            node = tree.ends[node]
            continue
        tag = tree.tags[node]
        if AVATAR.matches(tree, node):
            node = tree.ends[node]
            continue
        if tag == "p" and node >= in_paragraph:
            paragraphs.append(node)
            in_paragraph = tree.ends[node]
        elif tag in CARD_TAGS:
            blocks.append(node)
        if tag == "a" and node >= in_paragraph:
            links.append(node)
        if node >= in_paragraph and tree.is_element(node):
            own = " ".join(own_text(tree, node).split())
            if own:
                words.append((node, own))
                if HANDLE.fullmatch(own):
                    handles.append(node)
        node += 1
    return _Box(
        box,
        end,
        tuple(words),
        tuple(handles),
        tuple(paragraphs),
        tuple(blocks),
        tuple(links),
        tuple(panels),
    )


def read(tree: Tree, url: str) -> RawThread | None:
    """Hero and rows of a story; None where no post with words is found."""
    story = STORY.first(tree, 0)
    root = 0 if story is None else story
    hero = _hero(tree, root, url)
    found = [] if hero is None else [hero]
    for row in ROW.outermost(tree, root):
        if any(is_unseen(tree, up) for up in (row, *tree.ancestors(row))):
            continue
        box = _look_into(tree, row)
        post = _action(tree, box, url) or _card_post(tree, box, url)
        if post is not None:
            found.append(post)
    posts = _once(found)
    if len(posts) - (hero is not None) < 1:
        return None
    return RawThread("digg", posts)


def _once(found: list[RawPost]) -> tuple[RawPost, ...]:
    """Each post once: the story's own post is listed again as the first action, and a
    repost repeats its post, unless it is the only place where that post stands."""
    here = {p.permalink for p in found if p.label != "repost"}
    posts: dict[object, RawPost] = {}
    for number, post in enumerate(found):
        key = post.permalink or number
        if post.label != "repost":
            posts.setdefault(key, post)
        elif post.permalink not in here:
            posts.setdefault(key, replace(post, label="", answers_handle=None, quotes=()))
    return tuple(posts.values())


def _hero(tree: Tree, root: int, url: str) -> RawPost | None:
    for node in HERO.outermost(tree, root):
        legend = next((c for c in tree.children(node) if tree.tags[c] == "legend"), None)
        if legend is None or seen_text(tree, legend).casefold() != HERO_LEGEND:
            continue
        box = _look_into(tree, node)
        if not box.paragraphs:
            return None
        status = _own_status(tree, box, url, None)
        return RawPost(
            node=node,
            body=box.paragraphs,
            author=_author(tree, box, box.paragraphs[0], status),
            permalink=status.permalink if status else None,
            label="original",
            hero=True,
        )
    return None


# --- the layout with cards ---------------------------------------------------------


def _card_post(tree: Tree, box: _Box, url: str) -> RawPost | None:
    card = _card(tree, box)
    body = tuple(p for p in box.paragraphs if card is None or not tree.contains(card.node, p))
    if not body:
        return None
    status = _own_status(tree, box, url, card)
    stamp = _stamp(t for n, t in box.words if card is None or not tree.contains(card.node, n))
    return RawPost(
        node=box.node,
        body=body,
        quotes=() if card is None else (_with_link(tree, card, url),),
        author=_author(tree, box, body[0], status),
        permalink=status.permalink if status else None,
        time_text=words_in_utc(stamp) or stamp,
        label="" if card is None else card.label,
    )


def _card(tree: Tree, box: _Box) -> RawQuote | None:
    """The card of the post that this one answers: the outermost block beside the body
    that has a handle of its own above its words."""
    for node in box.blocks:
        end = tree.ends[node]
        paragraphs = box.paragraphs_between(node, end)
        if not paragraphs or len(paragraphs) == len(box.paragraphs):
            continue
        at = bisect_left(box.handles, node)
        if at == len(box.handles) or box.handles[at] >= paragraphs[0]:
            continue
        return _quote(tree, box, node, paragraphs, unseen=False)
    return None


def _quote(
    tree: Tree, box: _Box, node: int, paragraphs: tuple[int, ...], *, unseen: bool
) -> RawQuote:
    header = list(box.words_between(node, paragraphs[0]))
    stamp = _stamp(box.words_between(node, tree.ends[node]))
    return RawQuote(
        node=node,
        body=paragraphs,
        author=author_from(_handle_of(header), _name_of(header)),
        time_text=words_in_utc(stamp) or stamp,
        label=next((CARD_LABELS[w.casefold()] for w in header if w.casefold() in CARD_LABELS), ""),
        layout_copy=unseen,
    )


def _with_link(tree: Tree, quote: RawQuote, url: str) -> RawQuote:
    for link in (quote.node, *LINK.within(tree, quote.node)):
        status = status_of(tree.get(link, "href"), url)
        if status is None:
            continue
        author = quote.author
        if author is not None and status.handle.casefold() == author.key:
            author = Author(best_handle(status.handle, author.handle), author.name)
        return replace(quote, author=author, permalink=status.permalink)
    return quote


def _stamp(texts: Iterable[str]) -> str:
    return next((t for t in texts if len(t) < 80 and STAMP.match(t)), "")


# --- the layout with actions -------------------------------------------------------


def _action(tree: Tree, box: _Box, url: str) -> RawPost | None:
    label = ROW_LABELS.get(box.words[0][1], "") if box.words else ""
    if not label:
        return None
    for preview in box.links:
        status = status_of(tree.get(preview, "href"), url)
        if status is not None:
            break
    else:
        return None
    chips = [n for n in box.links if n < preview and PROFILE.matches(tree, n)]
    target = next((c for c in chips if RELATION_ICON.first(tree, c) is not None), None)
    actor = next((c for c in chips if c != target), None)
    passed_on_by = None
    if label == "repost":  # The words are those of the post, not of who passed it on.
        passed_on_by, actor = author_from(_chip(tree, box, actor)), None
    answers = _chip(tree, box, target)
    quote = _panel_card(tree, box.panels[0], url) if box.panels else None
    if quote is not None and quote.author is not None and quote.author.key == answers.lower():
        author = Author(best_handle(quote.author.handle, answers), quote.author.name)
        quote = replace(quote, author=author)
    return RawPost(
        node=box.node,
        body=(preview,),
        quotes=() if quote is None else (quote,),
        author=author_from(best_handle(status.handle, _chip(tree, box, actor))),
        permalink=status.permalink,
        label=label,
        answers_handle=answers or None,
        reposted_by=passed_on_by,
    )


def _chip(tree: Tree, box: _Box, chip: int | None) -> str:
    if chip is None:
        return ""
    shown = _handle_of(box.words_between(chip, tree.ends[chip]))
    return best_handle(shown, _last_part(tree.get(chip, "href")))


def _panel_card(tree: Tree, panel: int, url: str) -> RawQuote | None:
    """The answered post, in the panel that opens below a row: a block after the words
    of the row, with a label, a handle and a paragraph."""
    box = _look_into(tree, panel)
    for node in box.blocks:
        paragraphs = box.paragraphs_between(node, tree.ends[node])
        if not paragraphs or box.paragraphs[0] >= node:
            continue
        quote = _quote(tree, box, node, paragraphs, unseen=True)
        if quote.author is not None and quote.label:
            return _with_link(tree, quote, url)
    return None


# --- who ---------------------------------------------------------------------------


def _handle_of(texts: Iterable[str]) -> str:
    matches = (HANDLE.fullmatch(text) for text in texts)
    return next((m[1] for m in matches if m is not None), "")


def _name_of(texts: Iterable[str]) -> str:
    for text in texts:
        if not (
            HANDLE.fullmatch(text)
            or text.startswith("#")
            or text.casefold() in CARD_LABELS
            or is_time_text(text)
        ):
            return text
    return ""


def _last_part(href: str) -> str:
    return href.rstrip("/").rpartition("/")[2]


def _author(tree: Tree, box: _Box, body: int, status: Status | None) -> Author | None:
    """The author named in the header of a post, else in the post's own link."""
    linked = status.handle if status else ""
    for link in box.links:
        if link > body:
            break
        if not PROFILE.matches(tree, link):
            continue
        header = list(box.words_between(link, tree.ends[link]))
        shown, path = _handle_of(header), _last_part(tree.get(link, "href"))
        if shown.casefold() == NOBODY and not linked:
            return None
        if linked.casefold() not in (shown.casefold(), path.casefold()):
            return author_from(best_handle(shown, path), _name_of(header))
        return author_from(best_handle(linked, shown, path), _name_of(header))
    return author_from(linked)


def _own_status(tree: Tree, box: _Box, url: str, card: RawQuote | None) -> Status | None:
    """The link of the post itself: outside its words and its card, around no words."""
    for link in box.links:
        if card is not None and tree.contains(card.node, link):
            continue
        status = status_of(tree.get(link, "href"), url)
        if status is not None and not box.paragraphs_between(link, tree.ends[link]):
            return status
    return None


SITE: Final = Site(
    id="digg",
    name="Digg",
    hosts=("digg.com", "di.gg"),
    path=r"/ai/[^/]+/?$",
    read=read,
    on_from_start=True,
    detect=holds("[data-cluster-id]"),
)
