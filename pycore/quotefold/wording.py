"""Every sentence a reader sees about a thread, in one place.

Wording is neutral: it speaks of posts, never of persons, and stance is what a post
*seems* to do. Nothing here looks at a page; the same words go to the browser, the
terminal and the annotated page. The words themselves are in ``quotefold.languages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quotefold.languages import ENGLISH, Language
from quotefold.model import Post, Quote, Stance, Thread

PREVIEW_CHARS: Final = 280
"""Characters of a target shown in a preview: one classic post."""

FIRST_WORDS_CHARS: Final = 90
"""Characters of a folded quote that stay visible: about one line at 1400 px."""

VERY_SURE: Final = 0.9
"""Confidence that is called "very likely", after the usual verbal scale."""

_LIKELY: Final = 0.75

_MOST_QUOTING: Final = 5
"""Posts named as quoting one; the rest are counted."""


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


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language."""

    language: Language = ENGLISH

    def who(self, post: Post | Quote) -> str:
        """``@handle``, or that the page does not say."""
        return f"@{post.author.handle}" if post.author else self.language.say("author_unknown")

    def context(
        self, post: Post, number: Mapping[str, int], posts: Mapping[str, Post]
    ) -> ContextWords | None:
        """What a post is in its thread; None where there is nothing to say."""
        say = self.language.say
        kind, who = _relation(post, posts)
        verb = say(f"verb_{kind}", who=who) if kind else ""
        quoted = self.quoted(len(post.quoted_by))
        part = f"{post.part[0]}/{post.part[1]}" if post.part else ""
        if not verb and not quoted and not part and not post.reposted_by:
            return None
        where = self._where(post, number)
        sentence = say(f"sentence_{kind or 'none'}", number=number[post.id], who=who)
        sentences = [
            say("sentence_where", sentence=sentence, where=where)
            if where
            else say("sentence_end", sentence=sentence)
        ]
        if post.also:
            sentences.append(self._also(post, number))
        if post.reposted_by:
            sentences.append(say("sentence_repost", who=f"@{post.reposted_by.handle}"))
        if post.part:
            sentences.append(say("sentence_part", part=post.part[0], parts=post.part[1]))
        recovered = self._recovered(post)
        if recovered:
            sentences.append(say("sentence_copy", who=recovered))
        if post.quoted_by:
            sentences.append(self._quoted_by(post, number))
        words = verb
        if post.also:
            words = self.language.count("words_also", len(post.also), verb=verb)
        elif post.reposted_by and not verb:
            words = say("words_repost", who=f"@{post.reposted_by.handle}")
        if recovered and verb:  # it begins a badge with a capital; after the author it goes on
            words = say("by", who=recovered, verb=words[0].lower() + words[1:])
        return ContextWords(words, verb, where, quoted, part, " ".join(sentences))

    def _recovered(self, post: Post) -> str:
        """The author, where only a copy elsewhere on the page names them."""
        copied = post.author and "copy" in post.evidence.get("author", "")
        return self.who(post) if copied else ""

    def _where(self, post: Post, number: Mapping[str, int]) -> str:
        if post.target is None:
            return ""
        if post.target.post is None:
            return self.language.say("elsewhere")
        here, there = number[post.id], number[post.target.post]
        return self.language.say("above" if there < here else "below", number=there)

    def _also(self, post: Post, number: Mapping[str, int]) -> str:
        """Further posts that it answers, by number where they are on the page."""
        say = self.language.say
        named = [
            say("post", number=number[t.post])
            if t.post
            else say("post_elsewhere", who=f"@{t.handle}" if t.handle else say("a_post"))
            for t in post.also[:_MOST_QUOTING]
        ]
        more = len(post.also) - len(named)
        words = ", ".join(named)
        return say("sentence_also_more" if more else "sentence_also", posts=words, more=more)

    def _quoted_by(self, post: Post, number: Mapping[str, int]) -> str:
        named = post.quoted_by[:_MOST_QUOTING]
        more = len(post.quoted_by) - len(named)
        return self.language.count(
            "sentence_quoted_more" if more else "sentence_quoted",
            len(post.quoted_by),
            posts=", ".join(self.language.say("post", number=number[p]) for p in named),
            more=more,
        )

    def quoted(self, count: int) -> str:
        """How often something is quoted on the page; "" for never."""
        return self.language.count("quoted", count) if count else ""

    def fold_reason(
        self,
        quote: Quote,
        number: Mapping[str, int],
        quote_post: Mapping[str, str],
    ) -> str:
        """Why a quote is folded, or whose copy it is, in the reader's numbers.

        ``quote_post`` has the id of the post that a quote stands in."""
        if quote.copy_of is None:
            return self.language.say("folded_by_setting")
        post = quote.copy_of in number
        there = number[quote.copy_of if post else quote_post[quote.copy_of]]
        side = "above" if there <= number[quote_post[quote.id]] else "below"
        return self.language.say(f"same_as_{'post' if post else 'quote'}_{side}", number=there)

    def stance(self, label: str) -> str:
        """A stance on a badge."""
        return self.language.say(f"stance_{label}")

    def said(self, label: str) -> str:
        """The stance on the badge of a post that the reader corrected."""
        return self.language.say(f"said_{label}")

    def confidence(self, confidence: float) -> str:
        """A calibrated probability in everyday words, after the usual verbal scale."""
        if confidence >= VERY_SURE:
            return self.language.say("very_likely")
        return self.language.say("likely" if confidence >= _LIKELY else "perhaps")

    def stance_sentence(self, label: str, stance: Stance, number: Mapping[str, int]) -> str:
        """The explanation's first sentence, for a label that may be another than the
        model's."""
        say = self.language.say
        if stance.toward in number:
            toward = say("toward_post", number=number[stance.toward])
        elif stance.toward:
            toward = say("toward_author", who=stance.toward)
        else:
            toward = say("toward_target")
        return say(f"seems_{label}", toward=toward)

    def percent(self, share: float) -> str:
        """A share of one in percent, as the language writes it."""
        return self.language.say("percent", number=round(100 * share))

    def summary(self, posts: int, quotes: int, folded: int) -> str:
        """What was found, for the popup and the end of the outline."""
        return self.language.say(
            "summary",
            posts=self.language.count("posts", posts),
            of_quotes=self.language.count("of_quotes", quotes, folded=folded),
        )


def _relation(post: Post, posts: Mapping[str, Post]) -> tuple[str, str]:
    """(name of the verb, whom it names); ("", "") where a post answers nothing."""
    if post.kind == "original":
        return "original", ""
    if post.target is None:
        return "", ""
    if post.kind == "self-reply":
        return "self-reply", ""
    other = posts[post.target.post].author if post.target.post else None
    handle = other.handle if other else post.target.handle
    verb = "quote" if post.kind == "quote" else "reply"
    return (verb, f"@{handle}") if handle else (f"{verb}_unknown", "")
