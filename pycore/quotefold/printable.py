"""Text of a page made fit for one line of a terminal, a log or a drawing.

A name can hold escape sequences that move the cursor, or bidi controls that make a line
read otherwise than it is.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""Zero-width joiners stay: emoji and Persian are wrong without them."""


def printable(text: str) -> str:
    """``text`` on one line, without anything that a terminal acts on.

    Control characters become U+FFFD, so that their place is seen; invisible formatting
    characters (bidi controls, tags, zero-width space) go; any whitespace is one space.
    """
    return " ".join("".join(map(_shown, text)).split())


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cs"):
        return "\ufffd"
    return "" if category == "Cf" and char not in _JOINERS else char
