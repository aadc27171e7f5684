"""WordPiece, the tokenizer of BERT-like encoders, over the pieces of a post.

Written from the algorithm in Schuster and Nakajima (2012) and the uncased BERT rules
(lower case, no accents, punctuation and CJK characters stand alone). The vocabulary
file comes with the encoder's weights (gte-small, MIT).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .text import Piece, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAD: Final = "[PAD]"
UNKNOWN: Final = "[UNK]"
START: Final = "[CLS]"
SEPARATOR: Final = "[SEP]"

_MAX_WORD: Final = 100
"""Characters of one word; BERT's own cap, above it a word is unknown."""

_UNIT = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
    r"|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]+"
    r"|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One vocabulary id and the run of the post that it stands for (a whole word)."""

    id: int
    start: int
    end: int


def load_vocabulary(text: str) -> dict[str, int]:
    """The ids of a ``vocab.txt``: one word a line, the id is the line number."""
    return {word: number for number, word in enumerate(text.splitlines())}


def tokenize(parts: Iterable[Piece], vocabulary: Mapping[str, int]) -> list[Token]:
    """The tokens of a post, in order."""
    tokens: list[Token] = []
    for part in parts:
        for unit in _UNIT.finditer(part.text):
            if part.verbatim:
                start, end = part.start + unit.start(), part.start + unit.end()
            else:
                start, end = part.start, part.end
            tokens.extend(Token(i, start, end) for i in _word_ids(fold(unit[0]), vocabulary))
    return tokens


def _word_ids(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Greedy longest match from the left; a word with an unmatched rest is unknown."""
    unknown = [vocabulary[UNKNOWN]]
    if not word:
        return []
    if len(word) > _MAX_WORD:
        return unknown
    ids: list[int] = []
    at = 0
    while at < len(word):
        prefix = "##" if at else ""
        for end in range(len(word), at, -1):
            found = vocabulary.get(prefix + word[at:end])
            if found is not None:
                ids.append(found)
                at = end
                break
        else:
            return unknown
    return ids
