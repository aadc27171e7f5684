"""From a tree to a Thread: reading, copies, context, folding, stance, in that order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
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
from quotefold.stance import Judgement, Pair, Run, judge, named_in, settled, windows_of

NO_THREAD: Final = "there is no thread on this page that can be read"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. ``salt`` makes content keys differ between installations;
    ``stance_threshold`` overrides the models' own thresholds (None keeps them); with an
    ``encoder`` (:func:`quotefold.stance.native.load_encoder`) both tiers judge stances,
    without it the linear one. ``judged``, for a host that judges in the background, holds
    what is known by :attr:`Asked.key`: no model is run, only rules and this answer, and
    the rest is left open."""

    fold: FoldOptions = field(default_factory=FoldOptions)
    stance: bool = True
    stance_threshold: float | None = None
    encoder: Run | None = None
    judged: Mapping[str, Judgement] | None = None
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A post whose stance can be judged. ``toward`` is what it answers, as in
    :class:`quotefold.model.Stance`; ``key`` names the pair's words without saying them."""

    post: str
    toward: str
    pair: Pair
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A Thread and, by post id, where its words stand in the tree; and the pairs whose
    stance was left open, in page order."""

    thread: Thread
    texts: Mapping[str, Text]
    raw: RawThread
    unjudged: tuple[Asked, ...] = ()


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
    unjudged: tuple[Asked, ...] = ()
    if options.stance:
        posts, unjudged = add_stance(posts, options)
    thread = Thread(raw.site, url, posts, tuple(warnings[:MAX_WARNINGS]))
    return Reading(thread, drafts.texts, raw, unjudged)


def add_stance(
    posts: Sequence[Post], options: ReadOptions
) -> tuple[tuple[Post, ...], tuple[Asked, ...]]:
    """Judge every post that answers somebody else's words, wherever those stand; also
    returns what was left open."""
    asked = tuple(_asked(posts, options.salt))
    stances: dict[str, Stance] = {}
    unjudged = []
    for one, answer in zip(asked, _answers(asked, options), strict=True):
        if answer is None:
            unjudged.append(one)
        else:
            stances[one.post] = as_stance(answer, one.toward)
    found = tuple(replace(p, stance=stances[p.id]) if p.id in stances else p for p in posts)
    return found, tuple(unjudged)


def as_stance(judgement: Judgement, toward: str) -> Stance:
    """What the models say of a pair, as what the thread says of a post."""
    return Stance(
        label=judgement.label,
        confidence=judgement.confidence,
        toward=toward,
        evidence=tuple(judgement.evidence),
        scores=dict(judgement.scores),
        shown=judgement.shown,
    )


def _asked(posts: Sequence[Post], salt: str) -> Iterator[Asked]:
    by_id = {p.id: p for p in posts}
    authors = (a for p in posts for a in (p.author, *(q.author for q in p.quotes)) if a)
    handles = frozenset(a.key for a in authors)

    @cache  # a hundred posts can answer one long one
    def names_of(text: str) -> frozenset[str]:
        return named_in(text, handles)

    for post in posts:
        target = post.target
        if target is None or post.kind == "self-reply":
            continue
        parent = (by_id[target.post].text if target.post else target.text) or ""
        if not parent:
            continue
        kind = "quote" if post.kind == "quote" else "reply"
        parent, reply = parent[:MAX_JUDGED_CHARS], post.text[:MAX_JUDGED_CHARS]
        names = names_of(parent) | names_of(reply)
        toward = target.post or (f"@{target.handle}" if target.handle else "")
        yield Asked(
            post.id, toward, Pair(parent, reply, kind, names), _key(salt, kind, parent, reply)
        )


def _key(*parts: str) -> str:
    """16 hex digits for a pair's words; another salt, the first part, gives others."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=8).hexdigest()


def _answers(asked: Sequence[Asked], options: ReadOptions) -> Sequence[Judgement | None]:
    pairs = [one.pair for one in asked]
    threshold = options.stance_threshold
    if options.judged is not None:
        return [
            settled(one.pair, threshold=threshold) or options.judged.get(one.key) for one in asked
        ]
    first = _affordable(pairs) if options.encoder else 0
    return [
        *judge(pairs[:first], threshold=threshold, encoder=options.encoder),
        *judge(pairs[first:], threshold=threshold),
    ]


def _affordable(pairs: Sequence[Pair]) -> int:
    """How many of the pairs, from the first, the encoder may read."""
    rows = 0
    for count, pair in enumerate(pairs):
        rows += windows_of(pair)
        if rows > MAX_ENCODED_ROWS:
            return count
    return len(pairs)
