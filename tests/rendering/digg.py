"""Digg story pages in the two layouts seen so far (May 9 and May 21, 2026)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from markupsafe import Markup

from .expected import Shown, ShownQuote, expect
from .page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .spec import Person, Post, Thread

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
        payload=Markup(json.dumps(payload).replace("<", "\\u003c")),
        avatar=avatar,
        icons=_ICONS,
    )
    return Page(f"may21-{thread.slug}", url, html, expect("digg", url, thread, shown))
