"""A page without its words: the structure of a tree, fit to be posted in public.

Readers can report a page that Quotefold does not understand. Every text, name and address
is replaced by signs of the same length and class, so that the report still shows how the
page is built and still reads as a thread: equal texts stay equal, one person keeps one
made-up handle, one post one made-up number. Kept as they are: tags, roles, classes and
test ids (adapters rest on them), labels that every page of the site has ("Replying to"),
and that a text is a time.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from quotefold.dom.snapshot import snapshot_of, tree_from_rows
from quotefold.dom.tree import COMMENT, TEXT, Tree
from quotefold.errors import UnreadableInput
from quotefold.reading.labels import LANGUAGES
from quotefold.reading.sites import SITES
from quotefold.reading.times import AGE, DAY, STAMP

REPORT: Final = 1
"""Version of the report's form."""

_KEPT_VALUES: Final = frozenset(
    "class role type slot dir lang hidden tabindex rel target data-testid data-slot rowspan "
    "colspan scope depth indent translate shadowrootmode itemprop".split()
)
_CODE_VALUES: Final = frozenset(
    "component data-pagelet data-content data-source data-attributes data-role data-type".split()
)
"""Attributes that are kept where they hold a code such as "post/content" or "post: 7"; other
sites put words there."""
_CODE: Final = re.compile(r"[a-z]+(?:[_/-][a-z]+)*(?:[_: -]+\d+)?")
_PERSON_VALUES: Final = frozenset(
    "data-author data-username data-user data-quote data-screen-name data-shortname".split()
)
_KEPT_COMMENTS: Final = frozenset(
    "beginarticle endarticle X-Body-of-Message X-Body-of-Message-End X-Head-of-Message "
    "X-Head-of-Message-End X-MsgBody X-MsgBody-End".split()
)
"""Comments that list archives part a page by; all others are emptied of words."""
_KEPT_PATHS: Final = frozenset(
    "a ai c comment comments d i issue issues item items message messages news p photo post "
    "posts profile r rankings reply s showthread stories story status statuses t t.co thread "
    "threads topic topics u user users video viewtopic web x".split()
)
_KEPT_HOSTS: Final = frozenset(
    "x.com twitter.com digg.com di.gg bsky.app threads.net threads.com reddit.com "
    "old.reddit.com www.reddit.com news.ycombinator.com lobste.rs github.com".split()
) | {host for site in SITES for host in site.hosts}
_HANDLE: Final = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_LONG_NUMBER: Final = re.compile(r"\d{4,}")
_NAME_PATHS: Final = re.compile(
    r"/(?:u/x|u|user|users|profile|rankings)/([^/?#]+)|/([^/?#]+)/status/"
)
_NAME_TOKENS: Final = tuple(re.compile(p) for p in (r"[\w.]+", r"\w+", r"[^\W_]+"))
"""How a handle can stand in an identifier: whole with dots, whole, or in parts."""
_ATTRIBUTE_WORDS: Final = re.compile(
    r"\b(?:post|posts|by|avatar|quote|quoted|reply|replying|to|on|from|original|view)\b",
    re.IGNORECASE,
)
"""Words of descriptions such as "Post by ADA" and "ADA's avatar", which adapters rest on."""

_PIECES: Final = re.compile(
    r"(?P<handle>@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)"
    r"|(?P<mail>\b[A-Z][a-z]{2}, +\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})"
    r"|(?P<server>\b[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d (?:UTC|GMT) \d{4})"
    r"|(?P<day>\b\d{4}-\d\d-\d\d)(?P<clock>[ ]+\d{1,2}:\d\d)?"
    r"|(?P<date>\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b)"
    r"|(?P<kept>^(?:From|Date|To|Cc|Subject|In-Reply-To|Message-ID)(?=:)"
    r"|^On(?=\s.{1,200}:$)|\bUTC\b|\bnot found\b|\bloose matches on Subject\b|\bsaid in\b"
    r"|\b(?:wrote|writes|said|schrieb|a écrit|escribió|escreveu|ha scritto|schreef)\s?:)",
    re.MULTILINE,
)
"""What stays readable inside of longer texts: that a piece is a handle or a time, and the
words by which mail programs lead in headers and quotes."""

_LONG_SEGMENT: Final = 16
"""Longer parts of an address are numbers of things, even without a digit."""

_STAMP: Final = "1:11 AM · Jan 11, 2011"
_ISO: Final = "2011-01-11T01:11:00.000Z"
_SHORTEST_NAME: Final = 3
"""Shorter handles are not searched for inside class names: they are part of any word."""

_SHORTEST_PART: Final = 5
"""The same for parts of a handle ("lind" of "lind_berg"), which could be any word."""


def _label_words() -> frozenset[str]:
    groups = (
        "original quote reply repost repost_after and_more by views counts chrome permalink nobody"
    ).split()
    return frozenset(
        word for language in LANGUAGES for group in groups for word in getattr(language, group)
    )


_LABELS: Final = _label_words()


@dataclass(slots=True)
class _Aliases:
    """Made-up handles and numbers, one for each real one, of the same length."""

    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    """The ids of the page's elements, to which its addresses point."""

    def name(self, handle: str) -> str:
        key = handle.casefold()
        if key not in self.names:
            digits, count = "", len(self.names) + 1
            while count:
                count, digit = divmod(count - 1, 26)
                digits = chr(ord("a") + digit) + digits
            self.names[key] = digits.rjust(len(key), "q")
        alias = self.names[key]
        return alias.upper() if handle.isupper() else alias

    def number(self, digits: str) -> str:
        if digits not in self.numbers:
            self.numbers[digits] = str(len(self.numbers) + 1).rjust(len(digits), "1")
        return self.numbers[digits]

    def segment(self, segment: str) -> str:
        """A part of an address by which the site tells things apart."""
        if segment not in self.segments:
            count = str(len(self.segments) + 1)
            self.segments[segment] = (_plain(segment)[: -len(count)] or "x") + count
        return self.segments[segment]


def redact(tree: Tree) -> Tree:
    """The tree with every word of the page replaced. Node numbers stay the same."""
    aliases = _Aliases(ids=frozenset(a["id"] for a in tree.attrs if "id" in a))
    for name in _names(tree):
        aliases.name(name)
        for part in re.split(r"[._-]", name):
            if _SHORTEST_PART <= len(part) < len(name):
                aliases.name(part)
    snapshot = snapshot_of(tree)
    for node, row in enumerate(snapshot["rows"]):
        if isinstance(row[1], str):
            row[2] = {key: _attribute(key, value, aliases) for key, value in row[2].items()}
        elif tree.tags[node] != COMMENT or row[2].strip() not in _KEPT_COMMENTS:
            row[2] = _text(row[2], aliases)
    snapshot["title"] = shape(tree.title)
    return tree_from_rows(snapshot)


def report_of(tree: Tree, url: str) -> dict[str, Any]:
    """What "Copy a page report" copies: the redacted snapshot and the site's host."""
    snapshot = snapshot_of(redact(tree), _address(url, _Aliases()))
    return {"quotefold_report": REPORT, "snapshot": snapshot}


def tree_of_report(report: Any) -> tuple[Tree, str]:
    """The tree and address in a report. Raises :class:`UnreadableInput`."""
    if not isinstance(report, dict) or report.get("quotefold_report") != REPORT:
        raise UnreadableInput("not a page report of this version")
    snapshot = report.get("snapshot")
    if not isinstance(snapshot, dict):
        raise UnreadableInput("the page report has no snapshot")
    return tree_from_rows(snapshot), str(snapshot.get("url") or "")


def shape(text: str) -> str:
    """Signs of the same classes: x for letters, X for capitals, 0 for digits."""
    return "".join(_sign(c) for c in text)


def _sign(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Lu", "Lt"):
        return "X"
    if kind == "Lo":
        return "あ" if unicodedata.east_asian_width(char) in "WF" else "x"
    if kind[0] == "L" or kind[0] == "M":
        return "x"
    if kind[0] == "N":
        return "0"
    if kind == "So":
        return "☆"
    return char if kind[0] in "PZ" or char in "\n\t\r" or kind in ("Sm", "Sk") else "?"


def _names(tree: Tree) -> list[str]:
    """Handles that texts and addresses name, in page order."""
    found: list[str] = []
    for n, tag in enumerate(tree.tags):
        if tag == TEXT:
            found += (m.group()[1:] for m in _HANDLE.finditer(tree.texts[n]))
        elif tag != COMMENT:
            attrs = tree.attrs[n]
            found += (attrs[key] for key in _PERSON_VALUES if attrs.get(key))
            href = tree.get(n, "href")
            found += (a or b for a, b in _NAME_PATHS.findall(href))
    return found


def _text(text: str, aliases: _Aliases) -> str:
    stripped = " ".join(text.split())
    if not stripped or stripped.casefold().strip(" :·•") in _LABELS:
        return text
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    if STAMP.match(stripped):
        views = " · 11K Views" if "iew" in stripped else ""
        return before + _STAMP + views + after
    if AGE.match(stripped):
        return before + "1h" + after
    if DAY.match(stripped):
        return before + "Jan 11" + after
    return _pieces(text, aliases)


def _pieces(text: str, aliases: _Aliases) -> str:
    parts: list[str] = []
    at = 0
    for match in _PIECES.finditer(text):
        parts.append(shape(text[at : match.start()]))
        if match["handle"]:
            parts += ("@", aliases.name(match["handle"][1:]))
        elif match["mail"]:
            parts.append("Sat, 01 Jan 2011 01:11:00 +0000")
        elif match["server"]:
            parts.append("Sat Jan  1 01:11:00 UTC 2011")
        elif match["day"]:
            clock = match["clock"] or ""
            parts += ("2011-01-11", " " * (len(clock) - 4) + "1:11" if clock else "")
        elif match["date"]:
            parts.append("1 Jan 2011")
        else:
            parts.append(match["kept"])
        at = match.end()
    return "".join(parts) + shape(text[at:])


def _attribute(name: str, value: str, aliases: _Aliases) -> str:
    if name in _KEPT_VALUES or name == "id":
        return _identifiers(value, aliases)
    if name in ("href", "src", "action", "cite", "permalink"):
        return _address(value, aliases)
    if name in _CODE_VALUES and _CODE.fullmatch(value):
        return _identifiers(value, aliases)
    if name in _PERSON_VALUES and value:
        return aliases.name(value)
    if name in ("datetime", "data-time", "created"):
        return _ISO
    if name.startswith("aria-") and value in ("true", "false"):
        return value
    if value.isdigit():
        return aliases.number(value) if len(value) > 3 else value
    if name in ("aria-label", "title", "alt"):
        return _description(value, aliases)
    return _text(value, aliases)


def _description(value: str, aliases: _Aliases) -> str:
    """What an attribute says in words to those who don't see the element."""
    if _text(value, aliases) == value or STAMP.match(value) or AGE.match(value):
        return _text(value, aliases)
    parts: list[str] = []
    at = 0
    for match in re.finditer(r"\S+", value):
        word = match.group()
        bare = word.strip("@'’,.:")
        parts.append(value[at : match.start()])
        if _ATTRIBUTE_WORDS.fullmatch(word):
            parts.append(word)
        elif bare.casefold() in aliases.names:
            parts.append(word.replace(bare, aliases.name(bare)))
        else:
            parts.append(_pieces(word, aliases).replace("’x", "’s").replace("'x", "'s"))
        at = match.end()
    return "".join(parts) + value[at:]


def _identifiers(value: str, aliases: _Aliases) -> str:
    """Class names and ids, without the handles and long numbers in them."""
    value = _LONG_NUMBER.sub(lambda m: aliases.number(m.group()), value)

    def alias(match: re.Match[str]) -> str:
        word = match.group()
        known = len(word) >= _SHORTEST_NAME and word.casefold() in aliases.names
        return aliases.name(word) if known and word.casefold() not in _LABELS else word

    for words in _NAME_TOKENS:
        value = words.sub(alias, value)
    return value


def _address(href: str, aliases: _Aliases) -> str:
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return "?"
    path = "/".join(_segment(s, aliases) for s in parts.path.split("/"))
    start = ""
    if parts.scheme in ("http", "https"):
        host = parts.hostname or ""
        start = f"https://{host if host in _KEPT_HOSTS else 'site.example'}"
    elif parts.scheme:
        return f"{parts.scheme if parts.scheme in ('mailto', 'javascript') else 'x'}:x"
    fragment = ""
    if parts.fragment in aliases.ids and parts.fragment:
        fragment = f"#{_identifiers(parts.fragment, aliases)}"
    elif parts.fragment:
        fragment = f"#{_segment(parts.fragment, aliases)}"
    return start + path + ("?x=0" if parts.query else "") + fragment


def _segment(segment: str, aliases: _Aliases) -> str:
    handle = segment.removeprefix("@")
    at = "@" if handle != segment else ""
    if segment in _KEPT_PATHS or not segment:
        return segment
    if segment.isdigit():
        return aliases.number(segment)
    if handle.casefold() in aliases.names:
        return at + aliases.name(handle)
    if any(c.isdigit() for c in handle) or len(handle) > _LONG_SEGMENT:
        return at + aliases.segment(handle)
    return at + _plain(handle)


def _plain(segment: str) -> str:
    return shape(segment).replace("?", "x").replace("#", "x")
