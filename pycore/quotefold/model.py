"""What a thread is, once read: frozen data with one JSON form (schema 1).

The JSON form is public (``quotefold read --json``). Node ids tie a post to the tree it
was read from; they mean nothing outside that tree and are not part of the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

SCHEMA: Final = 1

Kind = Literal["original", "quote", "reply", "self-reply", "post"]
StanceLabel = Literal["support", "oppose", "query", "comment", "unclear"]
Span = tuple[int, int]
"""Half-open range of characters in the ``text`` of the post it belongs to."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a post: a handle without ``@`` in its best known case, and a name."""

    handle: str
    name: str = ""

    @property
    def key(self) -> str:
        """The handle as identity: handles are compared without case on every site."""
        return self.handle.casefold()


@dataclass(frozen=True, slots=True)
class Target:
    """What a post answers: a post of this page (``post``), or one that is elsewhere."""

    post: str | None = None
    handle: str | None = None
    text: str | None = None
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote block inside a post.

    ``copy_of`` is the id of the earliest post or quote whose content holds this quote's
    whole content, wherever it stands; ``collapsed`` is true only where that content
    stands above. ``stands_in`` lists every post or quote above that shows it, nearest
    to the top first: at least one must be visible for the quote to be folded. ``within``
    is the quote block around this one: who quotes a quote does not answer it.
    """

    id: str
    author: Author | None
    text: str
    copy_of: str | None = None
    collapsed: bool = False
    reason: str = ""
    permalink: str | None = None
    time: str | None = None
    stands_in: tuple[str, ...] = ()
    within: str | None = None
    key: str = ""
    node: int = -1


@dataclass(frozen=True, slots=True)
class Stance:
    """Stance of a post toward the post ``toward``; ``confidence`` is calibrated.

    ``label`` is "unclear" where the model is not sure enough to speak. ``scores`` are
    the probabilities of support, oppose, query and comment and sum to one.
    ``evidence`` are the words that drove the label.
    """

    label: StanceLabel
    confidence: float
    toward: str
    evidence: tuple[Span, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One post. ``part`` is (n, of) where the author continues their own thread.

    ``also`` are further posts that it answers with a quote block of theirs; the tree of
    answers hangs on ``target`` alone. ``reposted_by`` is who passed somebody else's post
    on: they wrote none of it.
    """

    id: str
    kind: Kind
    author: Author | None
    text: str
    time: str | None = None
    permalink: str | None = None
    target: Target | None = None
    also: tuple[Target, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stance: Stance | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    part: tuple[int, int] | None = None
    quoted_by: tuple[str, ...] = ()
    reposted_by: Author | None = None
    key: str = ""
    node: int = -1


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything read from one page, posts in page order."""

    site: str
    url: str
    posts: tuple[Post, ...] = ()
    warnings: tuple[str, ...] = ()

    def post(self, post_id: str) -> Post | None:
        """The post with this id, or None."""
        return next((p for p in self.posts if p.id == post_id), None)

    def to_json(self) -> dict[str, Any]:
        """The public form of schema 1 (see ``docs/FORMATS.md``)."""
        return {
            "schema": SCHEMA,
            "site": self.site,
            "url": self.url,
            "posts": [_post_json(p) for p in self.posts],
            "warnings": list(self.warnings),
        }


def _author_json(author: Author | None) -> dict[str, str] | None:
    return None if author is None else {"handle": author.handle, "name": author.name}


def _target_json(target: Target | None) -> dict[str, str | None] | None:
    if target is None:
        return None
    if target.post is not None:
        return {"post": target.post}
    return {"handle": target.handle, "text": target.text, "permalink": target.permalink}


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "author": _author_json(quote.author),
        "text": quote.text,
        "time": quote.time,
        "permalink": quote.permalink,
        "copy_of": quote.copy_of,
        "collapsed": quote.collapsed,
        "reason": quote.reason,
    }


def _stance_json(stance: Stance | None) -> dict[str, Any] | None:
    if stance is None:
        return None
    return {
        "label": stance.label,
        "confidence": round(stance.confidence, 4),
        "toward": stance.toward,
        "shown": stance.shown,
        "scores": {k: round(v, 4) for k, v in stance.scores.items()},
        "evidence": [list(span) for span in stance.evidence],
    }


def _post_json(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "kind": post.kind,
        "author": _author_json(post.author),
        "text": post.text,
        "time": post.time,
        "permalink": post.permalink,
        "target": _target_json(post.target),
        "also": [_target_json(t) for t in post.also],
        "quotes": [_quote_json(q) for q in post.quotes],
        "stance": _stance_json(post.stance),
        "part": list(post.part) if post.part else None,
        "quoted_by": list(post.quoted_by),
        "reposted_by": _author_json(post.reposted_by),
        "evidence": dict(post.evidence),
    }
