"""A saved page with its quotes folded and its badges in it: it needs no extension.

The result opens anywhere and runs no script: a fold is a ``<details>`` around the
quote, a badge is text and links. The page's own scripts are taken out, because a saved
page that still runs its framework would throw our nodes away, or itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.element import Comment, Doctype, NavigableString, PageElement, Tag
from bs4.formatter import HTMLFormatter

from quotefold.dom.tree import Tree
from quotefold.forest import STANCE_MARKS, shown_stance
from quotefold.languages import language_of
from quotefold.wording import Wording

PREFIX: Final = "quotefold-"
"""Begins every element name, class and id of ours."""

_POLICY: Final = "script-src 'none'; object-src 'none'; base-uri 'none'"
"""No script of the page runs, whatever form it hides in."""

_HOLDS_WORDS_ONLY: Final = frozenset(
    "a abbr b bdi bdo button cite code em font h1 h2 h3 h4 h5 h6 i label mark p q s "
    "small span strong sub summary sup time tt u".split()
)
"""Elements we do not write into: a block inside one of them would be moved out by the
next HTML parser, a link would split it, or it would take the look of a heading."""

_PARTS: Final = frozenset(
    "caption dd dt figcaption legend li optgroup option tbody td tfoot th thead tr".split()
)
"""Elements that mean something only directly inside their list or table."""

_ROWS: Final = frozenset("optgroup option tbody tfoot thead tr".split())
"""Parts that hold no blocks themselves."""

_ADDRESSES: Final = (
    "action",
    "background",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
)


class _Format(HTMLFormatter):
    """HTML as browsers write it; attributes keep their order."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


_FORMAT: Final = _Format(
    entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix=""
)


def annotate(
    soup: BeautifulSoup,
    tree: Tree,
    nodes: Sequence[PageElement],
    plan: Mapping[str, Any],
    *,
    fold_all: bool = False,
) -> str:
    """The page of ``soup`` as HTML text, with ``plan`` (``docs/CONTRACT.md``) in it.

    ``nodes[n]`` is the soup's node for node ``n`` of ``tree``. The soup is changed.
    A quote folds only while one place that shows the same words stays open, unless
    ``fold_all`` says that the reader wants every quote folded.
    """
    _quieten(soup)
    _Writer(soup, nodes, plan["language"]).write(plan, _folded(tree, plan, fold_all))
    _lead(soup)
    return html_text(soup)


def html_text(soup: BeautifulSoup) -> str:
    """The soup as HTML text that a browser reads back as the same tree."""
    return str(soup.decode(formatter=_FORMAT))


def unannotate(soup: BeautifulSoup) -> None:
    """Take out what :func:`annotate` wrote: a page can be read and annotated again."""
    for tag in soup.find_all([f"{PREFIX}bar", f"{PREFIX}summary", f"{PREFIX}place"]):
        tag.decompose()
    for line in soup.find_all(f"{PREFIX}fold"):
        quote = line.find("details")
        kept = [] if quote is None else quote.contents[1:]  # the first is the summary
        line.replace_with(*[node.extract() for node in kept])
    for mark in soup.find_all("mark", class_=f"{PREFIX}evidence"):
        mark.unwrap()
    for style in soup.find_all("style"):
        if style.string == _style():
            style.decompose()


def _folded(tree: Tree, plan: Mapping[str, Any], fold_all: bool) -> list[Mapping[str, Any]]:
    """The folds to make, in page order."""
    made: list[Mapping[str, Any]] = []
    hidden = bytearray(len(tree))
    for fold in sorted(plan["folds"], key=lambda fold: int(fold["node"])):
        node = fold["node"]
        if node < 0:
            continue  # a quote inside a quote that has no element of its own
        shown = any(place >= 0 and not hidden[place] for place in fold["stands_in"])
        if fold["collapsed"] and (shown or fold_all):
            made.append(fold)
            hidden[node : tree.ends[node]] = b"\1" * (tree.ends[node] - node)
    return made


def _quieten(soup: BeautifulSoup) -> None:
    """Take out what would run, reload, forbid our style or lead our links astray."""
    base = soup.find("base", href=True)
    base_url = str(base["href"]) if isinstance(base, Tag) else ""
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        if tag.name in ("script", "base") or _is_ruling_meta(tag) or _preloads_script(tag):
            tag.decompose()
            continue
        for name in list(tag.attrs):
            if name.startswith("on"):
                del tag[name]
        if str(tag.get("id", "")).startswith(PREFIX):
            del tag["id"]
        if base_url:
            _rebase(tag, base_url)


def _is_ruling_meta(tag: Tag) -> bool:
    """A charset other than ours, a reload, or a policy that would forbid our style."""
    if tag.name != "meta":
        return False
    rule = str(tag.get("http-equiv", "")).lower()
    return tag.has_attr("charset") or rule in (
        "content-type",
        "content-security-policy",
        "refresh",
    )


def _preloads_script(tag: Tag) -> bool:
    if tag.name != "link":
        return False
    kinds = {str(kind).lower() for kind in tag.get_attribute_list("rel")}
    return "modulepreload" in kinds or ("preload" in kinds and tag.get("as") == "script")


def _rebase(tag: Tag, base_url: str) -> None:
    """Write addresses out in full: with ``<base>`` gone they would point elsewhere, and
    with it in place our own ``#`` links would leave the page."""
    for name in _ADDRESSES:
        if tag.has_attr(name):
            tag[name] = _joined(base_url, str(tag[name]))
    if tag.has_attr("srcset"):
        tag["srcset"] = re.sub(
            r"(^|,\s+)([^\s,]\S*)",
            lambda found: found[1] + _joined(base_url, found[2]),
            str(tag["srcset"]),
        )


def _joined(base_url: str, address: str) -> str:
    try:
        return urljoin(base_url, address)
    except ValueError:  # no address at all, such as "http://["
        return address


def _lead(soup: BeautifulSoup) -> None:
    """Put our head where a browser reads it first: a policy further down is ignored."""
    ours = [
        soup.new_tag("meta", attrs={"charset": "utf-8"}),
        soup.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        soup.new_tag("style", string=_style()),
    ]
    head = _leading_head(soup)
    if head is None:
        head = soup.new_tag("head")
        place = 1 + max(
            (n for n, node in enumerate(soup.contents) if isinstance(node, Doctype)),
            default=-1,
        )
        soup.insert(place, head)
    for part in reversed(ours):
        head.insert(0, part)


def _style() -> str:
    return (files("quotefold") / "annotate_assets" / "annotate.css").read_text("utf-8")


def _leading_head(soup: BeautifulSoup) -> Tag | None:
    """The page's head, if nothing before it makes a browser start the body."""
    html = _first_element(soup)
    if html is None or html.name != "html":
        return None
    head = _first_element(html)
    return head if head is not None and head.name == "head" else None


def _first_element(parent: Tag) -> Tag | None:
    """The first child element, unless words stand before it."""
    for child in parent.contents:
        if isinstance(child, Tag):
            return child
        if not isinstance(child, (Comment, Doctype)) and str(child).strip():
            return None
    return None


class _Writer:
    """Writes a plan's badges, folds and marks into a soup."""

    def __init__(self, soup: BeautifulSoup, nodes: Sequence[PageElement], language: str) -> None:
        self._soup = soup
        self._nodes = nodes
        self._words = Wording(language_of(language))
        self._numbers: dict[str, int] = {}
        self._written: list[Tag] = []

    def write(self, plan: Mapping[str, Any], folds: Sequence[Mapping[str, Any]]) -> None:
        """Badges first, then folds, then marks: a mark replaces the text node that the
        other two may have to be placed by."""
        self._numbers = {post["id"]: post["number"] for post in plan["posts"]}
        for n, post in enumerate(plan["posts"]):
            whole = self._nodes[post["node"]]
            if isinstance(whole, Tag):
                whole[f"data-{PREFIX}post"] = post["id"]
            bar = self._bar(post)
            self._place(bar, post)
            if n == 0:
                bar.insert_before(self._summary(plan, len(folds)))
        for fold in folds:
            self._fold(fold)
        for post in plan["posts"]:
            if stance := shown_stance(post):
                self._mark(stance["evidence"])
        self._reach_shadows()

    def _new(self, name: str, kind: str = "", text: str = "", **attrs: Any) -> Tag:
        if kind:
            attrs["class"] = PREFIX + kind
        tag = self._soup.new_tag(name, attrs=attrs)
        if text:
            tag.string = text
        return tag

    def _summary(self, plan: Mapping[str, Any], folded: int) -> Tag:
        bar = self._new(f"{PREFIX}summary", lang=self._words.language.tag)
        bar.append(self._new("span", "found", plan["message"]))
        if folded:
            label = self._new("label", "all")
            label.append(self._new("input", "switch", type="checkbox"))
            label.append(NavigableString(self._words.language.say("show_all")))
            bar.append(label)
        return bar

    def _bar(self, post: Mapping[str, Any]) -> Tag:
        bar = self._new(f"{PREFIX}bar", lang=self._words.language.tag, id=PREFIX + post["id"])
        context = post["context"]
        if context is None:
            return bar
        bar.append(self._new("span", "number", str(post["number"]), title=context["sentence"]))
        more = " · ".join(part for part in (context["part"], context["quoted"]) if part)
        parts = [
            self._new("bdi", "words", context["words"]) if context["words"] else None,
            self._where(context) if context["where"] else None,
            self._new("span", "more", more) if more else None,
        ]
        for n, part in enumerate(part for part in parts if part):
            bar.append(NavigableString(" · " if n else " "))
            bar.append(part)
        if stance := shown_stance(post):
            bar.append(self._stance(stance))
        return bar

    def _where(self, context: Mapping[str, Any]) -> Tag:
        where = self._new("span", "where", context["where"])
        if context["target"]:
            where.name = "a"
            where["href"] = f"#{PREFIX}{context['target']['post']}"
        elif context["href"]:
            where.name = "a"
            where["href"] = context["href"]
            where["target"], where["rel"] = "_blank", "noopener noreferrer"
        if context["preview"]:
            where["title"] = context["preview"]
        return where

    def _stance(self, stance: Mapping[str, Any]) -> Tag:
        details = self._new("details", "stance")
        details["data-stance"] = stance["label"]
        label = self._new("summary", "label", title=stance["sentence"])
        mark = self._new("span", "mark", STANCE_MARKS[stance["label"]])
        mark["aria-hidden"] = "true"
        label.append(mark)
        label.append(NavigableString(f" {stance['words']} "))
        label.append(self._new("span", "sure", stance["confidence_words"]))
        details.append(label)
        say = self._words.language.say
        percent = self._words.percent(stance["confidence"])
        why = [stance["sentence"], say("guess", sure=stance["confidence_words"], percent=percent)]
        if stance["evidence"]:
            why.append(say("marked"))
        details.append(self._new("span", "why", " ".join(why)))
        return details

    def _place(self, bar: Tag, post: Mapping[str, Any]) -> None:
        """Above the post's own words, in the nearest place that may hold a block."""
        whole = self._nodes[post["node"]]
        place = self._nodes[post["body"][0]] if post["body"] else whole
        for outer in [place, *place.parents]:
            if isinstance(outer, Tag) and outer.name in _HOLDS_WORDS_ONLY:
                place = outer
            if outer is whole:
                break
        if isinstance(place, Tag) and place.name in _ROWS:
            place = place.find(["td", "th"]) or place.find_parent("table") or place
        if isinstance(place, Tag) and (place.name in _PARTS or place.name == "body"):
            place.insert(0, bar)
        else:
            place.insert_before(bar)
        self._settle(bar)

    def _fold(self, fold: Mapping[str, Any]) -> None:
        block = _lone(self._nodes[fold["node"]])
        if isinstance(block, Tag) and block.name in _ROWS:
            return  # nothing may stand between a table and its rows: the quote stays
        line = self._new(f"{PREFIX}fold")
        details = self._new("details", "quote")
        details.append(self._fold_line(fold))
        line.append(details)
        if fold["original"]:
            there = fold["original"]["post"]
            words = self._words.language.say("go_to_post", number=self._numbers[there])
            link = self._new("a", "jump", words, lang=self._words.language.tag)
            link["href"] = f"#{PREFIX}{there}"
            line.append(link)
        if isinstance(block, Tag) and block.name in _PARTS:
            for child in list(block.contents):
                details.append(child.extract())
            block.append(line)
        else:
            block.insert_before(line)
            details.append(block.extract())
        self._settle(line)

    def _fold_line(self, fold: Mapping[str, Any]) -> Tag:
        line = self._new("summary", "line", lang=self._words.language.tag)
        reason = " · ".join(part for part in (fold["why"], fold["times"]) if part)
        for kind, words in (("who", fold["who"]), ("first", fold["first"]), ("reason", reason)):
            if words:
                line.append(self._new("bdi", kind, words))
                line.append(NavigableString(" "))
        return line

    def _mark(self, evidence: Sequence[Sequence[int]]) -> None:
        """Evidence is (text node, start, end) in UTF-16 code units."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for node, start, end in evidence:
            spans.setdefault(node, []).append((start, end))
        for node, parts in spans.items():
            text = self._nodes[node]
            data = str(text).encode("utf-16-le")
            pieces: list[PageElement] = []
            at = 0
            for start, end in sorted(parts):
                pieces.append(NavigableString(data[2 * at : 2 * start].decode("utf-16-le")))
                words = data[2 * start : 2 * end].decode("utf-16-le")
                pieces.append(self._new("mark", "evidence", words))
                at = end
            pieces.append(NavigableString(data[2 * at :].decode("utf-16-le")))
            text.replace_with(*pieces)

    def _settle(self, ours: Tag) -> None:
        """Make what stands around our element able to hold it.

        A paragraph ends where a block begins, so the next parser would cut it in two: it
        becomes a ``div``. A link inside a link would split the outer one: ours goes.
        """
        self._written.append(ours)
        for outer in ours.find_parents("p"):
            outer.name = "div"
        if ours.find_parent(["a", "button"]) is not None:
            for link in ours.find_all("a", class_=re.compile(f"^{PREFIX}")):
                link.name = "span"
                del link["href"]

    def _reach_shadows(self) -> None:
        """A style sheet of the page stops at a shadow root, and so does a link to an id:
        the root gets the style, the root's host carries the id."""
        styled: set[int] = set()
        for tag in self._written:
            roots = tag.find_parents("template", shadowrootmode=True)
            if not roots:
                continue
            if id(roots[0]) not in styled:
                styled.add(id(roots[0]))
                roots[0].insert(0, self._new("style", text=_style()))
            host = roots[-1].parent
            if host is not None and tag.has_attr("id"):
                host.insert_before(self._new(f"{PREFIX}place", id=tag["id"]))
                del tag["id"]


def _lone(block: PageElement) -> PageElement:
    """The block, or the outermost element of words around it that holds nothing else."""
    while (
        (outer := block.parent) is not None
        and outer.name in _HOLDS_WORDS_ONLY
        and all(child is block or _blank(child) for child in outer.contents)
    ):
        block = outer
    return block


def _blank(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not node.strip()
