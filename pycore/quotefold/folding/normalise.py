"""The form in which two texts are compared, and the key that outlives a page load.

Sites change a text when they show it again: line breaks go, quote marks turn round,
links are shortened or appended, handles are written in capitals, escapes are escaped
twice. The comparison form takes these changes back and nothing else: case, numbers,
punctuation and the order of words are kept, because any of them can change what is said.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from typing import Final, Literal

ELLIPSIS: Final = "…"
LINK: Final = "\0"
"""Stands before and after the address inside a word that is a link."""

_DOUBLE_QUOTES: Final = "“”„‟«»〝〞″"
_SINGLE_QUOTES: Final = "‘’‚‛‹›′`´ʼ"
_DASHES: Final = "‐‑‒–—―⸺⸻−﹘﹣－"

# Invisible: NUL, soft hyphen, joiners, zero-width spaces, bidi marks, embeddings and
# isolates, emoji variation selectors. The two overrides (U+202D, U+202E) are kept: they
# show the same letters in another order, which a reader reads as another text.
_INVISIBLE: Final = (
    "\0\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
    }
)
# NFKC would turn 10² into 102, 1½ into 11⁄2 and 1① into 11: another number. These stay.
_NUMBER_FORMS: Final = re.compile("([¼-¾²³¹⁰-₎⅐-⅟↉①-⒛⓪])")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DOTS: Final = re.compile(r"\.{3,}")
_DASH_RUN: Final = re.compile(r"(?<=\s)-{2,3}(?=\s)|(?<=\w)-{2,3}(?=\w)")
# Where a line was broken after a hyphen, joining the lines leaves a space.
_BROKEN_AT_HYPHEN: Final = re.compile(r"-(?<=[^\W\d_]-)\s+(?=\w)")

# Scripts written without spaces between words: each character counts as a word, so that
# a line break put in or taken out changes nothing. The same goes for emoji.
_SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3000-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_EMOJI: Final = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_PIECES: Final = re.compile(f"[{_SPACELESS}{_EMOJI}]|[^{_SPACELESS}{_EMOJI}]+")
_SPACELESS_CHAR: Final = re.compile(f"[{_SPACELESS}]")

_MENTION: Final = re.compile(r"(?<![\w@/])@\w[\w.@-]*")
_OPENERS: Final = "([<\"'"
_CLOSERS: Final = ".,;:!?)]>\"'"
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_BARE_ADDRESS: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?")
_X_HOSTS: Final = frozenset({"x.com", "twitter.com", "mobile.x.com", "mobile.twitter.com"})
_STATUS_ADDRESS: Final = re.compile(
    r"x\.com/(?P<owner>\w+)(?:/web)?/status(?:es)?/(?P<id>\d{1,20})"
    r"(?P<media>/(?:photo|video)/\d+)?(?:[?#].*)?"
)
_STARTED_TAIL: Final = re.compile(
    rf"{LINK}(?:t\.co/\w*|pic\.(?:x|twitter)\.com/\w*"
    rf"|x\.com/\w+/status/\d*(?:/[a-z]*(?:/\d*)?)?){LINK}"
)
_STATUS_LINK: Final = re.compile(r"/status(?:es)?/(\d{1,20})(?!\d)")

# What sites print after a text they have cut. It is a mark only after an ellipsis or
# alone on the last line: inside a sentence these are the author's words.
_MORE_LABELS: Final = (
    "Show more", "Read more", "See more", "View more", "Mehr anzeigen", "Mehr lesen",
    "Voir plus", "Lire la suite", "Mostrar más", "Ver más", "Mostrar mais", "Ver mais",
    "Mostra altro", "Meer weergeven", "Показать ещё", "Pokaż więcej", "Daha fazla göster",
    "さらに表示", "もっと見る", "显示更多", "顯示更多", "더 보기", "عرض المزيد",
)  # fmt: skip
_MORE: Final = re.compile(
    rf"(?:(?<={ELLIPSIS})\s?|\n[^\S\n]?)(?:{'|'.join(map(re.escape, _MORE_LABELS))})\Z"
)

TailKind = Literal["post", "media", "short", "picture"]


@dataclass(frozen=True, slots=True)
class Tail:
    """A link that a site puts after a text: to the quoted post, to a post's own media, a
    short link (t.co), a picture (pic.twitter.com). ``owner`` is the handle it names."""

    kind: TailKind
    id: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A text in comparison form.

    ``words`` is what it says, without ``mentions`` (the handles it opens with) and
    ``tails`` (the site's links at its end). ``cut``: the text ends in an ellipsis or a
    "Show more"; ``fragment``: so close to the last word that this may be the beginning
    of a longer one.
    """

    mentions: tuple[str, ...]
    words: tuple[str, ...]
    tails: tuple[Tail, ...] = ()
    cut: bool = False
    fragment: bool = False


def plain(text: str) -> str:
    """The text with escapes, invisible characters and typographic marks taken back.

    Whitespace is left as it is, except after a hyphen inside a word.
    """
    for _ in range(2):
        if "&" in text:
            text = _ENTITY.sub(lambda match: unescape(match.group()), text)
    if text.isascii():
        text = text.replace("\0", "").replace("`", "'")
    else:
        text = text.translate(_MARKS)
        text = "".join(
            part if index % 2 else unicodedata.normalize("NFKC", part)
            for index, part in enumerate(_NUMBER_FORMS.split(text))
        ).translate(_MARKS)
    if "..." in text:
        text = _DOTS.sub(ELLIPSIS, text)
    if "-" in text:
        text = _BROKEN_AT_HYPHEN.sub("-", _DASH_RUN.sub("-", text))
    return text


def handle_key(handle: str | None) -> str | None:
    """A handle as identity: without ``@``, without case; None where there is none."""
    key = " ".join(plain(handle or "").split()).lstrip("@").casefold()
    return key or None


def same_handle(one: str, other: str) -> bool:
    """Whether two handle keys name one account; ``user@host`` is also shown as ``user``."""
    return one == other or (
        one.partition("@")[0] == other.partition("@")[0] and ("@" in one) != ("@" in other)
    )


def status_id(permalink: str | None) -> str | None:
    """The number of a post in a link to it (``…/status/ID``), or None."""
    match = _STATUS_LINK.search(permalink or "")
    return match.group(1) if match else None


def link_word(word: str) -> str:
    """A link in comparison form (``LINK`` around its address); any other word unchanged.

    Scheme, ``www.``, a closing slash and the host's case go; twitter.com becomes x.com.
    Marks before and after the address stay.
    """
    if "." not in word:
        return word
    tail = word.lstrip(_OPENERS)
    address = tail.rstrip(_CLOSERS)
    after = tail[len(address) :]
    before = word[: len(word) - len(tail)]
    if address.endswith(ELLIPSIS):
        address = address[:-1]
        after = ELLIPSIS + after
    scheme = _SCHEME.match(address)
    if scheme:
        address = address[scheme.end() :]
    elif not _BARE_ADDRESS.fullmatch(address):
        return word
    host, slash, path = address.partition("/")
    host = host.casefold().removeprefix("www.")
    if host in _X_HOSTS:
        host = "x.com"
        path = path.casefold()
    address = f"{host}{slash}{path}".rstrip("/")
    return f"{before}{LINK}{address}{LINK}{after}" if address else word


def tail_of(word: str) -> Tail | None:
    """The word as a link that sites append to a text, or None."""
    if not (word.startswith(LINK) and word.endswith(LINK)):
        return None
    address = word[1:-1]
    host, _, path = address.partition("/")
    if host == "t.co" and path:
        return Tail("short", path)
    if host in ("pic.twitter.com", "pic.x.com") and path:
        return Tail("picture", path)
    match = _STATUS_ADDRESS.fullmatch(address)
    if match is None:
        return None
    if match["media"]:
        return Tail("media", match["id"] + match["media"], match["owner"])
    return Tail("post", match["id"], match["owner"])


def _tokens(text: str) -> list[str]:
    tokens = text.split()
    if not text.isascii():
        tokens = [piece for token in tokens for piece in _PIECES.findall(token)]
    if "." in text:
        tokens = [link_word(token) for token in tokens]
    if "@" in text:
        tokens = [
            _MENTION.sub(lambda match: match.group().casefold(), token) if "@" in token else token
            for token in tokens
        ]
    return tokens


def content(text: str) -> Content:
    """The comparison form of a post's or a quote's text."""
    text, labels = _MORE.subn("", plain(text).rstrip())
    tokens = _tokens(text)
    tails: list[Tail] = []
    while tokens and (tail := tail_of(tokens[-1])):
        tails.append(tail)
        tokens.pop()
    cut = fragment = labels > 0  # a label alone does not tell whether the last word is whole
    if tokens and tokens[-1].endswith(ELLIPSIS):
        cut, fragment = True, False
        last = tokens.pop().rstrip(ELLIPSIS)
        if last and not _STARTED_TAIL.fullmatch(last):
            tokens.append(last)
            fragment = True
    start = 0
    while start < len(tokens) and _MENTION.fullmatch(tokens[start]):
        start += 1
    mentions, words = tuple(tokens[:start]), tuple(tokens[start:])
    if not words and mentions:
        mentions, words = (), mentions
    if not words and tails:
        words = tuple(f"{LINK}{tail.kind}/{tail.id}{LINK}" for tail in reversed(tails))
        tails = []
    cut = cut and bool(words)
    return Content(mentions, words, tuple(reversed(tails)), cut, cut and fragment)


def words(text: str) -> tuple[str, ...]:
    """Every word of a text in comparison form: what it opens with, and what it says."""
    form = content(text)
    return form.mentions + form.words


def distinctive(said: tuple[str, ...]) -> bool:
    """Whether equal words alone make two texts one post, whoever is named as the author.

    Eight words or more, five of them different: nobody writes the same eight words by
    chance in one thread, while "I agree with that" two people do write. Characters of
    scripts without spaces count as half a word, bare marks and emoji as none.
    """
    weight = 0
    seen = set()
    for word in said:
        if any(map(str.isalnum, word)):
            weight += 1 if _SPACELESS_CHAR.match(word) else 2
            seen.add(word)
        if weight >= 16 and len(seen) >= 5:
            return True
    return False


def content_key(handle: str | None, text: str, salt: str = "") -> str:
    """16 hex digits that name what was said and by whom, without saying it.

    Equal for texts of one author with the same words in comparison form, on every
    machine and Python version. Another ``salt`` gives another key: whoever reads stored
    keys without it cannot test which texts they stand for.
    """
    form = content(text)
    parts = (handle_key(handle) or "", " ".join(form.mentions + form.words), str(form.cut))
    key = blake2b(salt.encode("utf-8", "surrogatepass")).digest()
    data = "\n".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=8, key=key).hexdigest()
