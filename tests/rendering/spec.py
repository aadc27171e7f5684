"""An invented thread as data: who said what, when, and in answer to what.

Nothing here knows any markup. A renderer turns a :class:`Thread` into one page and says
beside it what a careful reader would read there (``expected.py``).
"""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

By = Literal["quote", "reply"]

X_EPOCH_MS = 1288834974657
"""Zero of the clock inside X's status ids: ``(id >> 22) + X_EPOCH_MS`` is UTC in ms."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    handle: str
    name: str

    @property
    def initials(self) -> str:
        """Two letters for an avatar without a picture."""
        words = self.name.split("(")[0].split()
        letters = [w[0] for w in words if w[0].isalpha()] or [self.handle[0]]
        return "".join(letters[:2]).upper()


@dataclass(frozen=True, slots=True)
class Card:
    """How the copy of the answered post looks inside the answer, where a site shows one."""

    shown: bool = True
    capitals: bool = False
    """The handle is printed in capitals."""
    cut: int = 0
    """Characters after which the copy ends in an ellipsis; 0 = whole."""
    change: Literal["", "edited", "excerpt", "more"] = ""
    """The copy says something else: a word differs, a part is shown, it goes on longer."""
    link: str = ""
    """What stands in place of the original's media link; "" = nothing."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post. ``paragraphs`` are its own words, without leading mentions."""

    key: str
    author: Person
    paragraphs: tuple[str, ...]
    when: datetime
    answers: str | None = None
    """Key of the post it answers, of this thread or of ``Thread.outside``."""
    by: By = "reply"
    mentions: tuple[str, ...] = ()
    """Handles in front of the words, on sites that print them."""
    media: str = ""
    """Link to the post's picture, which some sites append to the words; ``{id}`` is its id."""
    views: int = 0
    card: Card = Card()
    signed: bool = True
    """The page names the author beside the post (Digg sometimes does not)."""
    stance: str = ""
    """What a careful reader says it does to the post it answers; "" = not judged."""

    @property
    def status_id(self) -> int:
        """X's id for it: the time in ms and 22 bits that tell posts of one ms apart."""
        ms = int(self.when.timestamp() * 1000)
        serial = zlib.crc32(self.key.encode()) % 4096
        return (ms - X_EPOCH_MS) << 22 | serial

    @property
    def minute(self) -> str:
        """The time as schema 1 writes it."""
        return self.when.strftime("%Y-%m-%dT%H:%MZ")

    def words(self, *, mentions: bool = True, media: bool = True) -> tuple[str, ...]:
        """Paragraphs as printed: mentions before the first, the media link after the last."""
        out = list(self.paragraphs)
        if mentions and self.mentions:
            out[0] = " ".join([*(f"@{m}" for m in self.mentions), out[0]])
        if media and self.media:
            out[-1] = f"{out[-1]} {self.media.replace('{id}', str(self.status_id))}"
        return tuple(out)


@dataclass(frozen=True)
class Thread:
    """Posts in page order, the root first; ``outside`` holds posts seen only as quotes."""

    title: str
    posts: tuple[Post, ...]
    subtitle: str = ""
    outside: tuple[Post, ...] = ()
    slug: str = "thread"

    @cached_property
    def by_key(self) -> Mapping[str, Post]:
        """Every post, of the page and from outside."""
        return {p.key: p for p in (*self.posts, *self.outside)}

    @property
    def root(self) -> Post:
        """The post that the page is about."""
        return self.posts[0]

    def target(self, post: Post) -> Post | None:
        """What a post answers."""
        return self.by_key[post.answers] if post.answers else None

    def is_outside(self, post: Post) -> bool:
        """Whether the post stands on the page only as a quote."""
        return any(p.key == post.key for p in self.outside)

    def card_text(self, post: Post, *, mentions: bool = True, media: bool = True) -> str:
        """The copy of its target inside ``post``: one line, cut and relinked as its card says."""
        target = self.target(post)
        if target is None:
            return ""
        words = " ".join(target.words(mentions=mentions, media=False)).split()
        if post.card.change and self.changes(post):
            words = _changed(words, post.card.change)
        text = " ".join(words)
        if post.card.cut and len(text) > post.card.cut:
            return text[: post.card.cut].rsplit(" ", 1)[0] + "…"
        if media and target.media and post.card.link:
            return f"{text} {post.card.link}"
        return text

    def changes(self, post: Post) -> bool:
        """Whether the copy in ``post`` differs from the original (short and cut ones don't)."""
        target = self.target(post)
        return bool(
            target is not None
            and post.card.change
            and not post.card.cut
            and len(" ".join(target.paragraphs).split()) >= 12
        )

    def by_time(self) -> Thread:
        """The same talk as a flat list, oldest first."""
        posts = sorted(self.posts[1:], key=lambda p: p.when)
        return replace(self, posts=(self.root, *posts))

    def as_tree(self) -> Thread:
        """The same talk where answers nest: every post follows what it answers.

        A site whose answers nest has no answers to posts from outside; those become
        answers to the root.
        """
        inside = {p.key for p in self.posts}
        fixed = [
            p
            if i == 0
            else p
            if p.answers in inside
            else replace(p, answers=self.root.key, by="reply")
            for i, p in enumerate(self.posts)
        ]
        children: dict[str, list[Post]] = {}
        for post in sorted(fixed[1:], key=lambda p: p.when):
            children.setdefault(post.answers or "", []).append(post)
        order: list[Post] = []
        stack = [replace(fixed[0], answers=None)]
        while stack:
            post = stack.pop()
            order.append(post)
            stack.extend(reversed(children.get(post.key, [])))
        return replace(self, posts=tuple(order), outside=())

    def depths(self) -> dict[str, int]:
        """Nesting of each post of a tree, the root at 0."""
        out: dict[str, int] = {}
        for post in self.posts:
            out[post.key] = 0 if post.answers is None else out[post.answers] + 1
        return out


def _changed(words: list[str], change: str) -> list[str]:
    """``words`` of at least twelve, altered where nobody would call it the same post."""
    if change == "edited":
        return [*words[:-3], "unchanged", *words[-2:]]
    if change == "excerpt":
        return words[4:-3]
    return [*words, "And", "that", "wasn't", "all."]


def clock(when: datetime, *, zone_hours: int = 0) -> str:
    """X's way to print a time: ``4:54 PM · May 20, 2026``."""
    local = when.astimezone(UTC) + timedelta(hours=zone_hours)
    hour = local.hour % 12 or 12
    return f"{hour}:{local:%M} {local:%p} · {local:%b} {local.day}, {local.year}"


def count(number: int) -> str:
    """X's way to print a number: 242, 5.5K, 38K, 4.3M."""
    for size, unit in ((1_000_000, "M"), (1_000, "K")):
        if number >= size:
            value = number / size
            return (
                f"{value:.0f}{unit}" if value >= 10 or value == int(value) else f"{value:.1f}{unit}"
            )
    return str(number)


def load(path: Path) -> Thread:
    """A thread written down in TOML: people by short name, posts with their ``text``."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    people = {name: Person(**person) for name, person in data["people"].items()}

    def post(row: dict[str, Any]) -> Post:
        fields = row | {
            "author": people[row["author"]],
            "paragraphs": tuple(row["text"].split("\n\n")),
            "mentions": tuple(row.get("mentions", ())),
            "card": Card(**row.get("card", {})),
        }
        del fields["text"]
        return Post(**fields)

    return Thread(
        title=data["title"],
        subtitle=data.get("subtitle", ""),
        slug=data["slug"],
        posts=tuple(map(post, data["posts"])),
        outside=tuple(map(post, data.get("outside", []))),
    )
