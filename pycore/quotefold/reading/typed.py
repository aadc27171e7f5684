"""Quotes that authors type by hand where the site knows none: ``> text`` and italics.

They are unsigned. A line that begins with ``>`` is a quote by convention; a paragraph in
italics is one only where its words stand in the post that is answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quotefold.dom.text import Text
from quotefold.dom.tree import TEXT, Tree
from quotefold.reading.mail import split_mail
from quotefold.reading.worded import (
    WordedPost,
    WordedQuote,
    in_reading_order,
    joined,
    part,
)

_MIN_ITALIC_WORDS: Final = 3
_MARKS: Final = " \t\n>\"'“”‘’«»*"


def typed_quotes(tree: Tree, post: WordedPost, answered: WordedPost | None) -> WordedPost:
    """The post with its typed quotes found and taken out of its own words."""
    paragraphs = _paragraphs(post.words)
    quotes: list[WordedQuote] = []
    own = paragraphs
    if answered is not None:
        source = " ".join(answered.words.text.split()).casefold()
        italics = [
            p
            for p in paragraphs
            if not p.text.startswith(">") and _is_quoted_in_italics(tree, p, source)
        ]
        own = [p for p in paragraphs if p not in italics]
        quotes += [_quote(tree, p) for p in italics]
    words, lines = split_mail(tree, joined(("\n\n", p) for p in own), box="p")
    quotes += [q if _holds_only(tree, q) else replace(q, node=-1) for q in lines]
    if not quotes or not words.text:
        return post
    return replace(post, words=words, quotes=(*post.quotes, *in_reading_order(quotes)))


def _paragraphs(text: Text) -> list[Text]:
    found = []
    start = 0
    for piece in text.text.split("\n\n"):
        found.append(part(text, start, start + len(piece)))
        start += len(piece) + 2
    return found


def _is_quoted_in_italics(tree: Tree, paragraph: Text, source: str) -> bool:
    words = " ".join(paragraph.text.strip(_MARKS).split()).casefold()
    return (
        words.count(" ") + 1 >= _MIN_ITALIC_WORDS
        and all(
            any(tree.tags[up] in ("i", "em") for up in _near(tree, node))
            for _, node, _, _ in paragraph.runs
        )
        and words in source
    )


def _near(tree: Tree, node: int) -> list[int]:
    parent = tree.parents[node]
    return [parent, tree.parents[parent]] if parent > 0 else [parent]


def _quote(tree: Tree, paragraph: Text) -> WordedQuote:
    first = paragraph.runs[0][1]
    node = next((up for up in tree.ancestors(first) if tree.tags[up] in ("p", "i", "em")), -1)
    quote = WordedQuote(node=node, body=(first,), words=paragraph)
    return quote if _holds_only(tree, quote) else replace(quote, node=-1)


def _holds_only(tree: Tree, quote: WordedQuote) -> bool:
    """Whether the quote's element shows its words and nothing else."""
    if quote.node < 0:
        return False
    inside = "".join(tree.texts[n] for n in tree.descendants(quote.node) if tree.tags[n] == TEXT)
    return _letters(inside) == _letters(quote.words.text)


def _letters(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c != ">")
