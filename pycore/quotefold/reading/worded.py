"""Posts and quotes whose words no list of whole nodes can name.

In mail and on forums one text node holds headers, own words and quoted lines, or a quote
box holds "X wrote:" beside the quoted words. Such a post or quote carries its words with
their places instead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
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
    is folded at most together with the block around it. ``inside`` is the node of the
    quote block around it (-1: none); that block hides this quote too, so it may be folded
    only where this one stands above as well.
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
    first = max(0, bisect_right(text.runs, start, key=lambda run: run[0]) - 1)
    for begin, node, offset, length in islice(text.runs, first, None):
        if begin >= end:
            break
        low, high = max(start, begin), min(end, begin + length)
        if low < high:
            runs.append((low - start, node, offset + low - begin, high - low))
        elif length == 0 and start <= begin:
            runs.append((begin - start, node, offset, 0))
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


def without(text: Text, ends: Mapping[int, int]) -> Text:
    """A text without the ends of some text nodes: ``ends`` says for a node from which
    character on it is left out."""
    pieces = []
    start = 0
    for begin, node, offset, length in text.runs:
        cut = begin + max(ends.get(node, offset + length) - offset, 0)
        if cut < begin + length:
            pieces.append(("\n\n", part(text, start, cut)))
            start = begin + length
    if not pieces:
        return text
    return joined([*pieces, ("\n\n", part(text, start, len(text.text)))])


def settle_blocks(posts: Sequence[Post], raw: Sequence[RawPost]) -> tuple[Post, ...]:
    """Fold whole blocks only, and none that hides a nested quote which stays open.

    A quote without an element of its own is folded with the block around it or not at
    all.
    """
    return tuple(
        replace(post, quotes=_settled(post.quotes, found.quotes))
        if any(q.node < 0 or _around(q) >= 0 for q in found.quotes)
        else post
        for post, found in zip(posts, raw, strict=True)
    )


def _around(quote: RawQuote) -> int:
    return quote.inside if isinstance(quote, WordedQuote) else -1


def _settled(quotes: Sequence[Quote], found: Sequence[RawQuote]) -> tuple[Quote, ...]:
    settled = list(quotes)
    opened: set[int] = set()
    # Inner blocks have higher numbers than those around them: inside comes first.
    for i in sorted(range(len(quotes)), key=lambda i: (found[i].node >= 0, -found[i].node)):
        if settled[i].collapsed and found[i].node in opened:
            reason = "holds a quote that is new here"
            settled[i] = replace(settled[i], collapsed=False, reason=reason)
        if not settled[i].collapsed and _around(found[i]) >= 0:
            opened.add(_around(found[i]))
    folded = {hint.node for quote, hint in zip(settled, found, strict=True) if quote.collapsed}
    folded.discard(-1)
    for i, quote in enumerate(settled):
        if quote.collapsed and found[i].node < 0 and _around(found[i]) not in folded:
            reason = "the page has no block to fold"
            settled[i] = replace(quote, collapsed=False, reason=reason)
    return tuple(settled)


def place_of_quote(quote: RawQuote) -> tuple[int, int]:
    """Where a quote begins: a node, and for words inside a text the character in it."""
    if isinstance(quote, WordedQuote) and quote.words.runs:
        _, node, start, _ = quote.words.runs[0]
        return node, start
    return quote.node, 0


def in_reading_order(quotes: Iterable[WordedQuote]) -> list[WordedQuote]:
    """Quotes by where their first word stands: a nested one before the rest of the block
    around it."""
    return sorted(quotes, key=place_of_quote)
