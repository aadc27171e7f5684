"""From a tree to a Thread: reading, copies, context, folding, stance, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quotefold.context.authors import recover, unify_authors
from quotefold.context.numbering import number_parts
from quotefold.context.relations import relate
from quotefold.dom.text import Text
from quotefold.dom.tree import Tree
from quotefold.folding.copies import Block, find_copies
from quotefold.folding.normalise import content_key
from quotefold.folding.rule import FoldOptions, fold
from quotefold.limits import MAX_JUDGED_CHARS, MAX_POSTS, MAX_WARNINGS
from quotefold.model import Post, Quote, Stance, Thread
from quotefold.reading.choose import read_tree
from quotefold.reading.links import status_of, time_of_status
from quotefold.reading.raw import RawPost, RawQuote, RawThread
from quotefold.reading.times import utc_minute
from quotefold.reading.worded import place_of_quote, settle_blocks, words_of_post, words_of_quote
from quotefold.stance import Pair, judge

NO_THREAD = "this page is no thread that Quotefold can read"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. ``salt`` makes content keys differ between installations;
    ``stance_threshold`` overrides the model's own thresholds (None keeps them)."""

    fold: FoldOptions = field(default_factory=FoldOptions)
    stance: bool = True
    stance_threshold: float | None = None
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
    texts: dict[str, Text] = {}
    posts = _drafts(tree, raw.posts, texts, options.salt)
    posts = unify_authors(posts)
    matches = find_copies(_blocks(posts, raw.posts))
    posts = unify_authors(recover(posts, matches))
    posts = number_parts(relate(posts, raw.posts, matches))
    posts = settle_blocks(fold(posts, matches, options.fold), raw.posts)
    if options.stance:
        posts = add_stance(posts, options.stance_threshold)
    thread = Thread(raw.site, url, posts, tuple(warnings[:MAX_WARNINGS]))
    return Reading(thread, texts, raw)


def _drafts(
    tree: Tree, raw: Sequence[RawPost], texts: dict[str, Text], salt: str
) -> tuple[Post, ...]:
    posts = []
    quotes = 0
    for number, hint in enumerate(raw):
        post_id = f"p{number}"
        words = words_of_post(tree, hint)
        texts[post_id] = words
        own = []
        for quote in hint.quotes:
            quotes += 1
            own.append(_draft_quote(tree, quote, f"q{quotes}", salt))
        handle = hint.author.handle if hint.author else None
        posts.append(
            Post(
                id=post_id,
                kind="post",
                author=hint.author,
                text=words.text,
                time=_time(hint.permalink, hint.time_text),
                permalink=hint.permalink,
                quotes=tuple(own),
                evidence={"author": "named by the page"} if hint.author else {},
                key=content_key(handle, words.text, salt),
                node=hint.node,
            )
        )
    return tuple(posts)


def _draft_quote(tree: Tree, quote: RawQuote, quote_id: str, salt: str) -> Quote:
    text = words_of_quote(tree, quote).text
    handle = quote.author.handle if quote.author else None
    return Quote(
        id=quote_id,
        author=quote.author,
        text=text,
        permalink=quote.permalink,
        time=_time(quote.permalink, quote.time_text),
        key=content_key(handle, text, salt),
        node=quote.node,
    )


def _time(permalink: str | None, words: str) -> str | None:
    status = status_of(permalink) if permalink else None
    exact = time_of_status(status.id) if status else None
    return exact or (utc_minute(words) if words else None)


def _blocks(posts: Sequence[Post], raw: Sequence[RawPost]) -> list[Block]:
    """Posts and quotes in the order in which a reader meets them."""
    placed: list[tuple[tuple[int, int], Post | Quote]] = []
    for post, hint in zip(posts, raw, strict=True):
        # A post begins before the quotes in it, even where one stands above its words.
        placed.append(((post.node, -1), post))
        placed += zip(map(place_of_quote, hint.quotes), post.quotes, strict=True)
    placed.sort(key=lambda item: item[0])
    return [
        Block(
            id=part.id,
            handle=part.author.handle if part.author else None,
            text=part.text,
            is_quote=isinstance(part, Quote),
            permalink=part.permalink,
            time=part.time,
        )
        for _, part in placed
    ]


def add_stance(posts: Sequence[Post], threshold: float | None) -> tuple[Post, ...]:
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
    for (i, toward), answer in zip(judged, judge(pairs, threshold=threshold), strict=True):
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
