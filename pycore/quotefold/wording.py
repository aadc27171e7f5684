"""Every sentence a reader sees about a thread, in one place.

Wording is neutral: it speaks of posts, never of persons, and stance is what a post
*seems* to do. Nothing here looks at a page; the same words go to the browser, the
terminal and the annotated page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quotefold.model import Post, Quote, Stance, Thread

PREVIEW_CHARS: Final = 280
"""Characters of a target shown in a preview: one classic post."""

FIRST_WORDS_CHARS: Final = 90
"""Characters of a folded quote that stay visible: about one line at 1400 px."""

_STANCE_VERB: Final[Mapping[str, str]] = {
    "support": "Supports",
    "oppose": "Opposes",
    "query": "Asks about",
    "comment": "Comments on",
}
_SENTENCE_VERB: Final[Mapping[str, str]] = {
    "support": "support",
    "oppose": "oppose",
    "query": "ask about",
    "comment": "comment on",
}


@dataclass(frozen=True, slots=True)
class ContextWords:
    """What a context badge says: ``words`` and ``where`` on the badge, the rest on
    demand. ``verb`` is ``words`` without the author, for places that name the author."""

    words: str
    verb: str
    where: str
    quoted: str
    part: str
    sentence: str


def shortened(text: str, limit: int) -> str:
    """The beginning of a text on one line, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit].rstrip()
    space = cut.rfind(" ")
    if space > limit // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:.-–—") + "…"


def numbers(thread: Thread) -> dict[str, int]:
    """The number a reader sees for each post: its place on the page, from 1."""
    return {post.id: n for n, post in enumerate(thread.posts, 1)}


def who(post: Post | Quote) -> str:
    """``@handle``, or that the page does not say."""
    return f"@{post.author.handle}" if post.author else "author not shown"


def context_words(
    post: Post, number: Mapping[str, int], posts: Mapping[str, Post]
) -> ContextWords | None:
    """What a post is in its thread; None where there is nothing to say."""
    quoted = _times(len(post.quoted_by))
    part = f"{post.part[0]}/{post.part[1]}" if post.part else ""
    verb = _verb(post, posts)
    recovered = _recovered(post)
    where = _where(post, number)
    if not verb and not quoted and not part:
        return None
    sentence = f"Post {number[post.id]} {_predicate(post, verb)}"
    sentence += f": {where}." if where else "."
    if post.part:
        sentence += f" Part {post.part[0]} of {post.part[1]} of the author’s own thread."
    if recovered:
        sentence += f" The page does not name its author; a signed copy of it does: {recovered}."
    if quoted:
        by = ", ".join(f"post {number[p]}" for p in post.quoted_by[:5])
        more = len(post.quoted_by) - 5
        sentence += f" {quoted[0].upper()}{quoted[1:]}, by {by}"
        sentence += f" and {more} more." if more > 0 else "."
    words = f"By {recovered}, {_predicate(post, verb)}" if recovered and verb else verb
    return ContextWords(words, verb, where, quoted, part, sentence)


def _recovered(post: Post) -> str:
    """The author, where only a copy elsewhere on the page names them."""
    return who(post) if post.author and "copy" in post.evidence.get("author", "") else ""


def _predicate(post: Post, verb: str) -> str:
    if post.kind == "original":
        return "is the original post"
    return verb[0].lower() + verb[1:] if verb else "answers nothing on this page"


def _verb(post: Post, posts: Mapping[str, Post]) -> str:
    if post.kind == "original":
        return "Original post"
    if post.target is None:
        return ""
    if post.kind == "self-reply":
        return "Continues own thread"
    other = posts[post.target.post].author if post.target.post else None
    handle = other.handle if other else post.target.handle
    name = f"@{handle}" if handle else "a post whose author is not shown"
    return f"Quotes {name}" if post.kind == "quote" else f"Replies to {name}"


def _where(post: Post, number: Mapping[str, int]) -> str:
    if post.target is None:
        return ""
    if post.target.post is None:
        return "not on this page"
    here, there = number[post.id], number[post.target.post]
    return f"post {there}, {'above' if there < here else 'below'}"


def _times(count: int) -> str:
    if count == 0:
        return ""
    return "quoted once here" if count == 1 else f"quoted {count} times here"


def fold_reason(quote: Quote, number: Mapping[str, int], quote_post: Mapping[str, str]) -> str:
    """Why a quote is folded, or whose copy it is, in the reader's numbers."""
    if quote.copy_of is None:
        return ""
    if quote.copy_of in number:
        return f"same as post {number[quote.copy_of]}"
    return f"same as the quote in post {number[quote_post[quote.copy_of]]}"


def stance_words(stance: Stance) -> str:
    """The badge's words; "" where there is no badge."""
    return _STANCE_VERB.get(stance.label, "") if stance.shown else ""


def confidence_words(confidence: float) -> str:
    """A calibrated probability in everyday words, after the usual verbal scale."""
    if confidence >= 0.9:
        return "very likely"
    return "likely" if confidence >= 0.75 else "perhaps"


def stance_sentence(stance: Stance, number: Mapping[str, int]) -> str:
    """The explanation's first sentence."""
    toward = (
        f"post {number[stance.toward]}"
        if stance.toward in number
        else f"the post by {stance.toward}"
        if stance.toward
        else "the post it answers"
    )
    if stance.label == "unclear":
        return f"It is unclear where this post stands toward {toward}."
    return f"This post seems to {_SENTENCE_VERB[stance.label]} {toward}."


def summary(posts: int, quotes: int, folded: int) -> str:
    """What was found, for the popup and the end of the outline."""
    return f"{_count(posts, 'post')}, {folded} of {_count(quotes, 'quote')} folded"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
