"""phpBB 3 and its style prosilver on any host. Since 3.2 a quote links to its post."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

WROTE: Final = (
    r"^(.+?)\s+(?:wrote|schrieb|hat geschrieben|a écrit|escribió|escreveu|ha scritto|"
    r"schreef|napisał\(a\)|napisał|писал\(а\)|писал|skrev|kirjoitti|yazdı)\b"
)

LAYOUT: Final = Layout(
    post="div.post[id^='p']",
    body=(".postbody .content", ".content", ".postbody"),
    without=".attachbox, .notice, .codebox > p",
    handle=(
        Value("p.author a.username, p.author a.username-coloured"),
        Value("p.author span.username, p.author strong"),
        Value("p.author", match=r"\bby (.+?) »"),
        Value(".postprofile a.username, .postprofile a.username-coloured"),
    ),
    time=(Value("p.author time", "datetime"),),
    permalink=(Value("", "id", r"^p(\d+)$", "./viewtopic.php?p={0}#p{0}"),),
    key=(Value("", "id", r"^p(\d+)$"),),
    quotes=Quotes(
        box=".content blockquote",
        without="cite",
        handle=(
            Value("cite a[href*='memberlist'], cite a[href*='/user/']"),
            Value("cite", match=WROTE),
        ),
        key=(
            Value("cite a[data-post-id]", "data-post-id"),
            Value("", "cite", r"[?&]p=(\d+)"),
        ),
        permalink=(Value("cite a[data-post-id]", "href"), Value("", "cite")),
    ),
)

SITE: Final = Site(
    id="phpbb",
    name="phpBB forums",
    hosts=(),
    path=r".*/viewtopic\.php$|.*/(?:topic|t)[\w-]*\d+",
    read=reader("phpbb", LAYOUT),
    detect=holds("#page-body div.post[id^='p'] .postbody, #phpbb .post .postbody"),
)
