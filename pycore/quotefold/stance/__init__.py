"""Stance of a reply or quote toward the post it answers.

:func:`judge` is the one entry. It always has the linear tier; a host that can run the
cross-encoder hands in a function that does, or uses :func:`judge_known` where it runs in
the background. How good either is: ``docs/STANCE.md``.
"""

from .encode import Row
from .judging import (
    LABELS,
    EncoderSettings,
    Judgement,
    Pair,
    Run,
    encoder_settings,
    judge,
    judge_known,
    judge_steps,
    settled,
    windows_of,
)
from .lines import cli_lines, from_json, to_json
from .text import named_in

__all__ = [
    "LABELS",
    "EncoderSettings",
    "Judgement",
    "Pair",
    "Row",
    "Run",
    "cli_lines",
    "encoder_settings",
    "from_json",
    "judge",
    "judge_known",
    "judge_steps",
    "named_in",
    "settled",
    "to_json",
    "windows_of",
]
