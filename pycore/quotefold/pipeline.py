"""From a tree to a Thread: reading, copies, context, folding, stance, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quotefold.context.authors import recover, unify_authors
from quotefold.context.numbering import number_parts
from quotefold.context.relations import relate
from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.drafts import blocks_of, draft
from quotefold.folding.copies import find_copies
from quotefold.folding.rule import FoldOptions, fold
from quotefold.limits import MAX_ENCODED_ROWS, MAX_JUDGED_CHARS, MAX_POSTS, MAX_WARNINGS
from quotefold.model import Post, Stance, Thread
from quotefold.reading.choose import read_tree
from quotefold.reading.raw import RawThread
from quotefold.reading.worded import settle_blocks
from quotefold.stance import Pair, Run, judge, windows_of

NO_THREAD: Final = "there is no thread on this page that can be read"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. ``salt`` makes content keys differ between installations;
    ``stance_threshold`` overrides the models' own thresholds (None keeps them); with an
    ``encoder`` (:func:`quotefold.stance.native.load_encoder`) both tiers judge stances,
    without it the linear one."""

    fold: FoldOptions = field(default_factory=FoldOptions)
    stance: bool = True
    stance_threshold: float | None = None
    encoder: Run | None = None
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A Thread and, by post id, where its words stand in the tree."""

    thread: Thread
    texts: Mapping[str, Text]
    raw: RawThread


def read(tree: Tree, url: str = "", options: ReadOptions | None = None) -> Reading:
    """Read a page. A page that is no thread gives no posts and a warning.

    Raises :class:`quotefold.errors.QuotefoldError` for a bad address or a page above
    the caps.
    """
    options = options or ReadOptions()
    raw = read_tree(tree, url)
    warnings = list(raw.warnings)
    if len(raw.posts) > MAX_POSTS:
        warnings.append(f"only the first {MAX_POSTS:,} of {len(raw.posts):,} posts were read")
        raw = replace(raw, posts=raw.posts[:MAX_POSTS])
    if not raw.posts and not warnings:
        warnings.append(NO_THREAD)
    drafts = draft(tree, raw.posts, options.salt)
    posts = unify_authors(drafts.posts)
    matches = find_copies(blocks_of(posts, raw.posts, drafts.pictures))
    posts = unify_authors(recover(posts, matches))
    posts = number_parts(relate(posts, raw.posts, matches))
    posts = settle_blocks(fold(posts, matches, options.fold), raw.posts)
    if options.stance:
        posts = add_stance(posts, options.stance_threshold, options.encoder)
    thread = Thread(raw.site, url, posts, tuple(warnings[:MAX_WARNINGS]))
    return Reading(thread, drafts.texts, raw)


def add_stance(
    posts: Sequence[Post], threshold: float | None, encoder: Run | None = None
) -> tuple[Post, ...]:
    """Judge every post that answers somebody else's words, wherever those stand."""
    by_id = {p.id: p for p in posts}
    judged: list[tuple[int, str]] = []
    pairs: list[Pair] = []
    handles = frozenset(
        a.key for p in posts for a in (p.author, *(q.author for q in p.quotes)) if a
    )
    for i, post in enumerate(posts):
        target = post.target
        if target is None or post.kind == "self-reply":
            continue
        parent = by_id[target.post].text if target.post else target.text
        if not parent:
            continue
        toward = target.post or f"@{target.handle}" if target.handle or target.post else ""
        kind = "quote" if post.kind == "quote" else "reply"
        judged.append((i, toward))
        pairs.append(Pair(parent[:MAX_JUDGED_CHARS], post.text[:MAX_JUDGED_CHARS], kind, handles))
    found = list(posts)
    first = _affordable(pairs) if encoder else 0
    answers = judge(pairs[:first], threshold=threshold, encoder=encoder)
    answers += judge(pairs[first:], threshold=threshold)
    for (i, toward), answer in zip(judged, answers, strict=True):
        found[i] = replace(
            posts[i],
            stance=Stance(
                label=answer.label,
                confidence=answer.confidence,
                toward=toward,
                evidence=tuple(answer.evidence),
                scores=dict(answer.scores),
                shown=answer.shown,
            ),
        )
    return tuple(found)


def _affordable(pairs: Sequence[Pair]) -> int:
    """How many of the pairs, from the first, the encoder may read."""
    rows = 0
    for count, pair in enumerate(pairs):
        rows += windows_of(pair)
        if rows > MAX_ENCODED_ROWS:
            return count
    return len(pairs)
