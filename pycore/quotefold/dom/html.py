"""HTML text -> :class:`~quotefold.dom.tree.Tree`, by lxml where it is installed.

lxml is five to ten times faster; beautifulsoup4 over ``html.parser`` needs no compiled
code, so the core answers without lxml too. Both keep exactly the nodes that the content
script keeps (``docs/CONTRACT.md``), so one page gives one Thread by every way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

from quotefold.dom.tree import SHADOW, Tree, TreeBuilder
from quotefold.errors import PageTooLarge, UnreadableInput
from quotefold.limits import MAX_DEPTH, MAX_HTML_BYTES, MAX_NODES

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement

Parser = Literal["auto", "lxml", "bs4"]

LEFT_OUT: Final = frozenset("head script style noscript template link meta title base".split())
"""Elements that hold no words of the page for a reader."""

OPAQUE: Final = frozenset({"svg", "math", "iframe", "object", "canvas"})
"""Elements that are kept without what is inside them."""

MAX_TAGS: Final = 4 * MAX_NODES
"""Tags, and "<" in scripts, above which a page has too many nodes whatever it holds: a
parser would need minutes and gigabytes to find that out."""

MAX_ATTRIBUTE_CHARS: Final = 2_000
"""Longer values are cut: real permalinks and labels are far shorter, and a page could
send megabytes in one attribute."""


_ALL_WHITESPACE: Final = {"[document]"}
"""Tags in which beautifulsoup4 keeps whitespace as it is: the document, so everywhere.
By itself it makes one line break of two, which are a paragraph in a post."""


def kept_attributes(attrs: Mapping[str, Any]) -> dict[str, str]:
    """The attributes a tree keeps, in the form in which it keeps them."""
    kept: dict[str, str] = {}
    for key, value in attrs.items():
        name = key.lower()
        if name.startswith("on") or name == "d":
            continue
        text = " ".join(value) if isinstance(value, list) else str(value or "")
        if name == "class":
            text = " ".join(text.split())
        if name in ("src", "srcset") and text.startswith("data:"):
            continue
        if (
            name == "style"
            and "display:none" not in (compact := text.replace(" ", "").lower())
            and "white-space" not in compact
        ):
            continue
        kept[name] = text[:MAX_ATTRIBUTE_CHARS]
    return kept


def kept_comment(data: str) -> bool:
    """Comments are kept where they may mark something (mail archives do that)."""
    return data.strip()[:1].isalpha()


def decode(data: bytes) -> str:
    """Bytes of a saved page as text: byte order mark, UTF-8 where it is valid, the
    declared charset under the name that browsers give it, then windows-1252.

    UTF-8 comes before the label because programs that save pages write UTF-8 and leave
    the page's old label in it. Raises :class:`UnreadableInput` for binary data.
    """
    import webencodings
    from bs4.dammit import EncodingDetector

    if len(data) > MAX_HTML_BYTES:
        raise PageTooLarge(f"the file has {len(data):,} bytes, more than {MAX_HTML_BYTES:,}")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not utf16 and 0 in data[:1024]:
        raise UnreadableInput("the file is binary, not HTML")
    label = "utf-8" if _is_utf8(data) else EncodingDetector.find_declared_encoding(data, True)
    encoding = webencodings.lookup(label or "") or "windows-1252"
    text, _ = webencodings.decode(data, encoding, "replace")
    return str(text)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def has_lxml() -> bool:
    """Whether lxml can be imported here."""
    return find_spec("lxml") is not None


def tree_from_html(html: str | bytes, parser: Parser = "auto") -> Tree:
    """Parse a page. Node numbers are the order of the nodes that are kept.

    Raises :class:`PageTooLarge` above the caps of :mod:`quotefold.limits` and
    :class:`UnreadableInput` for what is no text.
    """
    text = _checked(html)
    if parser == "lxml" or (parser == "auto" and has_lxml()):
        return _tree_by_lxml(text)
    return soup_and_tree(text, features="html.parser")[1]


def _checked(html: str | bytes) -> str:
    text = decode(html) if isinstance(html, bytes) else html
    if len(text) > MAX_HTML_BYTES:
        raise PageTooLarge(f"the page has {len(text):,} characters, more than {MAX_HTML_BYTES:,}")
    if text.count("<") > MAX_TAGS:
        raise PageTooLarge(f"the page has more than {MAX_NODES:,} nodes")
    # As the HTML standard wants it: one kind of line end, no NUL (which ends a document
    # for libxml2). Lone surrogates cannot be encoded for it.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8")


def _too_deep() -> PageTooLarge:
    return PageTooLarge(f"the page is nested deeper than {MAX_DEPTH:,} elements")


def _grown(builder: TreeBuilder) -> None:
    if len(builder) > MAX_NODES:
        raise PageTooLarge(f"the page has more than {MAX_NODES:,} nodes")
    if builder.depth > MAX_DEPTH:
        raise _too_deep()


def _tree_by_lxml(text: str) -> Tree:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    try:
        document = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return _empty()
    if any("depth" in (entry.message or "") for entry in parser.error_log):
        raise _too_deep()
    title = document.find(".//title")
    builder = TreeBuilder()
    body = document.find("body")
    _walk_lxml(document if body is None else body, builder)
    return builder.build(
        title=" ".join((title.text or "").split()) if title is not None else "",
        lang=document.get("lang", ""),
    )


def _walk_lxml(root: Any, builder: TreeBuilder) -> None:
    from lxml import etree

    skipped: Any = None
    opaque: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                _text(builder, element.tail, opaque is None)
            continue
        if event == "comment":
            if opaque is None and kept_comment(element.text or ""):
                builder.comment(element.text)
            _text(builder, element.tail, opaque is None)
            continue
        if event == "start":
            tag = str(element.tag).lower()
            if opaque is not None:
                continue
            if tag == "template" and "shadowrootmode" in element.attrib:
                if element.get("shadowrootmode") != "open":
                    skipped = element
                    continue
                tag = SHADOW
            elif tag in LEFT_OUT:
                skipped = element
                continue
            builder.open(tag, {} if tag == SHADOW else kept_attributes(element.attrib))
            _grown(builder)
            if tag in OPAQUE:
                opaque = element
            _text(builder, element.text, opaque is None)
            continue
        if opaque is not None and element is not opaque:
            continue
        opaque = None
        builder.close()
        if element is not root:
            _text(builder, element.tail, True)


def _text(builder: TreeBuilder, data: str | None, wanted: bool) -> None:
    if data and wanted:
        builder.text(data)
        _grown(builder)


def _empty() -> Tree:
    builder = TreeBuilder()
    builder.open("body")
    return builder.build()


def soup_and_tree(
    html: str | bytes, features: str | None = None
) -> tuple[BeautifulSoup, Tree, list[PageElement]]:
    """Parse with beautifulsoup4; also its own node for each node of the tree.

    The third part maps a node number to the soup's node, for writing into the page.
    """
    from bs4 import BeautifulSoup

    text = _checked(html)
    if features is None:
        features = "lxml" if has_lxml() else "html.parser"
    soup = BeautifulSoup(text, features, preserve_whitespace_tags=_ALL_WHITESPACE)
    builder = TreeBuilder()
    nodes: list[PageElement] = []
    for event, node, data in _soup_events(soup.body or soup):
        if event == "end":
            builder.close()
            continue
        nodes.append(node)
        if event == "start":
            builder.open(*data)
        elif event == "text":
            builder.text(data)
        else:
            builder.comment(data)
        _grown(builder)
    html_tag = soup.find("html")
    lang = html_tag.get("lang") if html_tag is not None else ""
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    tree = builder.build(title=" ".join(title.split()), lang=str(lang or ""))
    return soup, tree, nodes


def _soup_events(root: Any) -> Iterator[tuple[str, Any, Any]]:
    """Start, text, comment and end events of a soup, without recursion."""
    from bs4.element import Comment, NavigableString, PreformattedString, Tag

    stack: list[tuple[Any, Iterator[Any]]] = []

    def start(tag: Any) -> tuple[str, Any, Any] | None:
        name = "body" if tag.parent is None else tag.name.lower()
        inside: Iterator[Any] = iter(tag.contents)
        if name == "template" and tag.get("shadowrootmode") == "open":
            name, attrs = SHADOW, {}
        elif name in LEFT_OUT:
            return None
        else:
            attrs = kept_attributes(tag.attrs)
        if name in OPAQUE:
            inside = iter(())
        stack.append((tag, inside))
        return ("start", tag, (name, attrs))

    first = start(root)
    if first is not None:
        yield first
    while stack:
        tag, inside = stack[-1]
        child = next(inside, None)
        if child is None:
            stack.pop()
            yield ("end", tag, None)
        elif isinstance(child, Tag):
            event = start(child)
            if event is not None:
                yield event
        elif isinstance(child, Comment):
            if kept_comment(child):
                yield ("comment", child, str(child))
        elif (
            child
            and isinstance(child, NavigableString)
            and not isinstance(child, PreformattedString)
        ):
            yield ("text", child, str(child))
