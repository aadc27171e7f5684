"""Digg story pages (digg.com/ai/…, di.gg/ai/…), both layouts seen in May 2026.

- *cards*, since about 20 May: a list of posts, each with header, paragraphs, the post it
  answers as a card, and times with views in UTC.
- *actions*, 9 May: a list of rows "POST / QUOTE / REPLY / REPOST"; the words of a row are
  there twice, as a preview and in a panel that opens on hover and holds the card.

Above both stands the hero card, the story's original post, with a Pacific wall clock.
Facts and sources: ``docs/SITES.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import is_unseen
from quotefold.dom.tree import TEXT, Tree
from quotefold.model import Author
from quotefold.reading.links import Status, status_of
from quotefold.reading.raw import Label, RawPost, RawQuote, RawThread
from quotefold.reading.site import (
    HANDLE,
    Site,
    all_text,
    author_from,
    best_handle,
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
PARAGRAPH: Final = selector("p")
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


def read(tree: Tree, url: str) -> RawThread | None:
    """Hero and rows of a story; None where no post with words is found."""
    story = STORY.first(tree, 0)
    root = 0 if story is None else story
    hero = _hero(tree, root, url)
    posts = [] if hero is None else [hero]
    known = {p.permalink for p in posts if p.permalink}
    for row in ROW.within(tree, root):
        if is_unseen(tree, row) or any(
            is_unseen(tree, up) for up in tree.ancestors(row)
        ):
            continue
        post = _action(tree, row, url) or _card_post(tree, row, url)
        if post is None or (post.permalink and post.permalink in known):
            # The story's own post is listed once more as the first action.
            continue
        if post.permalink:
            known.add(post.permalink)
        posts.append(post)
    if len(posts) - (hero is not None) < 1:
        return None
    return RawThread("digg", tuple(posts))


def _hero(tree: Tree, root: int, url: str) -> RawPost | None:
    for box in HERO.within(tree, root):
        legend = next((c for c in tree.children(box) if tree.tags[c] == "legend"), None)
        if legend is None or seen_text(tree, legend).casefold() != HERO_LEGEND:
            continue
        body = [
            p for p in PARAGRAPH.within(tree, box) if not _inside_link(tree, p, box)
        ]
        if not body:
            return None
        status = _own_status(tree, box, url, ())
        return RawPost(
            node=box,
            body=tuple(body),
            author=_author(tree, box, body[0], status),
            permalink=status.permalink if status else None,
            label="original",
            hero=True,
        )
    return None


def _card_post(tree: Tree, row: int, url: str) -> RawPost | None:
    card = _card(tree, row)
    body = [
        p
        for p in PARAGRAPH.within(tree, row)
        if not (card is not None and tree.contains(card.node, p))
        and not _unseen_below(tree, p, row)
    ]
    if not body:
        return None
    status = _own_status(tree, row, url, () if card is None else (card.node,))
    stamp = _stamp(tree, row, () if card is None else (card.node,))
    return RawPost(
        node=row,
        body=tuple(body),
        quotes=() if card is None else (_with_link(tree, card, url),),
        author=_author(tree, row, body[0], status),
        permalink=status.permalink if status else None,
        time_text=words_in_utc(stamp) or stamp,
        label="" if card is None else card.label,
    )


def _card(tree: Tree, row: int) -> RawQuote | None:
    """The card of the post that this one answers: a block with a signed second author.

    It is the outermost element, beside the body and not around it, that holds a handle
    and a paragraph, and is no header.
    """
    for node in tree.descendants(row):
        tag = tree.tags[node]
        if tag not in ("a", "div", "blockquote", "article") or (
            _unseen_below(tree, node, row)
        ):
            continue
        if tag == "a" and PROFILE.matches(tree, node):
            continue
        paragraphs = list(PARAGRAPH.within(tree, node))
        if not paragraphs:
            continue
        handle = _signed(tree, node, paragraphs[0])
        if handle is None:
            continue
        before = [p for p in PARAGRAPH.within(tree, row) if p < node]
        after = [p for p in PARAGRAPH.within(tree, row) if p >= tree.ends[node]]
        if not before and not after:
            continue
        stamp = _stamp(tree, node, ())
        return RawQuote(
            node=node,
            body=tuple(paragraphs),
            author=author_from(handle, _name_before(tree, node, paragraphs[0])),
            time_text=words_in_utc(stamp) or stamp,
            label=_card_label(tree, node, paragraphs[0]),
        )
    return None


def _signed(tree: Tree, node: int, before: int) -> str | None:
    """The handle that stands as a text of its own in ``node`` before its words."""
    for part in _short_parts(tree, node, before):
        match = HANDLE.fullmatch(part)
        if match is not None:
            return match[1]
    return None


def _short_parts(tree: Tree, node: int, before: int) -> Iterator[str]:
    """Texts of the innermost elements of ``node`` up to ``before``, comments bridged."""
    child, end = node + 1, min(before, tree.ends[node])
    while child < end:
        if AVATAR.matches(tree, child):
            child = tree.ends[child]
            continue
        if tree.is_element(child):
            words = [
                tree.texts[c] for c in tree.children(child) if tree.tags[c] == TEXT
            ]
            text = " ".join("".join(words).split())
            if text:
                yield text
        child += 1


def _name_before(tree: Tree, node: int, before: int) -> str:
    for part in _short_parts(tree, node, before):
        if (
            HANDLE.fullmatch(part)
            or part.startswith("#")
            or part.casefold() in CARD_LABELS
            or is_time_text(part)
        ):
            continue
        if part not in ROW_LABELS:
            return part
    return ""


def _card_label(tree: Tree, node: int, before: int) -> Label:
    for part in _short_parts(tree, node, before):
        label = CARD_LABELS.get(part.casefold())
        if label:
            return label
    return ""


def _with_link(tree: Tree, quote: RawQuote, url: str) -> RawQuote:
    links = [quote.node, *LINK.within(tree, quote.node)]
    for link in links:
        status = status_of(tree.get(link, "href"), url)
        if status is None:
            continue
        author = quote.author
        if author is not None and status.handle.casefold() == author.key:
            author = Author(best_handle(status.handle, author.handle), author.name)
        return replace(quote, author=author, permalink=status.permalink)
    return quote


def _action(tree: Tree, row: int, url: str) -> RawPost | None:
    """A row of the layout of 9 May."""
    label: Label = ""
    for part in _short_parts(tree, row, tree.ends[row]):
        label = ROW_LABELS.get(part, "")
        break
    if not label or label == "repost":
        return None
    preview, status = _preview(tree, row, url)
    if preview is None:
        return None
    chips = [n for n in PROFILE.within(tree, row) if n < preview]
    target = next((c for c in chips if RELATION_ICON.first(tree, c) is not None), None)
    actor = next((c for c in chips if c != target), None)
    panel = next((n for n in tree.children(row) if is_unseen(tree, n)), None)
    quote = None if panel is None else _panel_card(tree, panel, url)
    handle = "" if target is None else _handle_in(tree, target)
    return RawPost(
        node=row,
        body=(preview,),
        quotes=() if quote is None else (quote,),
        author=author_from(
            best_handle(
                status.handle if status else "",
                "" if actor is None else _handle_in(tree, actor),
            )
        ),
        permalink=status.permalink if status else None,
        label=label,
        answers_handle=handle or None,
    )


def _preview(tree: Tree, row: int, url: str) -> tuple[int | None, Status | None]:
    for link in LINK.within(tree, row):
        status = status_of(tree.get(link, "href"), url)
        if status is not None and not _unseen_below(tree, link, row):
            return link, status
    return None, None


def _panel_card(tree: Tree, panel: int, url: str) -> RawQuote | None:
    for node in tree.descendants(panel):
        if tree.tags[node] != "div":
            continue
        paragraphs = list(PARAGRAPH.within(tree, node))
        if not paragraphs:
            continue
        label = _card_label(tree, node, paragraphs[0])
        handle = _signed(tree, node, paragraphs[0])
        if not label or handle is None:
            continue
        if any(p < node for p in PARAGRAPH.within(tree, panel)):
            quote = RawQuote(
                node=node,
                body=tuple(paragraphs),
                author=author_from(handle, _name_before(tree, node, paragraphs[0])),
                label=label,
                layout_copy=True,
            )
            return _with_link(tree, quote, url)
    return None


def _handle_in(tree: Tree, node: int) -> str:
    match = HANDLE.search(all_text(tree, node))
    if match is not None:
        return match[1]
    return tree.get(node, "href").rstrip("/").rpartition("/")[2]


def _author(tree: Tree, box: int, body: int, status: Status | None) -> Author | None:
    """The author named in the header of a post, or in the post's own link."""
    for link in PROFILE.within(tree, box):
        if link > body:
            break
        handle = _signed(tree, link, tree.ends[link]) or ""
        in_path = tree.get(link, "href").rstrip("/").rpartition("/")[2]
        if handle.casefold() == NOBODY and not (status and status.handle):
            return None
        spelled = [handle, in_path]
        if status is not None and status.handle.casefold() in (
            handle.casefold(),
            in_path.casefold(),
        ):
            spelled.insert(0, status.handle)
        return author_from(
            best_handle(*spelled), _name_before(tree, link, tree.ends[link])
        )
    return author_from(status.handle) if status is not None else None


def _own_status(
    tree: Tree, box: int, url: str, without: tuple[int, ...]
) -> Status | None:
    for link in LINK.within(tree, box):
        if any(tree.contains(node, link) for node in without):
            continue
        status = status_of(tree.get(link, "href"), url)
        if status is None or any(True for _ in PARAGRAPH.within(tree, link)):
            continue
        if not _inside_paragraph(tree, link, box):
            return status
    return None


def _stamp(tree: Tree, box: int, without: tuple[int, ...]) -> str:
    for node in tree.descendants(box):
        if tree.tags[node] == TEXT and not any(
            tree.contains(part, node) for part in without
        ):
            text = all_text(tree, tree.parents[node])
            if len(text) < 80 and STAMP.match(text):
                return text
    return ""


def _inside_link(tree: Tree, node: int, box: int) -> bool:
    return any(tree.tags[up] == "a" for up in tree.ancestors(node) if up > box)


def _inside_paragraph(tree: Tree, node: int, box: int) -> bool:
    return any(tree.tags[up] == "p" for up in tree.ancestors(node) if up > box)


def _unseen_below(tree: Tree, node: int, box: int) -> bool:
    return any(is_unseen(tree, up) for up in (node, *tree.ancestors(node)) if up > box)


SITE: Final = Site(
    id="digg",
    name="Digg",
    hosts=("digg.com", "di.gg"),
    path=r"/ai/[^/]+/?$",
    read=read,
    on_from_start=True,
)
