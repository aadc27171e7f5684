"""Posts and quotes whose words no list of whole nodes can name.

In mail and on forums one text node holds headers, own words and quoted lines, or a quote
box holds "X wrote:" beside the quoted words. Such a post or quote carries its words with
their places instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quotefold.dom.text import Text, text_of
from quotefold.dom.tree import Tree
from quotefold.model import Post, Quote
from quotefold.reading.raw import RawPost, RawQuote

NO_WORDS: Final = Text("")


@dataclass(frozen=True, slots=True)
class WordedPost(RawPost):
    """A post with its own words and their places."""

    words: Text = NO_WORDS


@dataclass(frozen=True, slots=True)
class WordedQuote(RawQuote):
    """A quote with its words and their places.

    ``node`` is -1 where no element holds the quoted words and nothing else: such a quote
    is never folded in the page and counts only for who answers whom. ``inside`` is the
    node of the quote block around it (-1: none); that block hides this quote too, so it
    may be folded only where this one stands above as well.
    """

    words: Text = NO_WORDS
    inside: int = -1


def words_of_post(tree: Tree, post: RawPost) -> Text:
    """A post's own words, quote blocks left out."""
    if isinstance(post, WordedPost):
        return post.words
    return text_of(tree, post.body, without=[q.node for q in post.quotes])


def words_of_quote(tree: Tree, quote: RawQuote) -> Text:
    """The quoted words."""
    return quote.words if isinstance(quote, WordedQuote) else text_of(tree, quote.body)


def part(text: Text, start: int, end: int) -> Text:
    """A piece of a text, with its places; whitespace at its ends is left out."""
    piece = text.text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = max(start, start + len(piece.strip()))
    runs = []
    for begin, node, offset, length in text.runs:
        if length == 0 and start <= begin < end:
            runs.append((begin - start, node, offset, 0))
        low, high = max(start, begin), min(end, begin + length)
        if low < high:
            runs.append((low - start, node, offset + low - begin, high - low))
    return Text(text.text[start:end], tuple(runs))


def joined(pieces: Iterable[tuple[str, Text]]) -> Text:
    """Texts one after another, each with what goes between it and the one before."""
    words: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    length = 0
    for gap, piece in pieces:
        if not piece.text:
            continue
        if length:
            words.append(gap)
            length += len(gap)
        runs += [(length + begin, *rest) for begin, *rest in piece.runs]  # type: ignore[misc]
        words.append(piece.text)
        length += len(piece.text)
    return Text("".join(words), tuple(runs))


def keep_blocks_around_open_quotes(
    posts: Sequence[Post], raw: Sequence[RawPost]
) -> tuple[Post, ...]:
    """Open every folded block that would hide a nested quote which stays open.

    Nested levels follow the block that holds them, so one pass from the back will do.
    """
    return tuple(
        replace(post, quotes=_opened(post.quotes, found.quotes))
        if any(isinstance(q, WordedQuote) and q.inside >= 0 for q in found.quotes)
        else post
        for post, found in zip(posts, raw, strict=True)
    )


def _opened(quotes: Sequence[Quote], found: Sequence[RawQuote]) -> tuple[Quote, ...]:
    must_open: set[int] = set()
    kept: list[Quote] = []
    for quote, hint in zip(reversed(quotes), reversed(found), strict=True):
        opens = quote.collapsed and quote.node >= 0 and quote.node in must_open
        kept.append(
            replace(quote, collapsed=False, reason="holds a quote that is new here")
            if opens
            else quote
        )
        if not kept[-1].collapsed and isinstance(hint, WordedQuote) and hint.inside >= 0:
            must_open.add(hint.inside)
    return tuple(reversed(kept))
