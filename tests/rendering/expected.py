"""What a careful reader reads on a rendered page, in the public form of schema 1.

A renderer lists what its markup *shows* of every post (:class:`Shown`); :func:`expect`
turns the list into ids, kinds, targets and copies. A field that the markup leaves open is
left out of the result: it is not compared. Stance, evidence and warnings are never stated.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .spec import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .spec import Post, Thread

Json = dict[str, Any]

UNSTATED: Final = object()
"""The markup leaves this open: the field is left out of the expectation."""

_MEDIA = re.compile(r"\s*https?://(?:x\.com|twitter\.com|t\.co|pic\.twitter\.com)/\S+$")


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote block as printed. ``of`` is the key of the post it shows."""

    of: str
    text: str
    author: Any
    """A Person, the JSON of an author, None or UNSTATED."""
    permalink: Any = None
    time: Any = None
    excerpt: bool = False
    """No whole and true copy of the post: stays, but for the same words in a quote above."""
    loose: bool = False
    """Shown only on hover, or typed without an element of its own: whether it counts as
    folded is the reader's affair."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as printed. ``relation`` is what the page says of it and its ``target``."""

    post: Post
    text: str
    author: Person | None
    time: Any = None
    permalink: Any = None
    relation: Any = ""
    """"quote", "reply", "" for none, or UNSTATED."""
    target: Any = None
    """Key of the post answered, None for none, or UNSTATED."""
    quotes: tuple[ShownQuote, ...] = ()
    says: Json | None = None
    """The author as this site names them, where that is not handle and name."""


def normal(text: str) -> str:
    """A text as identity: NFKC, one space, no media link at the end, no ellipsis."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    return _MEDIA.sub("", text).rstrip("… ").removesuffix("...").rstrip()


def telling(text: str) -> bool:
    """Whether the words alone tell which post is quoted: nobody says a dozen by chance."""
    words = [w for w in text.casefold().split() if any(map(str.isalnum, w))]
    return len(words) >= 12 and len(set(words)) >= 8


def _author(author: Any) -> Any:
    if isinstance(author, Person):
        return {"handle": author.handle, "name": author.name}
    return author


def only_handle(person: Person) -> Json:
    """The author on a site that shows no names, or on which names may differ."""
    return {"handle": person.handle}


@dataclass(frozen=True, slots=True)
class _Text:
    """One text on the page, with its place."""

    id: str
    key: str
    text: str
    place: int
    is_post: bool


def _holds(holder: _Text, quote: _Text, *, cut: bool) -> bool:
    if holder.key != quote.key:
        return False
    return holder.text.startswith(quote.text) if cut else holder.text == quote.text


def expect(
    site: str, url: str, thread: Thread, shown: Sequence[Shown], *, hero: bool = True
) -> Json:
    """The thread that this page shows. ``shown`` is in page order, the root's id is p0.

    Without a ``hero`` the page does not say that all is about the first post: then only
    what the others answer can tell.
    """
    ids = {s.post.key: f"p{i}" for i, s in enumerate(shown)}
    texts: list[_Text] = []
    quote_ids: dict[tuple[str, int], str] = {}
    for s in shown:
        quotes = []
        for n, q in enumerate(s.quotes):
            quote_ids[s.post.key, n] = f"q{len(quote_ids) + 1}"
            quotes.append(_Text(quote_ids[s.post.key, n], q.of, normal(q.text), 0, is_post=False))
        # A post's own words and its quote count as one place: a quote never stands in
        # for itself, and its own post is no copy of it.
        texts.append(_Text(ids[s.post.key], s.post.key, normal(s.text), 0, is_post=True))
        texts.extend(quotes)
    texts = [_Text(t.id, t.key, t.text, place, t.is_post) for place, t in enumerate(texts)]
    by_id = {t.id: t for t in texts}

    authors = _recovered(shown)
    posts = [
        _post_json(s, i, ids, authors, thread, quote_ids, texts, by_id) for i, s in enumerate(shown)
    ]
    if not hero and all(s.target != shown[0].post.key for s in shown[1:]):
        del posts[0]["kind"]
    return {"schema": 1, "site": site, "url": url, "posts": posts}


def _recovered(shown: Sequence[Shown]) -> dict[str, Person | None]:
    """Authors that the page names, or that a signed and true copy of its words names."""
    signed = {
        q.of: q.author
        for s in shown
        for q in s.quotes
        if isinstance(q.author, Person) and not q.excerpt
    }
    return {s.post.key: s.author or signed.get(s.post.key) for s in shown}


def _post_json(
    s: Shown,
    index: int,
    ids: Mapping[str, str],
    authors: Mapping[str, Person | None],
    thread: Thread,
    quote_ids: Mapping[tuple[str, int], str],
    texts: Sequence[_Text],
    by_id: Mapping[str, _Text],
) -> Json:
    author = authors[s.post.key]
    out: Json = {
        "id": ids[s.post.key],
        "kind": _kind(s, index, authors, thread),
        "author": s.says if s.says and author else _author(author),
        "text": s.text,
        "time": s.time,
        "permalink": s.permalink,
        "target": _target(s, index, ids, thread),
        "quotes": [
            _quote_json(q, by_id[quote_ids[s.post.key, n]], texts) for n, q in enumerate(s.quotes)
        ],
        "stance": None,
    }
    return {k: v for k, v in out.items() if v is not UNSTATED}


def _kind(s: Shown, index: int, authors: Mapping[str, Person | None], thread: Thread) -> Any:
    if index == 0:
        return "original"
    if s.relation is UNSTATED:
        return UNSTATED
    if not s.relation:
        return "post"
    if s.target is not UNSTATED and s.target is not None:
        target = thread.by_key[s.target]
        theirs = authors.get(target.key, target.author)
        mine = authors[s.post.key]
        if mine and theirs and mine.handle == theirs.handle:
            return "self-reply"
    return s.relation


def _target(s: Shown, index: int, ids: Mapping[str, str], thread: Thread) -> Any:
    if index == 0:
        return UNSTATED if s.quotes else None
    if s.target is UNSTATED or s.target is None:
        return s.target
    if s.target in ids:
        return {"post": ids[s.target]}
    quote = next((q for q in s.quotes if q.of == s.target), None)
    target = thread.by_key[s.target]
    if quote is None:
        return {"handle": target.author.handle}
    said = _author(quote.author)
    out: Json = {"text": quote.text}
    if isinstance(said, dict) and "handle" in said:
        out["handle"] = said["handle"]
    if quote.permalink is not UNSTATED:
        out["permalink"] = quote.permalink
    return out


def _quote_json(q: ShownQuote, me: _Text, texts: Sequence[_Text]) -> Json:
    cut = q.text.rstrip().endswith(("…", "..."))
    holders = [t for t in texts if t.id != me.id and _holds(t, me, cut=cut)]
    above = [t for t in holders if t.place < me.place]
    out: Json = {
        "id": me.id,
        "author": _author(q.author),
        "text": q.text,
        "time": q.time,
        "permalink": q.permalink,
    }
    if q.excerpt:
        again = [t for t in above if not t.is_post]
        if not again:
            out |= {"collapsed": False}
        elif isinstance(_author(q.author), dict) and telling(q.text):
            out |= {"collapsed": True}
    elif (cut or not isinstance(_author(q.author), dict)) and not telling(q.text):
        pass  # Two people may have said it: neither reading is wrong.
    elif above:
        # Where a quote above shows it and the post itself comes below, either is named.
        first = above[0]
        open_name = not first.is_post and any(t.is_post for t in holders)
        named = UNSTATED if open_name else first.id
        out |= {"copy_of": named, "collapsed": True, "reason": f"same as {first.id} above"}
    else:
        named = holders[0].id if holders and holders[0].is_post else UNSTATED
        out |= {"copy_of": named if holders else None, "collapsed": False}
    if q.loose:
        out.pop("collapsed", None)
        out.pop("reason", None)
    return {k: v for k, v in out.items() if v is not UNSTATED}


def _text(text: str, *, paragraphs: bool) -> list[str]:
    parts = re.split(r"\n[ \t]*\n", text) if paragraphs else [text]
    return [part for part in (" ".join(p.split()) for p in parts) if part]


NOT_COMPARED: Final = {"stance", "evidence", "warnings", "schema", "reason", "part", "quoted_by"}


def differences(want: Json, got: Json, *, paragraphs: bool = True) -> list[str]:
    """Where a reading differs from the expectation, a line each; [] when it does not.

    Compared is what ``want`` states and no more. Texts are compared paragraph by
    paragraph (as one where not ``paragraphs``) with runs of whitespace as one space;
    handles without case.
    """
    out: list[str] = []
    if want["posts"] == [] and got["posts"]:
        return [f"posts: expected none, got {len(got['posts'])}"]
    _compare("", want, got, out, paragraphs=paragraphs)
    return out


def _compare(path: str, want: Any, got: Any, out: list[str], *, paragraphs: bool) -> None:
    if isinstance(want, dict) and isinstance(got, dict):
        for name, value in want.items():
            if name in NOT_COMPARED:
                continue
            if name not in got:
                out.append(f"{path}.{name}: missing")
                continue
            a, b = value, got[name]
            if name == "text" and isinstance(a, str) and isinstance(b, str):
                a, b = _text(a, paragraphs=paragraphs), _text(b, paragraphs=paragraphs)
                if a != b:
                    out.append(f"{path}.text: expected {value!r}, got {got[name]!r}")
                continue
            if name == "handle" and isinstance(a, str) and isinstance(b, str):
                a, b = a.casefold(), b.casefold()
            _compare(f"{path}.{name}", a, b, out, paragraphs=paragraphs)
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            out.append(f"{path}: expected {len(want)}, got {len(got)}")
        for n, (a, b) in enumerate(zip(want, got, strict=False)):
            _compare(f"{path}[{n}]", a, b, out, paragraphs=paragraphs)
    elif want != got:
        out.append(f"{path}: expected {want!r}, got {got!r}")
