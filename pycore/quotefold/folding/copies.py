"""Which blocks of a page hold the whole content of which quote.

A block *holds* a quote when every word of the quote stands in it, in the same order and
without a gap, from its beginning to its end (or to where the site cut the quote), and
when both are the same post as far as the page tells. All comparing is done on strings
that have one character for each word, so equality, prefixes and containment run at C
speed and the whole search is linear in the words of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, repeat
from typing import Final, Literal

from quotefold.folding.normalise import (
    ELLIPSIS,
    LINK,
    Content,
    content,
    distinctive,
    handle_key,
    same_handle,
    status_id,
)

Relation = Literal["exact", "flattened", "cut", "excerpt", "edited", "fuller", "pictured", "none"]

MAX_HOLDERS: Final = 32
"""Holders named for one quote, the earliest posts first. A fold needs one that is
visible; without a cap, 5,000 copies of one text would make 25 million pairs."""

MAX_COMPARED: Final = 64
"""Blocks with the right words that are looked at for one quote. Beyond it a quote may
stay open that could be folded, never the other way round."""

_MIN_CUT_WORDS: Final = 4
_SHINGLE: Final = 3
_MAX_ANCHORS: Final = 24
_MAX_QUOTES_PER_ANCHOR: Final = 8
_NEAR_SHARE: Final = 0.4
_MAX_NEAR_TRIED: Final = 4
_MAX_LINKS_TRIMMED: Final = 4
_LAST_CODE: Final = 0x10FFFF
_LINK_CODE: Final = chr(1)
_CLOCK: Final = re.compile(r"T\d\d:(\d\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """A post's own text or a quote block; ``text`` is what the reader sees of it.

    ``permalink`` and ``time`` (ISO 8601) can only keep two blocks apart or join two short
    ones; they never replace the comparison of words. ``pictures`` are keys of the
    pictures shown (:func:`quotefold.folding.pictures.picture_key`).
    """

    id: str
    handle: str | None
    text: str
    is_quote: bool
    permalink: str | None = None
    time: str | None = None
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """What the page holds of one quote.

    ``holders`` are the ids of the blocks that hold its whole content, in page order;
    the first ``above`` of them stand above it. ``relation`` says how the quote relates to
    the first post among them (else the first quote). Where no post is among them,
    ``near`` is the block it was most likely taken from; where there are no holders at all,
    ``relation`` says how it relates to that block:
    "excerpt" (a part of it), "edited" (other words), "fuller" (it shows more words or
    pictures).
    """

    holders: tuple[str, ...] = ()
    relation: Relation = "none"
    near: str | None = None
    above: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    block: Block
    form: Content
    code: str
    handle: str | None
    status: str | None
    link: str | None
    minute: int | None
    distinctive: bool
    links: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Blocks whose texts have the same words (links not yet compared), in page order."""

    blocks: dict[tuple[bool, str, str | None], list[_Entry]] = field(default_factory=dict)
    handles: set[str | None] = field(default_factory=set)

    def add(self, entry: _Entry) -> None:
        handle = _local(entry.handle)
        self.handles.add(handle)
        keys: list[tuple[str, str | None]] = [("any", None), ("by", handle)]
        if entry.link:
            keys.append(("at", entry.link))
        for how, key in keys:
            self.blocks.setdefault((entry.block.is_quote, how, key), []).append(entry)

    def candidates(self, quote: _Entry) -> Iterator[_Entry]:
        """Blocks that may be the quote's post, posts first."""
        keys: list[tuple[str, str | None]] = []
        if quote.link:
            keys.append(("at", quote.link))
        if quote.handle is None:
            keys.append(("any", None))
        else:
            keys.append(("by", _local(quote.handle)))
            if len(self.handles - {None}) == 1:  # else two people said it: whose is this one?
                keys.append(("by", None))
        for is_quote in (False, True):
            for how, key in keys:
                yield from islice(self.blocks.get((is_quote, how, key), ()), MAX_HOLDERS)


def _local(handle: str | None) -> str | None:
    return None if handle is None else handle.partition("@")[0]


class _Codes(dict[str, str]):
    """A character for each different word of the page; all links share one."""

    def __missing__(self, word: str) -> str:
        if LINK in word:
            code = _LINK_CODE
        elif len(self) + 2 > _LAST_CODE:
            raise OverflowError
        else:
            code = chr(len(self) + 2)
        self[word] = code
        return code

    def of(self, words: Sequence[str]) -> str:
        """The words as a string; "" (which matches nothing) for a text with more different
        words than the page has characters left: above a million."""
        try:
            return "".join([self[word] for word in words])
        except OverflowError:
            return ""


def find_copies(blocks: Sequence[Block]) -> Mapping[str, Match]:
    """For every quote of ``blocks`` (in page order), what the page holds of it."""
    entries = _entries(blocks)
    groups: dict[str, _Group] = {}
    for entry in entries:
        for code in _held_codes(entry.code):
            groups.setdefault(code, _Group()).add(entry)
    ordered: list[str] | None = None
    matches: dict[str, Match] = {}
    unresolved: list[_Entry] = []
    for quote in entries:
        if not quote.block.is_quote:
            continue
        holders: dict[int, _Entry] = {}
        if quote.code:
            _collect(holders, quote, groups[quote.code].candidates(quote))
        if quote.code and _cut_enough(quote):
            if ordered is None:
                ordered = sorted(groups)
            _collect(holders, quote, _longer(quote, groups, ordered))
        if holders:
            matches[quote.block.id] = _match(quote, holders)
        else:
            matches[quote.block.id] = Match()
        if quote.code and all(entry.block.is_quote for entry in holders.values()):
            unresolved.append(quote)
    for quote_id, near in _near(unresolved, entries):
        found = matches[quote_id]
        told = near.relation if near.relation == "pictured" else found.relation
        matches[quote_id] = replace(found, near=near.near, relation=told) if found.holders else near
    return matches


def _entries(blocks: Sequence[Block]) -> list[_Entry]:
    codes = _Codes()
    seen: dict[str, tuple[Content, str, bool, tuple[str, ...]]] = {}
    entries = []
    for index, block in enumerate(blocks):
        parsed = seen.get(block.text)
        if parsed is None:
            form = content(block.text)
            code = codes.of(form.words)
            links = tuple(w for w in form.words if LINK in w) if _LINK_CODE in code else ()
            parsed = form, code, distinctive(form.words), links
            seen[block.text] = parsed
        clock = _CLOCK.search(block.time or "")
        entries.append(
            _Entry(
                index=index,
                block=block,
                form=parsed[0],
                code=parsed[1],
                handle=handle_key(block.handle),
                status=status_id(block.permalink),
                link=_link_key(block.permalink),
                # Zones differ by whole quarters of an hour: the rest is the same in all.
                minute=int(clock.group(1)) % 15 if clock else None,
                distinctive=parsed[2],
                links=parsed[3],
            )
        )
    return entries


def _link_key(permalink: str | None) -> str | None:
    status = status_id(permalink)
    if status:
        return f"status {status}"
    return permalink.partition("://")[2].removeprefix("www.").rstrip("/") if permalink else None


def _held_codes(code: str) -> Iterator[str]:
    """The codes under which a block is found: with and without the links at its end,
    which some sites show as a card in a quote."""
    if not code:
        return
    yield code
    for _ in range(_MAX_LINKS_TRIMMED):
        if not code.endswith(_LINK_CODE) or len(code) == 1:
            return
        code = code[:-1]
        yield code


def _collect(holders: dict[int, _Entry], quote: _Entry, candidates: Iterator[_Entry]) -> None:
    for entry in islice(candidates, MAX_COMPARED):
        if len(holders) >= MAX_HOLDERS:
            return
        if entry.index not in holders and _holds(entry, quote):
            holders[entry.index] = entry


def _match(quote: _Entry, holders: Mapping[int, _Entry]) -> Match:
    found = [holders[index] for index in sorted(holders)]
    source = min(found, key=lambda entry: (entry.block.is_quote, entry.index))
    relation: Relation = "exact"
    goes_on = source.code[len(quote.code) :].strip(_LINK_CODE)
    if goes_on or not source.code.startswith(quote.code):
        relation = "cut"
    elif _lines(source.block.text) != _lines(quote.block.text):
        relation = "flattened"
    return Match(
        holders=tuple(entry.block.id for entry in found),
        relation=relation,
        above=sum(entry.index < quote.index for entry in found),
    )


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if not line.isspace() and line)


# --- one quote, one block ---------------------------------------------------------


def _holds(entry: _Entry, quote: _Entry) -> bool:
    """Whether ``entry`` shows the whole quote, given that the words' codes agree."""
    if entry.index == quote.index:
        return False
    return quote.block.pictures <= entry.block.pictures and _same_words(entry, quote)


def _same_words(entry: _Entry, quote: _Entry) -> bool:
    identity = _identity(entry, quote)
    if identity == "other":
        return False
    linked = identity == "linked"
    return (
        _in_order(quote.form.mentions, entry.form.mentions)
        and _words_agree(entry, quote, linked)
        and (linked or _tails_agree(entry, quote))
    )


def _in_order(some: Sequence[str], all_of_them: Sequence[str]) -> bool:
    rest = iter(all_of_them)
    return all(one in rest for one in some)


def _identity(entry: _Entry, quote: _Entry) -> Literal["linked", "same", "other"]:
    """Whether two blocks are one post, as far as link, author and time tell."""
    if entry.status and quote.status and entry.status != quote.status:
        return "other"
    if entry.handle and quote.handle and not same_handle(entry.handle, quote.handle):
        return "other"
    if entry.link and entry.link == quote.link:
        return "linked"
    if quote.distinctive:
        return "same"
    if not (entry.handle and quote.handle):
        return "other"
    if entry.minute is not None and quote.minute is not None and entry.minute != quote.minute:
        return "other"
    return "same"


def _words_agree(entry: _Entry, quote: _Entry, linked: bool) -> bool:
    """Compare what codes do not tell apart: links, and a last word cut short."""
    shown = quote.links
    if quote.form.fragment:
        start = quote.form.words[-1]
        whole = entry.form.words[len(quote.code) - 1]
        if LINK in start and LINK in whole:
            shown = shown[:-1]
            start = start.removesuffix(LINK)
        if not whole.startswith(start):
            return False
        if start[-1].isdigit() and whole[len(start) :][:1].isdigit():
            return False  # "5…" is not a part of "500" that a reader would recognise
    held = entry.links[: len(shown)]
    return held == shown or all(map(_same_link, held, shown, repeat(linked)))


def _same_link(held: str, shown: str, linked: bool) -> bool:
    """Whether a link shows nothing that ``held`` does not: it is the same or its start,
    or the site's own short link in what is known to be the same post."""
    held_before, held_address, held_after = _link_parts(held)
    before, address, after = _link_parts(shown)
    if before != held_before or after.strip(ELLIPSIS) != held_after.strip(ELLIPSIS):
        return False
    if address == held_address:
        return True
    if after.startswith(ELLIPSIS) and "/" in address:
        return held_address.startswith(address)
    return linked and address.startswith("t.co/")


def _link_parts(word: str) -> tuple[str, str, str]:
    before, _, rest = word.partition(LINK)
    address, _, after = rest.partition(LINK)
    return before, address, after


def _tails_agree(entry: _Entry, quote: _Entry) -> bool:
    """Whether the links that the site appended allow both to be one post.

    Links of one kind must agree: a post quotes one post and has its own pictures. A
    short text is only the same where the quote appends nothing that the block lacks,
    except a link to its own author's media.
    """
    held = defaultdict(set)
    for tail in entry.form.tails:
        held[tail.kind].add(tail.id)
    for tail in quote.form.tails:
        if tail.kind in held:
            if tail.id not in held[tail.kind]:
                return False
        elif not quote.distinctive and not (tail.kind == "media" and tail.owner == quote.handle):
            return False
    return True


# --- quotes that the site cut -----------------------------------------------------


def _stem(quote: _Entry) -> str:
    return quote.code[:-1] if quote.form.fragment else quote.code


def _cut_enough(quote: _Entry) -> bool:
    """Whether a cut quote shows enough to say what it is the beginning of."""
    if not quote.form.cut:
        return False
    size = len(_stem(quote))
    return size >= _MIN_CUT_WORDS and distinctive(quote.form.words[:size])


def _longer(
    quote: _Entry, groups: Mapping[str, _Group], ordered: Sequence[str]
) -> Iterator[_Entry]:
    """Candidates among the blocks that go on where the quote was cut."""
    stem = _stem(quote)
    position = bisect_left(ordered, stem)
    for code in islice(ordered, position, position + MAX_COMPARED):
        if not code.startswith(stem):
            return
        if len(code) >= len(quote.code):
            yield from groups[code].candidates(quote)


# --- near copies: where an excerpt or an edited copy was taken from ----------------


def _near(quotes: Sequence[_Entry], entries: Sequence[_Entry]) -> Iterator[tuple[str, Match]]:
    by_link: dict[str, _Entry] = {}
    for entry in entries:
        if entry.link and not entry.block.is_quote:
            by_link.setdefault(entry.link, entry)
    by_code: dict[str, list[_Entry]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
    codes = list(by_code)
    votes, sizes = _votes({quote.code for quote in quotes}, codes)
    likeliest = {code: counted.most_common(_MAX_NEAR_TRIED) for code, counted in votes.items()}
    for quote in quotes:
        linked = by_link.get(quote.link or "")
        near = [
            entry
            for number, count in likeliest.get(quote.code, ())
            if count >= _NEAR_SHARE * sizes[quote.code]
            for entry in islice(by_code[codes[number]], MAX_COMPARED)
        ]
        # A post before a quote of it: its place on the page says nothing.
        near.sort(key=lambda entry: entry.block.is_quote)
        for entry in chain([linked] if linked else [], near):
            if entry.index != quote.index and _identity(entry, quote) != "other":
                yield quote.block.id, Match(relation=_nearness(entry, quote), near=entry.block.id)
                break


def _votes(
    quotes: set[str], codes: Sequence[str]
) -> tuple[dict[str, Counter[int]], dict[str, int]]:
    """How many of each quote's sampled shingles each text holds, and how many it has."""
    anchors: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for quote in sorted(quotes):
        starts = len(quote) - _SHINGLE + 1
        step = max(1, -(-starts // _MAX_ANCHORS))
        shingles = {quote[at : at + _SHINGLE] for at in range(0, starts, step)}
        sizes[quote] = len(shingles)
        for shingle in shingles:
            wanted = anchors.setdefault(shingle, [])
            if len(wanted) < _MAX_QUOTES_PER_ANCHOR:
                wanted.append(quote)
    votes: dict[str, Counter[int]] = {}
    if not anchors:
        return votes, sizes
    for number, code in enumerate(codes):
        found = {
            code[at : at + _SHINGLE]
            for at in range(len(code) - _SHINGLE + 1)
            if code[at : at + _SHINGLE] in anchors
        }
        for shingle in found:
            for quote in anchors[shingle]:
                votes.setdefault(quote, Counter())[number] += 1
    return votes, sizes


def _nearness(entry: _Entry, quote: _Entry) -> Relation:
    if not quote.block.pictures <= entry.block.pictures:
        whole = quote.code in _held_codes(entry.code) or (
            _cut_enough(quote)
            and entry.code.startswith(_stem(quote))
            and len(entry.code) >= len(quote.code)
        )
        same = whole and not entry.block.is_quote and _same_words(entry, quote)
        return "pictured" if same else "fuller"
    if quote.code == entry.code:
        return "edited"
    if quote.code in entry.code:
        return "excerpt"
    if entry.code in quote.code or (entry.form.cut and quote.code.startswith(_stem(entry))):
        return "fuller"
    return "edited"
