"""Self-threads: which part of how many a post is, where its author goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from quotefold.model import Post


def number_parts(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Set ``part`` = (n, of) on every post of a self-thread with two or more parts.

    A self-thread is a post and all self-replies that lead back to it, in time order;
    posts without a time keep page order after the post they answer.
    """
    number = {p.id: i for i, p in enumerate(posts)}
    head: dict[int, int] = {}
    for i in range(len(posts)):
        path: list[int] = []
        here = i
        while here not in head:
            path.append(here)
            target = posts[here].target
            if posts[here].kind != "self-reply" or target is None or not target.post:
                head[here] = here
                break
            here = number[target.post]
        for step in path:
            head[step] = head[here]
    threads: dict[int, list[int]] = defaultdict(list)
    for i in range(len(posts)):
        threads[head[i]].append(i)
    part: dict[int, tuple[int, int]] = {}
    for first, members in threads.items():
        if len(members) > 1:
            rest = sorted(
                (m for m in members if m != first),
                key=lambda m: (posts[m].time or "~", m),
            )
            for n, member in enumerate([first, *rest], 1):
                part[member] = (n, len(members))
    return tuple(replace(p, part=part.get(i)) for i, p in enumerate(posts))
