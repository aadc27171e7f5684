"""The words of ``labels.py`` as sets and patterns. They are tried on casefolded texts with
straight apostrophes (:func:`folded`)."""

from __future__ import annotations

import re
from typing import Final

from quotefold.reading.labels import LANGUAGES
from quotefold.reading.raw import Label


def folded(text: str) -> str:
    """A text as the patterns expect it, of the same length."""
    found = text.casefold()
    if len(found) != len(text):
        found = text.lower()
    if len(found) != len(text):
        found = text
    return found.replace("’", "'")


def _pattern(words: set[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _all(name: str) -> set[str]:
    return {word for language in LANGUAGES for word in getattr(language, name)}


ORIGINAL: Final = frozenset(_all("original"))
MORE: Final = frozenset(
    "show more|read more|see more|view more|mehr anzeigen|mehr lesen|voir plus|afficher plus|"
    "lire la suite|mostrar más|ver más|leer más|mostrar mais|ver mais|leia mais|mostra altro|"
    "leggi tutto|meer weergeven|lees meer|さらに表示|もっと見る|show this thread|"
    "show thread".split("|")
)
"""What stands at the end of a cut text, often as a link inside it."""

PERMALINK: Final = frozenset(_all("permalink"))
CHROME: Final = frozenset(_all("chrome")) | PERMALINK
CHROME_NUMBERED: Final = frozenset(_all("chrome_numbered"))
BY: Final = frozenset(_all("by"))
NOBODY: Final = frozenset(_all("nobody"))
EDGE: Final = tuple(sorted(_all("edge")))
JOINERS: Final = frozenset(_all("and_more"))
REPOST_AFTER: Final = tuple(sorted(_all("repost_after"), key=len, reverse=True))

LABELS: Final[dict[str, Label]] = {
    **dict.fromkeys(_all("repost"), "repost"),
    **dict.fromkeys(_all("reply"), "reply"),
    **dict.fromkeys(_all("quote"), "quote"),
    **dict.fromkeys(ORIGINAL, "original"),
}
"""Every label, by its words."""

BARE_QUOTE: Final = frozenset(
    "quote|embedded post|embedded tweet|quoted|quoted post|quoted tweet|quote post|quote tweet|"
    "quote-post|quote-tweet|zitat|"
    "zitierter beitrag|citation|post cité|cita|post citado|citação|citazione|post citato|citaat|"
    "引用|引用ポスト".split("|")
)
"""Quote labels that are nouns: they name a block, not what its post does."""

_ONLY_ALONE: Final = frozenset("re op reply repost quotes answering cita cite".split())
"""Labels that are common words: as the start of a longer text they may be anybody's."""

LABEL_START: Final = re.compile(
    rf"(?:{_pattern(set(LABELS) - _ONLY_ALONE)})"
    r"(?!\w)\s*:?\s*"
)
"""A label at the start of a casefolded text (what follows must be names or handles)."""

# --- times ---------------------------------------------------------------------------

_MONTH = rf"(?:{_pattern(_all('months'))})\.?"
_DAY_NAME = rf"(?:{_pattern(_all('days'))})"
_UNIT = rf"(?:{_pattern(_all('units'))})"
_AGO_BEFORE = rf"(?:(?:{_pattern(_all('ago_before'))})\s*)?"
_AGO_AFTER = rf"(?:\s*(?:{_pattern(_all('ago_after'))}))?"
_JOINT = rf"(?:\s*(?:[·•,|/–—-]|{_pattern(_all('joints'))})\s*|\s+)"
_CLOCK = (
    r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
    r"|(?:午[前後]|[上下]午|오[전후])\s?\d{1,2}[:時时]\d{2}分?|\d{1,2}h\d{2}\b|\d{1,2}\s?uhr)(?:\s?uhr)?"
)
_ZONE = (
    r"(?:\s*(?:utc|gmt|z|[pmce][sd]t|[pmce]t|cest|cet|bst|jst)\b|\s*(?:utc|gmt)?[+-]\d{2}:?\d{2})"
)
_YEAR = r"(?:19|20)\d{2}"
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}{_ORDINAL}(?:,?\s+{_YEAR}|,?\s+'\d\d)?"
    rf"|\d{{1,2}}{_ORDINAL}\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?{_YEAR})?"
    rf"|{_MONTH}\s+{_YEAR}"
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d)"
    rf"|(?:{_YEAR}\s?年\s?)?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|(?:{_YEAR}년\s?)?\d{{1,2}}월\s?\d{{1,2}}일)"
)
_ISO = r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?"
_AGE = rf"{_AGO_BEFORE}\d{{1,3}}\s?{_UNIT}\.?{_AGO_AFTER}(?!\w)"

STAMP: Final = re.compile(
    rf"(?:{_ISO}"
    rf"|(?:{_DAY_NAME}\.?,?\s+)?{_DATE}(?:{_JOINT}{_CLOCK}{_ZONE}?)?{_ZONE}?"
    rf"|{_CLOCK}{_ZONE}?(?:{_JOINT}(?:{_DAY_NAME}\.?,?\s+)?{_DATE}{_ZONE}?)?"
    rf"|{_DAY_NAME}(?:{_JOINT}{_CLOCK}{_ZONE}?)?"
    rf"|{_AGE})(?!\w)"
)
"""A time at the start of a casefolded text: clock and date in either order, a date, a
clock, an age, a day by name."""

FULL_STAMP: Final = re.compile(
    rf"(?:{_ISO}|{_DATE}{_JOINT}{_CLOCK}|{_CLOCK}{_ZONE}?{_JOINT}{_DATE})"
)
"""A time that names both a day and a clock."""

NUMBER: Final = (
    r"(?:\d{1,3}(?:[.,\s\u202f\u00a0]\d{3})+|\d+(?:[.,]\d+)?)"
    r"\s?(?:[kmb](?![a-z0-9])|mil\b|mio\b\.?|tsd\b\.?|тыс\b\.?|млн\b\.?|万|億|만|亿)?"
)

VIEWS: Final = re.compile(rf"{NUMBER}\s?(?:{_pattern(_all('views'))})(?!\w)")
COUNT: Final = re.compile(
    rf"(?:{NUMBER}\s?(?:{_pattern(_all('counts'))})(?![\w-])|[♡♥❤💬🔁↻⟲👁★☆🗨↩⇄🔖⬆▲]\ufe0f?\s*(?:{NUMBER})?"
    rf"|{NUMBER}(?=\s|$|[·•|,♡♥❤💬🔁↻⟲👁★☆🗨↩⇄🔖⬆▲])|—(?=\s|$))"
)
WROTE: Final = re.compile(
    r"\s(?:wrote|said|says|writes|posted|tweeted|replied|schrieb|sagte|a écrit|écrit|escribió|dijo|"
    r"escreveu|disse|ha scritto|schreef|zei)\s*[:,]?\s*$"
)
"""A verb at the end of a line that names who said what follows."""

FACTS: Final = frozenset(_all("facts"))
FACT: Final = re.compile(rf"(?:{_pattern(set(FACTS))})\s?[:：]")
"""A line of what forums print about an author ("Joined: 12 Mar 2019")."""

RANK: Final = re.compile(r"#\s?\d{1,5}(?!\w)")
