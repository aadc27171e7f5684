"""What each post answers, and of what kind it is.

Evidence, strongest first: a link to the answered post, the quote block ("card") with the
words of the answered post, the handle that the page or the leading mentions name, nesting.
The order of posts on the page never counts, for pages list posts as they like.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quotefold.folding.copies import Match
from quotefold.model import Author, Kind, Post, Quote, Target
from quotefold.reading.links import status_of
from quotefold.reading.raw import RawPost

LEADING_MENTIONS: Final = re.compile(
    r"\s*(?:\.?@[A-Za-z0-9_]{1,20}[\s,:]+|\.?@[A-Za-z0-9_]{1,20}$)+"
)
_MENTION: Final = re.compile(r"@([A-Za-z0-9_]{1,20})")

_LINK, _CARD, _NAMED, _NESTED = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Edge:
    """One post answers another, with the strength of the evidence for it."""

    target: Target
    strength: int
    evidence: str


def leading_mentions(text: str) -> tuple[str, ...]:
    """Handles a post starts with; X puts the people it answers there."""
    match = LEADING_MENTIONS.match(text)
    return () if match is None else tuple(_MENTION.findall(match.group()))


def relate(
    posts: Sequence[Post], raw: Sequence[RawPost], matches: Mapping[str, Match]
) -> tuple[Post, ...]:
    """Set ``kind``, ``target``, ``quoted_by`` and the evidence for them."""
    index = _Index.of(posts)
    edges = [
        _edge(post, hint, posts, index, matches) for post, hint in zip(posts, raw, strict=True)
    ]
    refused = _cycles(posts, edges)
    answered = {
        e.target.post
        for i, e in enumerate(edges)
        if e is not None and e.target.post and i not in refused
    }
    quoted = _quoted_by(posts, index, matches)
    related = []
    for i, (post, hint) in enumerate(zip(posts, raw, strict=True)):
        edge = edges[i]
        evidence = dict(post.evidence)
        if edge is not None and i in refused:
            evidence["target"] = f"refused: {edge.evidence} would close a circle"
            edge = None
        elif edge is not None:
            evidence["target"] = edge.evidence
        kind, why = _kind(post, hint, edge, posts, index, first=i == 0, answered=answered)
        evidence["kind"] = why
        related.append(
            replace(
                post,
                kind=kind,
                target=None if edge is None else edge.target,
                also=() if edge is None else _also(post, edge.target, index, matches),
                quoted_by=tuple(quoted.get(post.id, ())),
                evidence=evidence,
            )
        )
    return tuple(related)


@dataclass(frozen=True, slots=True)
class _Index:
    """Posts by what identifies them."""

    number: Mapping[str, int]
    by_link: Mapping[str, str]
    by_handle: Mapping[str, Sequence[int]]

    @staticmethod
    def of(posts: Sequence[Post]) -> _Index:
        by_handle: dict[str, list[int]] = defaultdict(list)
        for i, post in enumerate(posts):
            if post.author is not None:
                by_handle[post.author.key].append(i)
        for found in by_handle.values():
            # By time, so that "the latest before" is a search; undated posts first. Of one
            # minute the first comes last: a thread is answered at its head.
            found.sort(key=lambda i: (posts[i].time or "", -_status(posts[i]), posts[i].key))
        return _Index(
            {p.id: i for i, p in enumerate(posts)},
            {p.permalink: p.id for p in reversed(posts) if p.permalink},
            by_handle,
        )


def _status(post: Post) -> int:
    """The number in a post's link that grows with time; 0 where there is none."""
    status = status_of(post.permalink) if post.permalink else None
    return status.id if status else 0


def original_of(
    quote: Quote, own: str, index: _Index, matches: Mapping[str, Match]
) -> tuple[str | None, str]:
    """The post of this page that a quote block shows, and how that is known."""
    linked = index.by_link.get(quote.permalink or "")
    if linked is not None and linked != own:
        return linked, f"link in {quote.id}"
    match = matches.get(quote.id)
    if match is None:
        return None, ""
    for holder in match.holders:
        if holder in index.number and holder != own:
            return holder, f"card: {quote.id} repeats {holder}"
    if match.near in index.number and match.near != own:
        return match.near, f"card: {quote.id} is near {match.near} ({match.relation})"
    return None, ""


def _edge(
    post: Post,
    hint: RawPost,
    posts: Sequence[Post],
    index: _Index,
    matches: Mapping[str, Match],
) -> Edge | None:
    if hint.hero:
        return None
    if hint.answers_permalink:
        target = index.by_link.get(hint.answers_permalink)
        if target != post.id:
            return Edge(
                Target(post=target)
                if target
                else Target(handle=hint.answers_handle, permalink=hint.answers_permalink),
                _LINK,
                "link to the answered post",
            )
    for quote in post.quotes:
        found, how = original_of(quote, post.id, index, matches)
        if found is not None:
            return Edge(Target(post=found), _CARD, how)
    if post.quotes:
        quote = post.quotes[0]
        if quote.author is not None or quote.permalink or hint.parent is None:
            return Edge(
                _quoted_elsewhere(quote),
                _CARD,
                f"card {quote.id}, not on this page",
            )
    return _named_edge(post, hint, posts, index)


def _quoted_elsewhere(quote: Quote) -> Target:
    """The post that a quote block shows, which is not on this page."""
    return Target(
        handle=quote.author.handle if quote.author else None,
        text=quote.text,
        permalink=quote.permalink,
    )


def _also(
    post: Post, target: Target, index: _Index, matches: Mapping[str, Match]
) -> tuple[Target, ...]:
    """What else a post answers: who quotes several posts answers them all. A quote
    inside a quote is that one's, not this post's."""
    out: list[Target] = []
    taken = {_named(target)}
    for quote in post.quotes:
        if quote.within is not None:
            continue
        found, _ = original_of(quote, post.id, index, matches)
        if found is not None:
            other = Target(post=found)
        elif quote.permalink or (quote.author is not None and target.post is not None):
            other = _quoted_elsewhere(quote)
        else:
            continue  # may well be the very post that is answered
        if _named(other) not in taken and not _own(quote, post, found):
            taken.add(_named(other))
            out.append(other)
    return tuple(out)


def _named(target: Target) -> tuple[str | None, str | None]:
    """What tells posts apart: a link, or else who wrote them, for words off the page can
    be cut anywhere."""
    return target.post or target.permalink, None if target.permalink else target.handle


def _own(quote: Quote, post: Post, found: str | None) -> bool:
    """A post that quotes itself answers nobody by it."""
    return found == post.id or (found is None and quote.permalink == post.permalink is not None)


def _named_edge(post: Post, hint: RawPost, posts: Sequence[Post], index: _Index) -> Edge | None:
    mentioned = leading_mentions(post.text)
    handle = hint.answers_handle or (mentioned[0] if mentioned else None)
    parent = None if hint.parent is None else posts[hint.parent]
    if parent is not None and _fits(parent, post, hint, mentioned):
        return Edge(Target(post=parent.id), _NESTED, "nesting")
    if handle is None:
        return None
    source = "label" if hint.answers_handle else "leading mention"
    found = _latest_before(post, handle.casefold(), posts, index)
    if found is not None:
        return Edge(Target(post=found), _NAMED, f"{source} of @{handle}")
    if parent is not None:
        return Edge(Target(post=parent.id), _NESTED, "nesting")
    return Edge(Target(handle=handle), _NAMED, f"{source} of @{handle}")


def _fits(parent: Post, post: Post, hint: RawPost, mentioned: Sequence[str]) -> bool:
    """Whether nesting and names agree. X leaves an author's own handle out of the
    mentions, so under one's own post they name the people further up."""
    named = [hint.answers_handle] if hint.answers_handle else mentioned
    if not named or parent.author is None:
        return True
    own = post.author is not None and post.author.key == parent.author.key
    return own or parent.author.key in {handle.casefold() for handle in named}


def _latest_before(post: Post, key: str, posts: Sequence[Post], index: _Index) -> str | None:
    """The latest post of a person before this one; without times only a single post of
    theirs will do, for nothing else tells which one is meant."""
    theirs = [i for i in index.by_handle.get(key, ()) if posts[i].id != post.id]
    if len(theirs) == 1:
        other = posts[theirs[0]]
        if other.time and post.time and other.time > post.time:
            return None
        return other.id
    if not post.time or any(posts[i].time is None for i in theirs):
        return None
    earlier = [i for i in theirs if (posts[i].time or "") < post.time]
    return posts[earlier[-1]].id if earlier else None


def _kind(
    post: Post,
    hint: RawPost,
    edge: Edge | None,
    posts: Sequence[Post],
    index: _Index,
    *,
    first: bool,
    answered: set[str],
) -> tuple[Kind, str]:
    if hint.hero:
        return "original", "set apart by the page"
    if edge is None:
        if first and (hint.label == "original" or post.id in answered):
            return "original", "first post, answered by others"
        return "post", "answers nothing that the page names"
    if _same_author(post.author, edge.target, posts, index):
        return "self-reply", "answers a post by the same author"
    if hint.label in ("quote", "reply"):
        return ("quote", "label") if hint.label == "quote" else ("reply", "label")
    if edge.strength == _CARD and not leading_mentions(post.text):
        return "quote", "card without leading mentions"
    if edge.strength == _CARD:
        return "reply", "card with leading mentions"
    return "reply", edge.evidence


def _same_author(
    author: Author | None, target: Target, posts: Sequence[Post], index: _Index
) -> bool:
    if author is None:
        return False
    if target.post is not None:
        other = posts[index.number[target.post]].author
        return other is not None and other.key == author.key
    return target.handle is not None and target.handle.casefold() == author.key


def _cycles(posts: Sequence[Post], edges: Sequence[Edge | None]) -> set[int]:
    """Posts whose edge must go so that no circle is left: the weakest of each circle,
    among equals the one that points to a later time, then the first on the page."""
    number = {p.id: i for i, p in enumerate(posts)}
    out = [number[e.target.post] if e is not None and e.target.post else None for e in edges]
    state = [0] * len(posts)
    refused: set[int] = set()
    for start in range(len(posts)):
        path: list[int] = []
        here: int | None = start
        while here is not None and state[here] == 0:
            state[here] = 1
            path.append(here)
            here = out[here]
        if here is not None and state[here] == 1:
            circle = path[path.index(here) :]
            refused.add(min(circle, key=lambda i: _worth(i, posts, edges, out)))
        for i in path:
            state[i] = 2
    return refused


def _worth(
    i: int,
    posts: Sequence[Post],
    edges: Sequence[Edge | None],
    out: Sequence[int | None],
) -> tuple[int, bool, str]:
    edge, to = edges[i], out[i]
    own, other = posts[i].time, posts[to].time if to is not None else None
    in_order = not (own and other) or other <= own
    return (edge.strength if edge is not None else 0, in_order, posts[i].key)


def _quoted_by(
    posts: Sequence[Post], index: _Index, matches: Mapping[str, Match]
) -> dict[str, list[str]]:
    quoted: dict[str, list[str]] = defaultdict(list)
    for post in posts:
        for quote in post.quotes:
            found, _ = original_of(quote, post.id, index, matches)
            if found is not None and post.id not in quoted[found][-1:]:
                quoted[found].append(post.id)
    return quoted
