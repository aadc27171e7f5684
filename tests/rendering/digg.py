"""Digg story pages in the two layouts seen so far (May 9 and May 21, 2026)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from markupsafe import Markup

from .expected import UNSTATED, Shown, ShownQuote, expect, only_handle
from .page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .spec import By, Person, Post, Thread

_ICONS = (
    ("message-circle", "M3 16l-1 5 5-1A10 10 0 1 0 3 16"),
    ("heart", "M12 21l-7-7c-7-7 2-14 7-8 5-6 14 1 7 8z"),
    ("repeat-2", "m2 9 3-3 3 3M13 18H7a2 2 0 0 1-2-2V6M22 15l-3 3-3-3M11 6h6a2 2 0 0 1 2 2v10"),
    ("bookmark", "M17 3a2 2 0 0 1 2 2v16l-7-4-7 4V5a2 2 0 0 1 2-2z"),
)


def avatar(person: Person) -> str:
    """A round picture with initials, as a data address: no page of ours asks the network."""
    hue = sum(map(ord, person.handle)) * 47 % 360
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'>"
        f"<rect width='40' height='40' fill='hsl({hue},42%,46%)'/>"
        "<text x='20' y='26' font-family='sans-serif' font-size='16' font-weight='600' fill='#fff' "
        f"text-anchor='middle'>{person.initials}</text></svg>"
    )
    return "data:image/svg+xml," + percent(svg, safe="=:/ '")


def permalink(post: Post, *, signed: bool = True) -> str:
    """The post on X; without its author where the page does not name them."""
    return f"https://x.com/{post.author.handle if signed else 'i'}/status/{post.status_id}"


def _script_string(text: str) -> Markup:
    return Markup(json.dumps(text).replace("<", "\\u003c"))


def _shown(thread: Thread, posts: Iterable[Post], *, media: bool) -> list[Shown]:
    out = []
    for post in posts:
        target = thread.target(post)
        quotes: tuple[ShownQuote, ...] = ()
        if target is not None and post.card.shown:
            quotes = (
                ShownQuote(
                    target.key,
                    thread.card_text(post),
                    target.author,
                    permalink(target),
                    target.minute,
                    excerpt=thread.changes(post),
                ),
            )
        out.append(
            Shown(
                post,
                "\n\n".join(post.words(media=media)),
                post.author if post.signed else None,
                post.minute,
                permalink(post, signed=post.signed),
                ("reply" if post.mentions else "quote") if target else "",
                target.key if target else None,
                quotes,
            )
        )
    return out


def may21(thread: Thread, url: str, *, look: str = "", streaming: bool = False) -> Page:
    """The layout of May 21: a hero card, then posts with a signed card of what they answer.

    ``look`` is CSS for a page that is shown to people; ``streaming`` leaves what the
    server sends before the scripts have run: fallbacks, hidden parts, the payload.
    """
    shown = _shown(thread, thread.posts, media=True)
    payload = json.dumps({"posts": [{"text": s.text, "id": str(s.post.status_id)} for s in shown]})
    html = fill(
        "digg-may21.html",
        thread=thread,
        shown=shown,
        look=Markup(look),
        streaming=streaming,
        payload=_script_string(payload),
        avatar=avatar,
        icons=_ICONS,
    )
    return Page(f"may21-{thread.slug}", url, html, expect("digg", url, thread, shown))


@dataclass(frozen=True, slots=True)
class _Row:
    """One action on the page of May 9."""

    label: str
    actor: Person
    text: str
    permalink: str
    target: Post | None = None
    chip_label: str = ""
    card_label: str = ""
    card_text: str = ""


_ROW_LABELS: Mapping[By, tuple[str, str, str]] = {
    "quote": ("QUOTE", "Quoted from", "Quoting"),
    "reply": ("REPLY", "Replying to", "Replying to"),
}


def _may09_row(thread: Thread, post: Post) -> _Row:
    text, target = "\n".join(post.words(mentions=False)), thread.target(post)
    if target is None:
        return _Row("POST", post.author, text, permalink(post))
    label, chip_label, card_label = _ROW_LABELS[post.by]
    card_text = thread.card_text(post, mentions=False) if post.card.shown else ""
    return _Row(
        label, post.author, text, permalink(post), target, chip_label, card_label, card_text
    )


def may09(thread: Thread, url: str, *, reposts: Sequence[tuple[Person, str]] = ()) -> Page:
    """The layout of May 9: a hero card, then a labelled row an action, bodies shown twice.

    The root comes again as the first row. ``reposts`` are rows at the end: who shows
    again the post with that key. Cards stand in panels that open on hover.
    """
    rows = [_may09_row(thread, post) for post in thread.posts]
    shown = [
        Shown(
            post,
            "\n\n".join(post.words(mentions=False, media=i > 0)),
            post.author,
            post.minute,
            permalink(post),
            post.by if post.answers else "",
            post.answers,
            tuple(
                ShownQuote(
                    target.key,
                    row.card_text,
                    target.author,
                    UNSTATED,
                    UNSTATED,
                    excerpt=thread.changes(post),
                    loose=True,
                )
                for target in [row.target]
                if target is not None and row.card_text
            ),
            says=only_handle(post.author) if i else None,
        )
        for i, (post, row) in enumerate(zip(thread.posts, rows, strict=True))
    ]
    on_page = {post.key for post in thread.posts}
    for person, key in reposts:
        post = thread.by_key[key]
        text = "\n".join(post.words(mentions=False))
        rows.append(_Row("REPOST", person, text, permalink(post), post, "Reposted from"))
        if key not in on_page:
            on_page.add(key)
            shown.append(
                Shown(
                    post,
                    "\n\n".join(post.words(mentions=False)),
                    post.author,
                    post.minute,
                    permalink(post),
                    says=only_handle(post.author),
                )
            )
    payload = json.dumps({"posts": [{"post_x_id": str(p.status_id)} for p in thread.posts]})
    html = fill(
        "digg-may09.html",
        thread=thread,
        hero=shown[0],
        rows=rows,
        payload=_script_string(payload),
    )
    expected = expect("digg", url, thread, shown)
    return Page(f"may09-{thread.slug}", url, html, expected, paragraphs=False)
