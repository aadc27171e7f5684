"""From what the markup states to posts with words, before any conclusion is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.folding.copies import Block
from quotefold.folding.normalise import content_key
from quotefold.folding.pictures import picture_key
from quotefold.model import Post, Quote
from quotefold.reading.links import status_of, time_of_status
from quotefold.reading.raw import RawPost, RawQuote
from quotefold.reading.times import utc_minute
from quotefold.reading.worded import place_of_quote, words_of_post, words_of_quote

_PICTURE_ATTRIBUTES = {"img": "src", "video": "poster", "a": "href"}


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
    quotes = 0
    for number, hint in enumerate(raw):
        words = words_of_post(tree, hint)
        handle = hint.author.handle if hint.author else None
        key = content_key(handle, words.text, salt)
        own = []
        for quote in hint.quotes:
            quotes += 1
            own.append(_draft_quote(tree, quote, f"q{quotes}", f"{salt} {key}"))
        post = Post(
            id=f"p{number}",
            kind="post",
            author=hint.author,
            text=words.text,
            time=_time(hint.permalink, hint.time_text),
            permalink=hint.permalink,
            quotes=tuple(own),
            evidence={"author": "named by the page"} if hint.author else {},
            key=key,
            node=hint.node,
        )
        posts.append(post)
        texts[post.id] = words
    return Drafts(tuple(posts), texts, _pictures(tree, posts))


def _draft_quote(tree: Tree, quote: RawQuote, quote_id: str, salt: str) -> Quote:
    """``salt`` holds the key of the post: to open a quote opens it there, not everywhere."""
    text = words_of_quote(tree, quote).text
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


def _pictures(tree: Tree, posts: Sequence[Post]) -> dict[str, frozenset[str]]:
    """Pictures of each post and quote: each belongs to the innermost one around it."""
    everything: list[Post | Quote] = []
    for post in posts:
        everything += (post, *post.quotes)
    parts = sorted(
        (p for p in everything if p.node >= 0), key=lambda p: (p.node, -tree.ends[p.node])
    )
    found: dict[str, set[str]] = {}
    around: list[Post | Quote] = []
    waiting = iter(parts)
    upcoming = next(waiting, None)
    for node, key in _picture_nodes(tree):
        while upcoming is not None and upcoming.node <= node:
            around.append(upcoming)
            upcoming = next(waiting, None)
        while around and tree.ends[around[-1].node] <= node:
            around.pop()
        if around:
            found.setdefault(around[-1].id, set()).add(key)
    return {part: frozenset(keys) for part, keys in found.items()}


def _picture_nodes(tree: Tree) -> Iterator[tuple[int, str]]:
    for node, tag in enumerate(tree.tags):
        attribute = _PICTURE_ATTRIBUTES.get(tag)
        address = tree.get(node, attribute) if attribute else ""
        key = picture_key(address) if address else None
        if key is not None:
            yield node, key


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
