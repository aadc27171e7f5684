"""The rule: nothing new to the reader is ever hidden.

A quote is collapsed only while its whole content stands, visible, above it: as a post, or
in an earlier quote that is not itself collapsed. What the reader opened or closed by hand
comes first; a quote closed by hand stays open where its content stands in no post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from quotefold.folding.copies import Match, Relation
from quotefold.model import Post, Quote

Mode = Literal["off", "above", "anywhere", "all"]

_NOT_HERE: Final = Match()
_NEAR_WORDS: Final[Mapping[Relation, str]] = {
    "excerpt": "a part of {0}, chosen by who quotes it",
    "edited": "differs from {0}",
    "fuller": "shows more than {0}",
}


@dataclass(frozen=True, slots=True)
class FoldOptions:
    """What to fold. ``opened`` and ``closed`` are keys of quotes (``Quote.key``).

    Modes: "off" folds nothing; "above" what stands above; "anywhere" also what stands
    in a post further down; "all" every quote, also one that stands nowhere else.
    """

    mode: Mode = "above"
    keep_original_poster: bool = False
    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


def fold(
    posts: Sequence[Post], matches: Mapping[str, Match], options: FoldOptions
) -> tuple[Post, ...]:
    """The posts with ``copy_of``, ``collapsed``, ``reason`` and ``stands_in`` set on every quote.

    ``matches`` is the result of ``find_copies`` for these posts and quotes. ``stands_in``
    names what has to be visible, one at least, for a quote to stay collapsed; it is empty
    only for quotes of which the page has no copy that the options let count.
    """
    rule = _Rule(posts, options)
    return tuple(
        replace(
            post,
            quotes=tuple(rule.decide(q, matches.get(q.id, _NOT_HERE)) for q in post.quotes),
        )
        for post in posts
    )


class _Rule:
    """Decides quote by quote, in page order, and keeps what is visible so far."""

    def __init__(self, posts: Sequence[Post], options: FoldOptions) -> None:
        self._options = options
        self._posts = frozenset(post.id for post in posts)
        self._collapsed: set[str] = set()
        original = next((p for p in posts if p.kind == "original"), posts[0] if posts else None)
        first = original.author if original else None
        self._kept_author = first.key if first and options.keep_original_poster else None

    def decide(self, quote: Quote, match: Match) -> Quote:
        above = match.holders[: match.above]
        below = tuple(h for h in match.holders[match.above :] if h in self._posts)
        pictured = match.near if match.relation == "pictured" else None
        copy_of = next((h for h in match.holders if h in self._posts), pictured) or next(
            iter(above), None
        )
        seen = [h for h in above if h not in self._collapsed]
        collapsed, reason = self._verdict(quote, match, copy_of, seen, below)
        if collapsed:
            self._collapsed.add(quote.id)
        counted = self._options.mode in ("anywhere", "all") or quote.key in self._options.closed
        return replace(
            quote,
            copy_of=copy_of,
            collapsed=collapsed,
            reason=reason,
            stands_in=above + below if counted else above,
        )

    def _verdict(
        self,
        quote: Quote,
        match: Match,
        copy_of: str | None,
        seen: Sequence[str],
        below: Sequence[str],
    ) -> tuple[bool, str]:
        options = self._options
        cut = ", which shows more" if match.relation == "cut" else ""
        source = copy_of if copy_of in seen else next(iter(seen), None)
        if quote.key and quote.key in options.opened:
            return False, "opened by you"
        if quote.key and quote.key in options.closed:
            if source or below:
                return True, "closed by you"
        elif options.mode == "off":
            return False, "folding is off"
        elif self._kept_author and quote.author and quote.author.key == self._kept_author:
            return False, "by the author of the first post, whose quotes you keep open"
        if source:
            return True, f"same as {source} above{cut}"
        if below:
            folded = options.mode in ("anywhere", "all")
            return folded, f"same as {below[0]} below{cut}"
        if options.mode == "all":
            return True, "folded by your setting"
        if match.relation == "pictured":
            return False, f"shows a picture that {match.near} does not"
        if match.holders:
            return False, "first shown here"
        if match.near:
            return False, _NEAR_WORDS.get(match.relation, "differs from {0}").format(match.near)
        return False, "not elsewhere on this page"
