"""vBulletin 3, 4 and 5 on any host. Its times name no zone and are not read."""

from __future__ import annotations

from typing import Final

from quotefold.reading.declared import Layout, Quotes, Value, reader
from quotefold.reading.site import Site, holds

FOUR: Final = Layout(
    post="li.postcontainer[id^='post_'], li.postbitlegacy[id^='post_'], li.postbit[id^='post_']",
    body=("blockquote.postcontent", "[id^='post_message_']"),
    number=(Value("a.postcounter", match=r"^#(\d+)$"),),
    handle=(Value(".username_container .username"), Value(".userinfo .username")),
    permalink=(
        Value("a.postcounter", "href"),
        Value("", "id", r"^post_(\d+)$", "showthread.php?p={0}#post{0}"),
    ),
    key=(Value("", "id", r"^post_(\d+)$"),),
    quotes=Quotes(
        box=".bbcode_container:has(.bbcode_quote)",
        body=(".message", ".quote_container"),
        without=".bbcode_postedby",
        handle=(Value(".bbcode_postedby strong"),),
        key=(Value(".bbcode_postedby a[href]", "href", r"(?:post|p=)(\d+)$"),),
        permalink=(Value(".bbcode_postedby a[href]", "href"),),
        sign=".bbcode_postedby",
    ),
)

THREE: Final = Layout(
    post="table[id^='post']:has([id^='post_message_'])",
    body=("[id^='post_message_']",),
    number=(Value("a[id^='postcount']", "name"),),
    handle=(Value("a.bigusername"), Value(".bigusername")),
    permalink=(
        Value("a[id^='postcount']", "href"),
        Value("", "id", r"^post(\d+)$", "showthread.php?p={0}#post{0}"),
    ),
    key=(Value("", "id", r"^post(\d+)$"),),
    quotes=Quotes(
        box="[id^='post_message_'] div:has(> table)",
        body=("td.alt2",),
        without="td.alt2 > div:has(> a[href*='post'])",
        handle=(Value("td.alt2 > div:has(> a[href*='post']) strong"),),
        key=(Value("td.alt2 a[href*='#post']", "href", r"#post(\d+)$"),),
        permalink=(Value("td.alt2 a[href*='#post']", "href"),),
    ),
)

FIVE: Final = Layout(
    post="li.b-post[data-node-id]",
    body=(".js-post__content-text", ".b-post__content"),
    apart=".b-comments",
    handle=(Value(".author a"), Value(".author"), Value("[itemprop='name']")),
    time=(Value("time[itemprop='dateCreated'], .b-post__timestamp time", "datetime"),),
    permalink=(Value("a.b-post__count", "href"),),
    key=(Value("", "data-node-id"),),
    quotes=Quotes(
        box=".bbcode_container:has(.bbcode_quote)",
        body=(".message", ".quote_container"),
        without=".bbcode_postedby",
        handle=(Value(".bbcode_postedby strong"),),
        key=(Value(".bbcode_postedby a[href]", "href", r"(?:post|p=)(\d+)$"),),
        permalink=(Value(".bbcode_postedby a[href]", "href"),),
        sign=".bbcode_postedby",
    ),
)

SITE: Final = Site(
    id="vbulletin",
    name="vBulletin forums",
    hosts=(),
    path=r".*/showthread\.php|.*/threads?/\d+|.*/forum/.+/\d+-",
    read=reader("vbulletin", FOUR, THREE, FIVE),
    detect=holds(
        "#posts li[id^='post_'] .postcontent, [id^='post_message_'], li.b-post[data-node-id]"
    ),
)
