"""Who wrote what is quoted in mail: the lines and headers that programs put above it.

Data first: a program or language that is missing is one pattern more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_WROTE: Final = (
    "wrote|writes|said|says|sent|posted|replied|commented|schrieb|schreibt|hat geschrieben|"
    "a écrit|écrit|a dit|escribió|ha escrito|dijo|escreveu|disse|ha scritto|schreef|napisał|"
    "napisała|napisał\\(a\\)|написал|написала|написал\\(а\\)|пишет|написав|пише|skrev|yazdı|"
    "şunu yazdı|napsal|napsala|napísal|kirjoitti|írta|a scris|έγραψε"
)
"""Verbs by which mail programs and forums lead in what somebody wrote, by language."""
_INVERTED: Final = "schrieb|schreef|skrev|napsal|napsala|napisał|escribió|escreveu|a écrit"
"""Those of them that also stand before the name."""
_ON: Final = "op|am|on|le|il|em|el|den|dne|dnia"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Ravi hat am 9. Mai 2026 geschrieben: / heeft op … geschreven:
        (
            rf"(?P<who>\S.*?)\s+(?:heeft|hat|har|ha)\s+(?:{_ON})\s.*?\d.*?"
            r"(?:geschreven|geschrieben|skrevet|scritto)\s?:"
        ),
        # Op 9 mei 2026 heeft Ravi het volgende geschreven:
        (
            r".*\b(?:heeft|hat|har)\s+(?P<who>\S.*?)\s+(?:het volgende\s+|folgendes\s+)?"
            r"(?:geschreven|geschrieben|skrevet)\s?:"
        ),
        # so 9. 5. 2026 v 8:31 odesílatel Ravi <r@e> napsal:
        r".*\bodesílatel\s+(?P<who>\S.*?)\s+napsala?\s?:",
        # Ravi <r@e>, 9 May 2026 Cmt, 08:31 tarihinde şunu yazdı:
        r"(?P<who>\D*?\S),?\s+\d.*\btarihinde\b.*yazdı\s?:",
        # Ravi <r@e> 于2026年5月9日周六 08:31写道:
        r"(?P<who>\S.*?)\s?[于於]\s?\d{4}年.*[写寫]道\s?:",
        # 2026년 5월 9일 (토) 오전 8:31, Ravi <r@e>님이 작성:
        r"\d{4}년.*?\d{1,2}:\d\d,?\s+(?P<who>\S.*?)\s?님이 (?:작성|씀)\s?:",
        # сб, 9 мая 2026 г. в 08:31, Ravi <r@e>: and 2026年5月9日(土) 8:31 Ravi <r@e>:
        (
            r"(?:\d{4}年\d{1,2}月\d{1,2}日|[а-я]{2},\s\d{1,2}\s).*?\d{1,2}:\d\d,?\s+"
            r"(?P<who>\S.*?<[^<>@]+@[^<>]+>)\s?:"
        ),
        # Ravi schreef op 9 mei 2026 om 08:31:
        rf"(?P<who>\S.*?)\s+(?:{_WROTE})\s+(?:{_ON})\s.*\d.*:",
        rf"(?P<who>\S.*?),?\s+(?:{_WROTE})(?:\s+in\s.+)?\s?:",
        # Am 9. Mai 2026 schrieb Ravi: / lør. 9. mai 2026 kl. 08:31 skrev Ravi <r@e>:
        (
            rf"(?:(?:{_ON}|W dniu)\b|(?=.*\d.*\b(?:{_INVERTED})\b)).*?\b(?:{_INVERTED})\s+"
            r"(?P<who>\S.*?)\s?:"
        ),
    )
)
"""Lines that lead in a quote, the surer ones first. Sources: the reply headers of Gmail,
Thunderbird, Outlook, Apple Mail, mutt and Zoho in these languages."""
_DASHED: Final = re.compile(r"-{2,}\s*(?P<line>\S.*?)\s*-{2,}")
FROM: Final = re.compile(
    r"(?:From|Von|De|Da|Van|Från|Fra|Od|От|Kimden|Lähettäjä|差出人|发件人|寄件者|"
    r"보낸 사람)\s?[:：]\s*(?P<who>\S.*)",
    re.IGNORECASE,
)
_SENT: Final = re.compile(
    r"(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Fecha|Data|Inviato|Verzonden|Skickat|"
    r"Sendt|Wysłano|Отправлено|Дата|Gönderme|Lähetetty|送信日時|日時|发送时间|日期|"
    r"보낸 날짜)\b.*?[:：]",
    re.IGNORECASE,
)
HEADER: Final = re.compile(r"[^\s:：][^:：]{0,20}\s?[:：]\s?\S")
BANNER: Final = re.compile(r"-{2,}\s*[^\W\d][^-]{3,40}-{2,}|_{20,}|-{20,}|Begin forwarded message:")
MOST_HEADERS: Final = 8
"""Lines of the headers that programs put above a mail that is quoted as a whole."""
_WHEN: Final = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]\.?M\.?)?(?:\s[+-]\d{4})?(?:\s\([A-Z]{2,5}\))?|"
    r"\b(?:19|20)\d{2}\b(?:-\d\d-\d\d)?|^On\s|\b(?:UTC|GMT)\b",
    re.IGNORECASE,
)
DATED: Final = re.compile(
    r"(?:on|at|am|le|el|em|il|op|den|dne|w dniu|mon|tue|wed|thu|fri|sat|sun)\b|\d|"
    r"[^\W\d]{2,9}[.,]{0,2}\s\d",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"<[^<>]*>|\([^()]*@[^()]*\)|\[[^\[\]]*@[^\[\]]*\]|\S+@\S+|\S+ at \S+\.\S+"
)
MAX_CHARS: Final = 260


def attributed_to(line: str) -> str | None:
    """The person whom a line such as "On Thu, 21 May 2026, X <x@y> wrote:" names; None
    for a line of another kind."""
    line = " ".join(line.split())
    if len(line) > MAX_CHARS:
        return None
    dashed = _DASHED.fullmatch(line)
    line = f"{dashed['line']}:" if dashed is not None else line.replace("：", ":")
    if not line.endswith(":"):
        return None
    match = next((m for form in _FORMS if (m := form.fullmatch(line)) is not None), None)
    if match is None:
        return None
    who = match["who"]
    for when in _WHEN.finditer(who):
        rest = who[when.end() :].strip(" ,;·|-")
        if rest:
            who = " " * when.end() + who[when.end() :]
    if who.startswith(" ") and not DATED.match(line):
        # "I agree. On Thu, 21 May 2026, X wrote:" begins with own words.
        return None
    return person(who)


def person(text: str) -> str:
    """The name in "Name <address>" and its kin; "" where there is only an address."""
    name = _ADDRESS.sub(" ", text).strip(" @,;·|-()\"'“”*")
    # _Ada_ is a name set in italics; the line in ada_ belongs to a handle.
    slanted = len(name) > 2 and name.startswith("_") and name.endswith("_")
    return " ".join((name[1:-1] if slanted else name).split())


def is_header_block(lines: Sequence[str]) -> bool:
    """Whether lines begin with the headers of a mail that is quoted as a whole."""
    return FROM.fullmatch(lines[0]) is not None and any(
        _SENT.match(line) for line in lines[1:MOST_HEADERS]
    )
