"""Who answers whom, as rows: what the outline and the maps draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Data = Mapping[str, Any]
"""A part of a plan or of a thread's JSON form."""


STANCE_MARKS: Final[Mapping[str, str]] = {
    "support": "✓",
    "oppose": "≠",
    "query": "?",
    "comment": "…",
}
"""A stance is told by a shape and a word, never by colour alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the forest: a post, or what posts answer that is not on the page.

    ``depth`` is 0 for a root; a row's parent is the nearest row above with a smaller
    depth. ``post`` is a post of schema 1, ``number`` its place on the page from 1 and
    ``badge`` what the plan says beside it; or ``post`` is None and ``elsewhere`` is the
    target that the rows below answer.
    """

    depth: int
    number: int = 0
    post: Data | None = None
    badge: Data | None = None
    elsewhere: Data | None = None


def shown_stance(badge: Data | None) -> Data | None:
    """The stance to tell of a post: what its badge shows, unless that takes none."""
    stance: Data | None = (badge or {}).get("stance")
    return stance if stance and stance["shown"] and stance["label"] != "unclear" else None


def forest(plan: Data) -> Iterator[Row]:
    """Every post of a plan (``docs/CONTRACT.md``) once, answers below what they answer.

    Roots and answers keep the order of the page. Posts that answer the same thing
    elsewhere stand together below it. Posts that answer in a circle, which a plan of
    ours never holds, start at the first of them.
    """
    posts = {post["id"]: post for post in plan["thread"]["posts"]}
    numbers = {post_id: number for number, post_id in enumerate(posts, 1)}
    badges = {badge["id"]: badge for badge in plan["posts"]}
    answers: dict[str, list[str]] = {post_id: [] for post_id in posts}
    roots: dict[tuple[str, ...], list[str]] = {}
    elsewhere: dict[tuple[str, ...], Data] = {}
    for post_id, post in posts.items():
        target = post["target"] or {}
        parent = target.get("post")
        away = tuple(str(target.get(part) or "") for part in ("handle", "permalink", "text"))
        if parent in answers and parent != post_id:
            answers[parent].append(post_id)
        elif any(away):
            roots.setdefault(away, []).append(post_id)
            elsewhere[away] = target
        else:
            roots[(post_id,)] = [post_id]
    done: set[str] = set()
    for key, starts in [*roots.items(), *(((post_id,), [post_id]) for post_id in posts)]:
        stack = [(post_id, 0) for post_id in reversed(starts) if post_id not in done]
        if stack and key in elsewhere:
            yield Row(0, elsewhere=elsewhere[key])
            stack = [(post_id, 1) for post_id, _ in stack]
        while stack:
            post_id, depth = stack.pop()
            if post_id in done:
                continue
            done.add(post_id)
            yield Row(depth, numbers[post_id], posts[post_id], badges.get(post_id))
            stack.extend((answer, depth + 1) for answer in reversed(answers[post_id]))
