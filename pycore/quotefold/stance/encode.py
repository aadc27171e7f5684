"""A pair of posts as rows of token ids for the cross-encoder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .wordpiece import SEPARATOR, START, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .text import Piece

MAX_PARENT: Final = 96
"""Tokens of the answered post; of a longer one the first two thirds and the last third."""

MAX_REPLY: Final = 156
"""Tokens of the reply in one row. With the parent and four marks a row stays below 256."""

OVERLAP: Final = 32
"""Tokens that two neighbouring windows of a long reply share."""

MAX_WINDOWS: Final = 8
"""Windows read of one reply: 1,000 words, the length of a long article post. Of a longer
one, windows spread evenly over the whole are read, so that time stays bounded."""

KIND_MARK: Final = {"reply": "[unused1]", "quote": "[unused2]"}


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the encoder: token ids; the first ``above`` are the parent's side."""

    ids: tuple[int, ...]
    above: int

    @property
    def types(self) -> tuple[int, ...]:
        """Token types: 0 for the parent's side, 1 for the reply's."""
        return (0,) * self.above + (1,) * (len(self.ids) - self.above)

    @property
    def key(self) -> str:
        """The row's content in short: a host can keep its logits under this."""
        text = f"{self.above} {self.ids}"
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def rows(
    parent: list[Piece], reply: list[Piece], kind: str, vocabulary: Mapping[str, int]
) -> list[Row]:
    """One row a window of the reply; at least one."""
    before = [t.id for t in tokenize(parent, vocabulary)]
    if len(before) > MAX_PARENT:
        tail = MAX_PARENT // 3
        before = before[: MAX_PARENT - tail] + before[-tail:]
    mark = vocabulary[KIND_MARK.get(kind, KIND_MARK["reply"])]
    end = vocabulary[SEPARATOR]
    first = (vocabulary[START], mark, *before, end)
    return [
        Row((*first, *(t.id for t in window), end), len(first))
        for window in windows(tokenize(reply, vocabulary))
    ]


def windows(tokens: list[Token]) -> list[list[Token]]:
    """The tokens cut into overlapping windows that together hold them all (see the cap)."""
    if len(tokens) <= MAX_REPLY:
        return [tokens]
    step = MAX_REPLY - OVERLAP
    count = -(-(len(tokens) - OVERLAP) // step)
    last = len(tokens) - MAX_REPLY
    count = min(count, MAX_WINDOWS)
    starts = [round(i * last / (count - 1)) for i in range(count)]
    return [tokens[s : s + MAX_REPLY] for s in starts]
