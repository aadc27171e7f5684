"""Adapters as data: a site is a table of selectors, and there is one reader for all.

A :class:`Layout` says where posts, bodies, authors and quotes stand. Only ``post`` and
``body`` are mandatory: where they find nothing, or fewer posts have words than
``expect`` says, the layout does not fit and the site's next one is tried. Everything
else may be missing; what is missing on most posts of a page is said in a warning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quotefold.dom.select import selector
from quotefold.dom.text import Text, is_unseen, text_of
from quotefold.dom.tree import TEXT, Tree
from quotefold.reading.links import absolute, status_of
from quotefold.reading.mail import attribution_at_end
from quotefold.reading.raw import Label, RawPost, RawQuote, RawThread
from quotefold.reading.site import author_from
from quotefold.reading.worded import WordedPost, WordedQuote, in_reading_order, without

EXPECT: Final[Mapping[str, float]] = {"body": 0.5, "author": 0.8}
"""Pages have posts of pictures alone, and posts whose author was deleted."""

_MAX_LEAD_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Value:
    """Where a word of the markup stands.

    ``css`` is matched inside the post or quote ("" is that element itself); ``attr``
    names an attribute, or several with a space between ("" reads the words); ``match`` is
    a pattern that must be found in it, whose groups are put into ``form``.
    """

    css: str = ""
    attr: str = ""
    match: str = ""
    form: str = "{}"


Values = tuple[Value, ...]
"""Fallbacks in order: the first that gives a word counts."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quote blocks. ``box`` is what folding hides; ``body`` holds its words (fallbacks;
    the box itself where empty) without what ``without`` matches.

    ``key`` gives the same word as ``Layout.key`` of the quoted post. With ``lead``, an
    element right before the box that says "X wrote:" belongs to it; ``lead_key`` is the
    key in it. ``cut`` marks a box that shows only the beginning. ``sign`` is markup that
    only quotes have: a page where it stands and no box is found has changed.
    """

    box: str
    body: tuple[str, ...] = ()
    without: str = ""
    handle: Values = ()
    name: Values = ()
    time: Values = ()
    permalink: Values = ()
    key: Values = ()
    label: Label = ""
    cut: str = ""
    lead: bool = False
    lead_key: Values = ()
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A post on its way to a RawPost: ``own`` are its elements without those of nested
    posts, quotes and parts set apart; ``key`` is the site's name for it. A post without
    words (a picture) is found too, for others may answer it."""

    own: Sequence[int]
    post: WordedPost
    key: str = ""
    answers_key: str = ""
    quote_keys: tuple[str, ...] = ()


Parents = Callable[[Tree, str, Sequence[Found]], Sequence[int | None]]
"""Which post each post answers, as an index; None where the markup does not say."""

Typed = Callable[[Tree, WordedPost, WordedPost | None], WordedPost]
"""Finds quotes that the author of a post typed as text; the third is the post answered."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of a site.

    Where: ``root`` holds the thread ("" the page); nothing from ``end`` on is read once a
    post was; ``skip`` are elements that match ``post`` and are none; ``apart`` are parts
    of a post that show something else. ``without`` are parts of the body that its author
    did not write. ``hero`` is the post that the page sets apart; ``number`` tells a post's
    place in a thread of many pages, and the one with number 1 opened it.

    Who answers whom: ``answers_*``; ``nest``, the box around a post and all its answers;
    ``depth``, a number that grows with nesting; ``parents``, the site's own rule. With
    ``answers_first``, posts that nest in nothing answer the first one. ``label`` is what
    an answer found in one of these ways is called. These ways count more than quotes and
    leading mentions, unless they are not ``firm``.
    """

    post: str
    body: tuple[str, ...]
    root: str = ""
    end: str = ""
    skip: str = ""
    apart: str = ""
    without: str = ""
    hero: str = ""
    number: Values = ()
    handle: Values = ()
    name: Values = ()
    time: Values = ()
    permalink: Values = ()
    key: Values = ()
    answers_key: Values = ()
    answers_handle: Values = ()
    answers_permalink: Values = ()
    nest: str = ""
    depth: Values = ()
    parents: Parents | None = None
    answers_first: bool = False
    firm: bool = True
    label: Label = "reply"
    quotes: Quotes | None = None
    typed: Typed | None = None
    expect: Mapping[str, float] = field(default_factory=lambda: EXPECT)


def reader(site: str, *layouts: Layout) -> Callable[[Tree, str], RawThread | None]:
    """The ``read`` function of a site: the first layout that fits."""

    def read(tree: Tree, url: str) -> RawThread | None:
        threads = (read_layout(site, layout, tree, url) for layout in layouts)
        return next((thread for thread in threads if thread is not None), None)

    return read


def read_layout(site: str, layout: Layout, tree: Tree, url: str) -> RawThread | None:
    """The thread in one layout; None where the page is not laid out so."""
    root = 0 if not layout.root else selector(layout.root).first(tree, 0)
    if root is None:
        return None
    nodes = _post_nodes(layout, tree, root)
    nested = frozenset(nodes)
    found = _without_repeats([_found(layout, tree, node, nested, url) for node in nodes])
    worded = sum(_says_something(f) for f in found)
    if not worded or worded < layout.expect.get("body", 0) * len(found):
        return None
    if _quotes_were_missed(layout, tree, found):
        return None
    posts = _related(layout, tree, url, found)
    return RawThread(site, tuple(posts), tuple(_missing(layout, posts)))


def value_of(tree: Tree, node: int, own: Sequence[int], values: Values) -> str:
    """The first of some fallbacks that gives a word; ``own`` are the elements searched."""
    for value in values:
        if value.css:
            test = selector(value.css)
            places: Iterator[int] = (n for n in own if test.matches(tree, n))
        else:
            places = iter((node,))
        for place in places:
            if value.attr:
                text = " ".join(tree.get(place, a) for a in value.attr.split())
            else:
                text = text_of(tree, (place,)).text
            text = " ".join(text.split())
            if value.match:
                match = re.search(value.match, text)
                text = value.form.format(*(g or "" for g in match.groups())) if match else ""
            elif text:
                text = value.form.format(text)
            if text:
                return text
    return ""


def _post_nodes(layout: Layout, tree: Tree, root: int) -> list[int]:
    post, skip, end = (selector(s or "*") for s in (layout.post, layout.skip, layout.end))
    nodes: list[int] = []
    inside = 0
    unseen = 0
    for node in range(root, tree.ends[root]):
        if node < unseen or not tree.is_element(node):
            continue
        if is_unseen(tree, node):
            unseen = tree.ends[node]
        elif post.matches(tree, node):
            if not (layout.skip and skip.matches(tree, node)):
                nodes.append(node)
                inside = max(inside, tree.ends[node])
        elif layout.end and nodes and node >= inside and end.matches(tree, node):
            break
    return nodes


def _own(
    tree: Tree, node: int, apart: str, *without: Collection[int]
) -> tuple[list[int], list[int]]:
    """Elements below ``node`` without the subtrees in ``without`` and of ``apart``; and
    the tops of the subtrees left out."""
    test = selector(apart) if apart else None
    own: list[int] = []
    left_out: list[int] = []
    n, end = node + 1, tree.ends[node]
    while n < end:
        if any(n in nodes for nodes in without) or (test is not None and test.matches(tree, n)):
            left_out.append(n)
            n = tree.ends[n]
            continue
        if tree.is_element(n):
            own.append(n)
        n += 1
    return own, left_out


def _matching(tree: Tree, own: Sequence[int], css: str) -> list[int]:
    """The outermost matches among some elements in page order."""
    matches: list[int] = []
    if css:
        test = selector(css)
        for node in own:
            if (not matches or node >= tree.ends[matches[-1]]) and test.matches(tree, node):
                matches.append(node)
    return matches


def _first_matching(
    tree: Tree, own: Sequence[int], options: Sequence[str], unwanted: Sequence[int]
) -> list[int]:
    """The outermost matches of the first option that has one with words, none of them
    inside an unwanted part."""
    kept = own
    if unwanted:
        ends = iter(unwanted)
        kept, part = [], next(ends, None)
        for node in own:
            while part is not None and node >= tree.ends[part]:
                part = next(ends, None)
            if part is None or node < part:
                kept.append(node)
    for option in options:
        matches = [n for n in _matching(tree, kept, option) if not is_unseen(tree, n)]
        if matches and text_of(tree, matches).text:
            return matches
    return []


def _found(layout: Layout, tree: Tree, node: int, posts: Collection[int], url: str) -> Found:
    own, left_out = _own(tree, node, layout.apart, posts)
    leads: dict[int, int] = {}
    quotes: list[tuple[WordedQuote, str]] = []
    if layout.quotes is not None:
        box = selector(layout.quotes.box)
        boxes = [n for n in own if box.matches(tree, n) and not is_unseen(tree, n)]
        quotes = _quotes(layout.quotes, tree, own, boxes, url, leads)
        own, left_out = _own(tree, node, layout.apart, posts, frozenset(boxes))
    unwanted = _matching(tree, own, layout.without)
    body = _first_matching(tree, own, layout.body, unwanted)
    words = without(text_of(tree, body, without=[*left_out, *unwanted]), leads)
    handle = value_of(tree, node, own, layout.handle)
    post = WordedPost(
        node=node,
        body=tuple(body),
        quotes=tuple(quote for quote, _ in quotes),
        author=author_from(handle, value_of(tree, node, own, layout.name)),
        permalink=permalink(value_of(tree, node, own, layout.permalink), url),
        time_text=value_of(tree, node, own, layout.time),
        answers_handle=value_of(tree, node, own, layout.answers_handle) or None,
        answers_permalink=permalink(value_of(tree, node, own, layout.answers_permalink), url),
        hero=(bool(layout.hero) and selector(layout.hero).matches(tree, node))
        or value_of(tree, node, own, layout.number) == "1",
        words=words,
    )
    return Found(
        own,
        post,
        value_of(tree, node, own, layout.key),
        value_of(tree, node, own, layout.answers_key),
        tuple(key for _, key in quotes),
    )


def _quotes(
    rule: Quotes,
    tree: Tree,
    own: Sequence[int],
    boxes: Sequence[int],
    url: str,
    leads: dict[int, int],
) -> list[tuple[WordedQuote, str]]:
    """The quotes in some ``boxes`` among a post's elements, in reading order, each with its
    key. Text nodes that introduce a block are put into ``leads``, with the place where
    they do."""
    before = _elements_before(tree, own, rule.without) if rule.lead else {}
    inner = frozenset(boxes)
    quotes: list[tuple[WordedQuote, str]] = []
    around: list[int] = []
    # By the box that they are in themselves; -1 are the post's own words.
    introductions: dict[int, dict[int, int]] = defaultdict(dict)
    for node in boxes:
        while around and node >= tree.ends[around[-1]]:
            around.pop()
        parts, nested = _own(tree, node, "", inner)
        unwanted = _matching(tree, parts, rule.without)
        body = _first_matching(tree, parts, rule.body, unwanted) or [node]
        words = text_of(tree, body, without=[*nested, *unwanted])
        if not words.text:
            continue
        if rule.cut and selector(rule.cut).first(tree, node) is not None:
            words = Text(words.text.rstrip("…") + "…", words.runs)
        author = author_from(
            value_of(tree, node, parts, rule.handle), value_of(tree, node, parts, rule.name)
        )
        key = value_of(tree, node, parts, rule.key)
        lead = before.get(node)
        if lead is not None:
            who = _introduction(tree, lead, introductions[around[-1] if around else -1])
            if who is not None:
                author = author or author_from(who, who)
                inside = [n for n in tree.descendants(lead) if tree.is_element(n)]
                key = key or value_of(tree, lead, inside, rule.lead_key)
        quote = WordedQuote(
            node=node,
            body=tuple(body),
            author=author,
            permalink=permalink(value_of(tree, node, parts, rule.permalink), url),
            time_text=value_of(tree, node, parts, rule.time),
            label=rule.label,
            words=words,
            inside=around[-1] if around else -1,
        )
        quotes.append((quote, key))
        around.append(node)
    leads.update(introductions[-1])
    keys = {quote.node: key for quote, key in quotes}
    bare = (
        replace(quote, words=without(quote.words, introductions[quote.node])) for quote, _ in quotes
    )
    return [(q, keys[q.node]) for q in in_reading_order(q for q in bare if q.words.text)]


def _introduction(tree: Tree, lead: int, leads: dict[int, int]) -> str | None:
    """Who is named at the end of an element in "X wrote:", if it ends so. The last lines
    count: the same paragraph can begin with own words."""
    texts = [n for n in tree.descendants(lead) if tree.tags[n] == TEXT]
    raw = "".join(tree.texts[n] for n in texts)
    if len(raw) > _MAX_LEAD_CHARS and "\n" not in raw[-_MAX_LEAD_CHARS:]:
        return None
    found = attribution_at_end(raw)
    if found is None:
        return None
    start, who = found
    for node in texts:
        if start < len(tree.texts[node]):
            leads[node] = max(start, 0)
        start -= len(tree.texts[node])
    return who


def _elements_before(tree: Tree, own: Sequence[int], skipped: str) -> dict[int, int]:
    """For each element the one before it among its siblings, ``skipped`` ones passed over."""
    test = selector(skipped) if skipped else None
    last: dict[int, int] = {}
    before: dict[int, int] = {}
    for node in own:
        if test is not None and test.matches(tree, node):
            continue
        parent = tree.parents[node]
        if parent in last:
            before[node] = last[parent]
        last[parent] = node
    return before


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """A post shown twice (a cell of a recycled list) counts once."""
    seen: set[tuple[str, str]] = set()
    once = []
    for f in found:
        name = (f.post.permalink or f.key, f.post.words.text)
        if name[0] and name in seen:
            continue
        seen.add(name)
        once.append(f)
    return once


def _quotes_were_missed(layout: Layout, tree: Tree, found: Sequence[Found]) -> bool:
    rule = layout.quotes
    if rule is None or not rule.sign or any(f.post.quotes for f in found):
        return False
    sign = selector(rule.sign)
    return any(sign.matches(tree, n) for f in found for n in f.own)


def _related(layout: Layout, tree: Tree, url: str, found: Sequence[Found]) -> list[RawPost]:
    by_key = {f.key: i for i, f in enumerate(found) if f.key}
    parents = _parents(layout, tree, url, found, by_key)
    place: dict[int, int] = {}
    for i, f in enumerate(found):
        if _says_something(f):
            place[i] = len(place)
    posts: list[RawPost] = []
    for i in place:
        f, parent = found[i], parents[i]
        post = replace(f.post, quotes=_keyed(f, i, found, by_key))
        answered = None
        if parent is not None and parent != i:
            answered = found[parent].post
            post = replace(post, parent=place.get(parent))
            if layout.firm:
                post = replace(
                    post,
                    label=layout.label,
                    answers_permalink=answered.permalink or post.answers_permalink,
                    answers_handle=answered.author.handle if answered.author else None,
                )
        posts.append(post if layout.typed is None else layout.typed(tree, post, answered))
    return posts


def _says_something(f: Found) -> bool:
    """Whether a post has words, its own or quoted ones."""
    return bool(f.post.words.text or f.post.quotes)


def _keyed(
    f: Found, own: int, found: Sequence[Found], by_key: Mapping[str, int]
) -> tuple[RawQuote, ...]:
    """Quotes of posts on this page get the permalink and author of the post itself."""
    quotes: list[RawQuote] = []
    for quote, key in zip(f.post.quotes, f.quote_keys, strict=True):
        at = by_key.get(key, own) if key else own
        if at != own:
            post = found[at].post
            quotes.append(
                replace(
                    quote,
                    permalink=post.permalink or quote.permalink,
                    author=quote.author or post.author,
                )
            )
        else:
            quotes.append(quote)
    return tuple(quotes)


def _parents(
    layout: Layout,
    tree: Tree,
    url: str,
    found: Sequence[Found],
    by_key: Mapping[str, int],
) -> Sequence[int | None]:
    parents: list[int | None] = [
        by_key.get(f.answers_key) if f.answers_key else None for f in found
    ]
    ruled: Sequence[int | None]
    if layout.parents is not None:
        ruled = layout.parents(tree, url, found)
    elif layout.nest:
        ruled = _by_nesting(selector(layout.nest).matches, tree, found)
    elif layout.depth:
        ruled = _by_depth(layout.depth, tree, found)
    else:
        ruled = [None] * len(found)
    parents = [p if p is not None else r for p, r in zip(parents, ruled, strict=True)]
    if layout.answers_first:
        parents = [0 if p is None and i else p for i, p in enumerate(parents)]
    return parents


def _by_nesting(
    is_box: Callable[[Tree, int], bool], tree: Tree, found: Sequence[Found]
) -> list[int | None]:
    owner: dict[int, int] = {}
    parents: list[int | None] = []
    for i, f in enumerate(found):
        node = f.post.node
        boxes = [n for n in (node, *tree.ancestors(node)) if tree.is_element(n) and is_box(tree, n)]
        if boxes:
            owner.setdefault(boxes[0], i)
        parents.append(next((owner[n] for n in boxes if owner.get(n, i) != i), None))
    return parents


def _by_depth(values: Values, tree: Tree, found: Sequence[Found]) -> list[int | None]:
    above: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for i, f in enumerate(found):
        text = value_of(tree, f.post.node, f.own, values)
        if not text.isdecimal() or len(text) > 6:
            parents.append(None)
            continue
        depth = int(text)
        while above and above[-1][0] >= depth:
            above.pop()
        parents.append(above[-1][1] if above else None)
        above.append((depth, i))
    return parents


def _missing(layout: Layout, posts: Sequence[RawPost]) -> Iterator[str]:
    """What most posts of this kind of page have and these have not."""
    have = {
        "author": sum(p.author is not None for p in posts),
        "time": sum(bool(p.time_text) for p in posts),
        "permalink": sum(p.permalink is not None for p in posts),
    }
    for part, share in layout.expect.items():
        if part in have and have[part] < share * len(posts):
            yield f"no {part} found in {len(posts) - have[part]} of {len(posts)} posts"


def permalink(href: str, url: str) -> str | None:
    """An absolute address in the one form that all links to a post get."""
    if not href:
        return None
    status = status_of(href, url)
    return status.permalink if status is not None else absolute(href, url) or None
