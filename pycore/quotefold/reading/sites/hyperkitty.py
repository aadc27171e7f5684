"""HyperKitty, the archive of Mailman 3, on any host. Its times name no zone."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site

NAME: Final = (Value("h2.name"), Value(".email-author .name"))

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
)

SITE: Final = Site(
    id="hyperkitty",
    name="HyperKitty (Mailman 3)",
    hosts=("mail.python.org", "lists.fedoraproject.org", "lists.mailman3.org"),
    path=r".*/list/[^/]+/(?:thread|message)/\w+",
    read=reader("hyperkitty", LAYOUT),
    detect="#thread-content .email .email-body",
)
