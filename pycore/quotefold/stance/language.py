"""Whether a post is in English, the only language the stance models were taught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .linear import FUNCTION_WORDS, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHERS: Final = (
    frozenset(
        """
    de la que el en y los se del las por un una para con no es al lo como más pero sus le ya o "
    "este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo
    nos " "les et à il être pas ne je qui dans ce au sur plus vous sont avec mais nous c'est est
    des du " "der die das und ist nicht ein eine ich mit den von zu auf für dem sich auch wir
    wie aber nur " "che di è non sono per questo della il gli ma anche se ho di mais não uma os
    em um isso ele você " "het van een niet dat zijn op te maar ook voor wel och att det som är
    inte jag på av har " "w i nie na jest się do że ve bir bu için çok ini yang dan tidak ada
    untuk itu
    """.split()
    )
    - FUNCTION_WORDS
)
"""Function words of other languages written in Latin letters that English lacks."""


def is_english(words: Sequence[Word]) -> bool:
    """A light test: letters first, then function words; short posts get the benefit.

    False for mostly non-Latin letters, for more foreign than English function words, and
    for a post of 12 words or more with fewer than one English function word in twelve.
    """
    texts = [w.text for w in words if w.text[0].isalnum()]
    letters = [c for t in texts for c in t if c.isalpha()]
    if sum(c > "\u024f" for c in letters) * 3 > len(letters):
        return False
    english = sum(t in FUNCTION_WORDS for t in texts)
    foreign = sum(t in _OTHERS for t in texts)
    if foreign > english and foreign > 1:
        return False
    return len(texts) < 12 or english * 12 >= len(texts)
