"""HyperKitty, the archive of Mailman 3, on any host. Its times name no zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quotefold.dom.tree import Tree
from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds
from quotefold.reading.worded import WordedPost, WordedQuote, joined

NAME: Final = (Value("h2.name"), Value(".email-author .name"))


def unescaped(_tree: Tree, post: WordedPost, _answered: WordedPost | None) -> WordedPost:
    """Mail files write ">From" for a line that begins with "From"; the archive takes it
    for a quote. Such a block opens the mail, and nothing introduces it."""
    first = post.quotes[0] if post.quotes else None
    if not isinstance(first, WordedQuote) or first.author is not None:
        return post
    opens = all(first.node < at for _, at, _, _ in post.words.runs)
    if not opens or not first.words.text.startswith("From "):
        return post
    words = joined((("", first.words), ("\n\n", post.words)))
    return replace(post, words=words, quotes=post.quotes[1:])


LAYOUT: Final = Layout(
    post=".email-first, .replies > div:has(.email-header)",
    body=(".email-body",),
    without=".quoted-switch, .attachments, .email-info",
    handle=NAME,
    name=NAME,
    permalink=(Value(".messagelink a[href*='/message/']", "href"),),
    key=(Value(".email-header", "id"),),
    # The first mail and the answers to it have no number.
    depth=(
        Value("", "class", r"reply-level-(\d+)", "1{:0>3}"),
        Value("", "class", r"(?:odd|even)()", "1000"),
        Value("", "class", r"email-first()", "0"),
    ),
    quotes=Quotes(
        box="blockquote.quoted-text, .email-body blockquote", without=".quoted-switch", lead=True
    ),
    typed=unescaped,
)

SITE: Final = Site(
    id="hyperkitty",
    name="HyperKitty (Mailman 3)",
    hosts=("mail.python.org", "lists.fedoraproject.org", "lists.mailman3.org"),
    path=r".*/list/[^/]+/(?:thread|message)/\w+",
    read=reader("hyperkitty", LAYOUT),
    detect=holds("#thread-content .email .email-body"),
)
