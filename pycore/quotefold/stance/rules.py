"""What is near certain without a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quotefold.model import Span

    from .text import Piece

_AGREES: Final = re.compile(
    r"\W*(?:(?:yes|yep|yeah|yup|ok|okay|oh|well|wow|lol|haha|so)\b\W*)?"
    r"(?:i (?:\w+ )?agree|(?:totally |completely |fully )?agreed?|"
    r"(?:i )?could(?:n['’]?t| not) agree more|"
    r"(?:exactly|precisely|spot on|well said|well put|(?:so much |exactly )?this|absolutely|amen|"
    r"100 ?%|bingo|preach|hear,? hear|nailed it|"
    r"you(?:['’]re| are) (?:absolutely |totally |so )?right|"
    r"(?:(?:that(?:['’]s| is) |so |very )?true)|(?:good|great) point|indeed)(?=\s*(?:[.!,…]|\Z)))"
    r"(?!\w)",
    re.IGNORECASE,
)
_TURNS: Final = re.compile(
    r"\b(?:but|however|except|though|although|yet|still|until|unless|disagree\w*)\b|\?",
    re.IGNORECASE,
)


def agreement(parts: list[Piece]) -> Span | None:
    """The explicit agreement that opens a reply which takes nothing of it back.

    Measured on the codebook's pairs: 68 of 70 such replies support (``docs/STANCE.md``).
    "Yes" and "no" alone are not safe enough.
    """
    text = "".join(p.text if p.verbatim else " " * (p.end - p.start) for p in parts)
    found = _AGREES.match(text)
    if found is None or _TURNS.search(text):
        return None
    start = next(i for i in range(found.end()) if text[i].isalnum())
    places = [i for p in parts for i in range(p.start, p.end)]
    return places[start], places[found.end() - 1] + 1


def says_nothing(parts: list[Piece]) -> bool:
    """No word at all: a bare link, mention or emoji."""
    return not any(c.isalnum() for p in parts if p.verbatim for c in p.text)
