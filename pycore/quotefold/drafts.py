"""From what the markup states to posts with words, before any conclusion is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.folding.copies import Block
from quotefold.folding.normalise import content_key
from quotefold.folding.pictures import SMALL, looks_like_content, picture_key, place_key
from quotefold.model import Post, Quote
from quotefold.reading.links import status_of, time_of_status
from quotefold.reading.raw import RawPost, RawQuote
from quotefold.reading.times import utc_minute
from quotefold.reading.worded import place_of_quote, words_of_post, words_of_quote

_PICTURES: Final[Mapping[str, tuple[str, ...]]] = {
    "img": ("src", "data-src", "srcset"),
    "amp-img": ("src",),
    "a": ("href",),
    "video": ("poster", "src"),
    "amp-video": ("poster", "src"),
    "iframe": ("src",),
    "amp-iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "audio": ("src",),
    "canvas": (),
}
"""Elements that show a picture, film or frame, with the attributes that say which."""

_FRAMES: Final = frozenset(_PICTURES) - {"img", "amp-img", "a"}


@dataclass(frozen=True, slots=True)
class Drafts:
    """Posts in page order, where their words stand (by id), and the pictures that each
    post or quote shows (by id)."""

    posts: tuple[Post, ...]
    texts: Mapping[str, Text]
    pictures: Mapping[str, frozenset[str]]


def draft(tree: Tree, raw: Sequence[RawPost], salt: str) -> Drafts:
    """Give posts and quotes their ids, words, times and content keys."""
    posts: list[Post] = []
    texts: dict[str, Text] = {}
    first_words: dict[str, int] = {}
    quotes = 0
    for number, hint in enumerate(raw):
        words = words_of_post(tree, hint)
        handle = hint.author.handle if hint.author else None
        key = content_key(handle, words.text, salt)
        own = []
        for quote in hint.quotes:
            quotes += 1
            quoted = words_of_quote(tree, quote)
            own.append(_draft_quote(quote, quoted.text, f"q{quotes}", f"{salt} {key}"))
            if quoted.runs:
                first_words[f"q{quotes}"] = quoted.runs[0][1]
        post = Post(
            id=f"p{number}",
            kind="post",
            author=hint.author,
            text=words.text,
            time=_time(hint.permalink, hint.time_text),
            permalink=hint.permalink,
            quotes=_nested(tree, own),
            evidence={"author": "named by the page"} if hint.author else {},
            reposted_by=hint.reposted_by,
            key=key,
            node=hint.node,
        )
        posts.append(post)
        texts[post.id] = words
    return Drafts(tuple(posts), texts, _pictures(tree, posts, first_words))


def _nested(tree: Tree, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes of one post, each with the innermost of them that it stands in."""
    within: dict[str, str] = {}
    around: list[Quote] = []
    placed = [q for q in quotes if q.node >= 0]
    for quote in sorted(placed, key=lambda q: (q.node, -tree.ends[q.node])):
        while around and tree.ends[around[-1].node] <= quote.node:
            around.pop()
        if around and around[-1].node != quote.node:
            within[quote.id] = around[-1].id
        around.append(quote)
    return tuple(replace(q, within=within.get(q.id)) for q in quotes)


def _draft_quote(quote: RawQuote, text: str, quote_id: str, salt: str) -> Quote:
    """``salt`` holds the key of the post: to open a quote opens it there, not everywhere."""
    handle = quote.author.handle if quote.author else None
    return Quote(
        id=quote_id,
        author=quote.author,
        text=text,
        permalink=quote.permalink,
        time=_time(quote.permalink, quote.time_text),
        key=content_key(handle, text, salt),
        node=quote.node,
    )


def _time(permalink: str | None, words: str) -> str | None:
    status = status_of(permalink) if permalink else None
    exact = time_of_status(status.id) if status else None
    return exact or (utc_minute(words) if words else None)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture, film or frame; ``known`` says that its address is one of posts' pictures."""

    node: int
    key: str
    known: bool


def _pictures(
    tree: Tree, posts: Sequence[Post], first_words: Mapping[str, int]
) -> dict[str, frozenset[str]]:
    """Pictures of each post and quote: each belongs to the innermost one around it.

    What stands in a quote before its first word is the avatar of its author.
    """
    everything: list[Post | Quote] = []
    for post in posts:
        everything += (post, *post.quotes)
    parts = [part for part in everything if part.node >= 0]
    parts.sort(key=lambda part: (part.node, -tree.ends[part.node]))
    found: dict[str, set[str]] = {}
    around: list[Post | Quote] = []
    waiting = iter(parts)
    upcoming = next(waiting, None)
    for picture in _picture_nodes(tree):
        while upcoming is not None and upcoming.node <= picture.node:
            around.append(upcoming)
            upcoming = next(waiting, None)
        while around and tree.ends[around[-1].node] <= picture.node:
            around.pop()
        if around and (picture.known or picture.node > first_words.get(around[-1].id, -1)):
            found.setdefault(around[-1].id, set()).add(picture.key)
    return {part: frozenset(keys) for part, keys in found.items()}


def _picture_nodes(tree: Tree) -> Iterator[_Picture]:
    for node, tag in enumerate(tree.tags):
        attributes = _PICTURES.get(tag)
        if attributes is None:
            if tag == "source":
                yield from _of_source(tree, node)
            elif _is_drawing(tree, node):
                yield _Picture(node, f"node {node}", known=False)
            continue
        address = next((tree.get(node, a) for a in attributes if tree.has(node, a)), "")
        key = picture_key(address)
        if key is not None:
            yield _Picture(node, key, known=True)
        elif tag in _FRAMES:
            # What has no address cannot be told from another: it equals nothing.
            yield _Picture(node, place_key(address) if address else f"node {node}", known=False)
        elif tag != "a" and address and _is_content(tree, node, address):
            yield _Picture(node, place_key(address), known=False)
        elif tag == "img" and not address and _is_large(tree, node):
            # Its address holds the whole picture, which is not kept: it equals nothing.
            yield _Picture(node, f"node {node}", known=False)


def _of_source(tree: Tree, node: int) -> Iterator[_Picture]:
    """The picture of a ``<picture>`` whose ``<img>`` names none, by its first source."""
    box = tree.parents[node]
    first = all(tree.tags[n].startswith("#") for n in range(box + 1, node))
    if tree.tags[box] != "picture" or not first:
        return
    # lxml knows no empty "source": what follows one lies in it.
    images = [n for n in tree.descendants(box) if tree.tags[n] == "img"]
    if any(tree.get(n, "src") or tree.get(n, "srcset") for n in images):
        return
    address = tree.get(node, "srcset").split(",")[0].split(" ")[0]
    key = picture_key(address)
    if key is not None:
        yield _Picture(node, key, known=True)
    elif address and all(_is_content(tree, n, address) for n in images):
        yield _Picture(node, place_key(address), known=False)


def _is_large(tree: Tree, node: int) -> bool:
    return min(_pixels(tree.get(node, "width")), _pixels(tree.get(node, "height"))) > SMALL


def _pixels(size: str) -> int:
    """A width or height as markup says it, in whole pixels; 0 where it says none."""
    whole = size.strip().removesuffix("px").partition(".")[0]
    return int(whole[:6]) if whole.isascii() and whole.isdigit() else 0


def _is_drawing(tree: Tree, node: int) -> bool:
    """A chart or a picture from a style sheet: larger than an icon, around no picture."""
    if tree.get(node, "role") != "img":
        return tree.tags[node] == "svg" and _pixels(tree.get(node, "width")) > 2 * SMALL
    box = tree.get(node, "viewbox").replace(",", " ").split()
    size = tree.get(node, "width") or (box[2] if len(box) == 4 else "")
    if tree.tags[node] == "svg":
        return _pixels(size) > 2 * SMALL
    return not any(
        tree.tags[n] in _PICTURES and tree.tags[n] != "a" for n in tree.descendants(node)
    )


def _is_content(tree: Tree, node: int, address: str) -> bool:
    alt = tree.get(node, "alt")
    if alt and not any(c.isalnum() for c in alt):
        return False  # an emoji drawn as a picture
    size = tree.get(node, "width") or tree.get(node, "height")
    return looks_like_content(address, tree.get(node, "class"), size)


def blocks_of(
    posts: Sequence[Post], raw: Sequence[RawPost], pictures: Mapping[str, frozenset[str]]
) -> list[Block]:
    """Posts and quotes in the order in which a reader meets them."""
    placed: list[tuple[tuple[int, int], Post | Quote]] = []
    for post, hint in zip(posts, raw, strict=True):
        # A post begins before the quotes in it, even where one stands above its words.
        placed.append(((post.node, -1), post))
        placed += zip(map(place_of_quote, hint.quotes), post.quotes, strict=True)
    placed.sort(key=lambda item: item[0])
    return [
        Block(
            id=part.id,
            handle=part.author.handle if part.author else None,
            text=part.text,
            is_quote=isinstance(part, Quote),
            permalink=part.permalink,
            time=part.time,
            pictures=pictures.get(part.id, frozenset()),
        )
        for _, part in placed
    ]
