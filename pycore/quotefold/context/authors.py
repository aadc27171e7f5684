"""Who wrote what: one spelling for each person, and authors proved by signed copies.

An author is never guessed. A post without one gets it only from a quote elsewhere on the
page that is signed and repeats the whole post, or that links to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quotefold.folding.copies import Match
from quotefold.model import Author, Post, Quote
from quotefold.reading.site import best_handle

WHOLE = ("exact", "flattened", "cut")
"""Relations in which a quote and its original are the same post, not a part of it."""


def unify_authors(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Give every mention of a person the best spelling and a name, if any has one."""
    spellings: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for author in _all_authors(posts):
        if author.handle not in spellings[author.key]:
            spellings[author.key].append(author.handle)
        if author.name and author.key not in names:
            names[author.key] = author.name
    people = {
        key: Author(best_handle(*found), names.get(key, "")) for key, found in spellings.items()
    }

    def known(author: Author | None) -> Author | None:
        if author is None:
            return None
        person = people[author.key]
        return Author(person.handle, author.name or person.name)

    return tuple(
        replace(
            post,
            author=known(post.author),
            quotes=tuple(replace(q, author=known(q.author)) for q in post.quotes),
        )
        for post in posts
    )


def _all_authors(posts: Sequence[Post]) -> list[Author]:
    found = [p.author for p in posts]
    found += [q.author for p in posts for q in p.quotes]
    return [author for author in found if author is not None]


def recover(posts: Sequence[Post], matches: Mapping[str, Match]) -> tuple[Post, ...]:
    """Fill authors and times that only a signed copy of the post shows.

    Copies signed by different people prove nothing: the author stays unknown, and the
    evidence says so.
    """
    by_link = {p.permalink: p.id for p in posts if p.permalink}
    proofs: dict[str, list[tuple[Quote, str]]] = defaultdict(list)
    for post in posts:
        for quote in post.quotes:
            linked = by_link.get(quote.permalink or "")
            if linked is not None:
                proofs[linked].append((quote, "linked"))
            match = matches.get(quote.id)
            if match is not None and match.relation in WHOLE:
                for holder in match.holders:
                    if holder != linked and holder != post.id:
                        proofs[holder].append((quote, "signed"))
    return tuple(_recovered(post, proofs.get(post.id, [])) for post in posts)


def _recovered(post: Post, proofs: Sequence[tuple[Quote, str]]) -> Post:
    evidence = dict(post.evidence)
    author, time = post.author, post.time
    if author is None:
        signed = [(q, how) for q, how in proofs if q.author is not None]
        people = {q.author.key: q.author for q, _ in signed if q.author is not None}
        if len(people) == 1:
            (author,) = people.values()
            evidence["author"] = f"{signed[0][1]} copy {signed[0][0].id}"
        elif people:
            evidence["author"] = "unknown: copies are signed by different people"
    if time is None:
        dated = next((q for q, _ in proofs if q.time), None)
        if dated is not None and (author is None or _same(dated.author, author)):
            time = dated.time
            evidence["time"] = f"copy {dated.id}"
    return replace(post, author=author, time=time, evidence=evidence)


def _same(one: Author | None, other: Author) -> bool:
    return one is not None and one.key == other.key
