"""The thread as mails on a list, for real software to render (``software.py``).

``python -m tests.rendering.mail FOLDER`` writes one ``.eml`` a post. What is to be read
on a program's pages does not depend on the program, but for the times and links that it
prints.
"""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .expected import UNSTATED, Json, Shown, ShownQuote, expect
from .page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .spec import Post, Thread


LIST = "harbour@lists.example.org"
WIDTH = 72


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a mail: own words, or words of the post ``of`` behind ``depth`` marks."""

    text: str
    of: str = ""
    depth: int = 0
    excerpt: bool = False
    named: bool = True
    """A line above says who wrote it."""


def name(post: Post) -> str:
    """A name as mail programs like it: no symbols, no remark in brackets."""
    plain = re.sub(r"\(.*?\)", "", post.author.name)
    return " ".join("".join(c for c in plain if c.isascii()).split())


def address(post: Post) -> str:
    """Where somebody who does not exist can be reached."""
    return f"{post.author.handle.lower()}@example.org"


def message_id(post: Post) -> str:
    """The id without its brackets."""
    return f"{post.key}.{post.when:%Y%m%d}@example.org"


def parts(thread: Thread, post: Post) -> tuple[Part, ...]:
    """How this post would be written as a mail.

    Most quote all they answer, above. A card that is cut becomes an excerpt; an answer
    of two sentences to two sentences goes between them; an answer in two words stands
    above everything that was said before.
    """
    own = Part("\n\n".join(post.paragraphs))
    target = thread.target(post)
    if target is None or (target == thread.root and post.author == thread.root.author):
        return (own,)
    words = "\n\n".join(target.paragraphs)
    theirs = re.split(r"(?<=[.!?]) ", words)
    mine = re.split(r"(?<=[.!?\"]) (?=[A-Z])", own.text)
    if post.card.cut:
        return (Part(theirs[0], target.key, 1, excerpt=True), own)
    if len(own.text) < 20:
        before = thread.target(target)
        deeper = [Part("\n\n".join(before.paragraphs), before.key, 2)] if before is not None else []
        return (own, *deeper, Part(words, target.key, 1, named=not deeper))
    if len(theirs) == 2 and len(mine) == 2:
        return (
            Part(theirs[0], target.key, 1, excerpt=True),
            Part(mine[0]),
            Part(theirs[1], target.key, 1, excerpt=True, named=False),
            Part(mine[1]),
        )
    return (Part(words, target.key, 1), own)


def _said(post: Post, depth: int) -> str:
    return (
        "> " * depth + f"On {post.when:%a}, {post.when.day} {post.when:%b %Y}, {name(post)} wrote:"
    )


def _lines(text: str, depth: int, width: int) -> Iterator[str]:
    mark = ">" * depth + " " if depth else ""
    for n, paragraph in enumerate(text.split("\n\n")):
        if n:
            yield mark.rstrip()
        for line in textwrap.wrap(paragraph, width, break_on_hyphens=False):
            yield mark + line


def body(thread: Thread, post: Post) -> str:
    """The mail's text."""
    out: list[str] = []
    for part in parts(thread, post):
        quoted = thread.by_key.get(part.of)
        if out and not (part.depth and out[-1].startswith(">")):
            out.append("")
        elif out:
            out.append(">" * part.depth)
        if quoted is not None and part.named and part.depth == 2:
            answer = thread.target(post)
            assert answer is not None
            out.append(_said(answer, 0))
        if quoted is not None and part.named:
            out.append(_said(quoted, part.depth - 1))
        # Some programs wrap again what they quote.
        width = 64 if part.depth and len(part.text) % 2 else WIDTH
        out.extend(_lines(part.text, part.depth, width))
    if post.by == "quote" and post.answers == thread.root.key:
        out += ["", "-- ", name(post), "three coasts, one laptop"]
    return "\n".join(out) + "\n"


def messages(thread: Thread) -> Iterator[tuple[Post, EmailMessage]]:
    """The thread's mails, oldest first. What answers a stranger answers the first mail."""
    flat = thread.by_time()
    for post in flat.posts:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = f"{name(post)} <{address(post)}>"
        mail["To"] = LIST
        mail["Date"] = format_datetime(post.when)
        mail["Message-ID"] = f"<{message_id(post)}>"
        subject = "Buoylib 4 and the Harbour Licence"
        mail["Subject"] = subject if post == flat.root else f"Re: {subject}"
        parent = parent_of(flat, post)
        if parent is not None:
            mail["In-Reply-To"] = f"<{message_id(parent)}>"
            chain: list[Post] = []
            up: Post | None = parent
            while up is not None:
                chain.insert(0, up)
                up = parent_of(flat, up)
            mail["References"] = " ".join(f"<{message_id(p)}>" for p in chain)
        mail["List-Id"] = "<harbour.lists.example.org>"
        mail.set_content(body(flat, post), cte="8bit")
        yield post, mail


def parent_of(thread: Thread, post: Post) -> Post | None:
    """The mail that this one answers."""
    target = thread.target(post)
    if target is None:
        return None
    return thread.root if thread.is_outside(target) else target


def shown(
    thread: Thread, posts: Sequence[Post], *, dated: bool, links: Any, parents: bool = True
) -> list[Shown]:
    """What a page of these mails shows. ``links`` makes a mail's address, if known."""
    out = []
    on_page = {p.key for p in posts}
    for post in posts:
        made = parts(thread, post)
        quotes = tuple(
            ShownQuote(
                part.of,
                part.text,
                {"name": name(thread.by_key[part.of])} if part.named else UNSTATED,
                UNSTATED,
                UNSTATED,
                excerpt=part.excerpt,
            )
            for part in made
            if part.of
        )
        parent = parent_of(thread, post)
        stranger = post.answers is not None and thread.is_outside(thread.by_key[post.answers])
        clear = parents and not stranger and (parent is None or parent.key in on_page)
        out.append(
            Shown(
                replace(post, signed=True),
                "\n\n".join(part.text for part in made if not part.of),
                post.author,
                post.minute if dated else UNSTATED,
                links(post) if links else UNSTATED,
                UNSTATED if not clear else "reply" if parent else "",
                UNSTATED if not clear else parent.key if parent else None,
                quotes,
                says={"name": name(post)},
            )
        )
    return out


def expected(
    thread: Thread, posts: Sequence[Post], url: str, *, dated: bool, links: Any = None,
    parents: bool = True,
) -> Json:  # fmt: skip
    """What is to be read on a page of these mails, in page order."""
    flat = thread.by_time()
    # A tree has other answers to strangers than the mails have.
    posts = [flat.by_key[p.key] for p in posts]
    rows = shown(flat, posts, dated=dated, links=links, parents=parents)
    made = expect("", url, flat, rows, hero=len(posts) > 1)
    del made["site"]
    return made


def pipermail(thread: Thread, key: str) -> Page:
    """One mail in Mailman 2's archive; nothing says which mail it answers."""
    flat = thread.by_time()
    post = flat.by_key[key]
    url = "https://lists.example.org/pipermail/harbour/2026-May/000012.html"
    html = fill(
        "pipermail.html",
        id=message_id(post),
        name=name(post),
        address=address(post),
        date=f"{post.when:%a %b} {post.when.day:2} {post.when:%H:%M:%S} UTC {post.when:%Y}",
        lines=body(flat, post).splitlines(),
    )
    return Page("answer", url, html, expected(thread, [post], url, dated=False))


def main(folder: Path) -> None:
    """Write the mails."""
    from .fixtures import licence

    folder.mkdir(parents=True, exist_ok=True)
    for n, (post, mail) in enumerate(messages(licence())):
        (folder / f"{n:02}-{post.key}.eml").write_bytes(mail.as_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
