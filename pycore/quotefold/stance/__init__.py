"""Stance of a reply or quote toward the post it answers.

:func:`judge` is the one entry. It always has the linear tier; a host that can run the
cross-encoder passes an :class:`Encoder`, or drives :func:`judge_steps` itself where
running it must be awaited. How good either is: ``docs/STANCE.md``.
"""

from .judging import (
    LABELS,
    Encoder,
    Judgement,
    Pair,
    encoder_settings,
    judge,
    judge_steps,
)
from .lines import cli_lines

__all__ = [
    "LABELS",
    "Encoder",
    "Judgement",
    "Pair",
    "cli_lines",
    "encoder_settings",
    "judge",
    "judge_steps",
]
