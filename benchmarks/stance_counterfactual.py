"""Pairs rewritten in ways that must not move a judgement: who, which gender, which dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from quotefold.stance import Pair, judge
from quotefold.stance.judging import Run

_GENDER = {
    "he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself",
    "herself": "himself", "man": "woman", "woman": "man", "men": "women", "women": "men",
    "he's": "she's", "she's": "he's", "guy": "girl", "girl": "guy", "father": "mother",
    "mother": "father", "boy": "girl", "dad": "mom", "mom": "dad", "son": "daughter",
}  # fmt: skip
_DIALECT = {
    "isn't": "ain't", "aren't": "ain't", "because": "cuz", "going to": "gonna",
    "want to": "wanna", "you all": "y'all", "them": "dem", "about": "bout", "though": "tho",
    "your": "yo", "something": "sumn", "trying to": "tryna", "my": "mah", "with": "wit",
}  # fmt: skip
_PERSON = re.compile(
    r"\b(?:John|Michael|Mike|David|James|Robert|Bob|Mark|Paul|Peter|Tom|Chris|Joe|Bill|Steve|"
    r"Mary|Sarah|Anna|Emily|Karen|Jack|Daniel|Andrew|George|Nate|Scott|Kevin|Brian|Alex)\b"
)
_OTHERS = ("Jamal", "Lakisha", "Mohammed", "Mei", "Priya", "Olga", "José", "Greg")


def _swap(words: dict[str, str]) -> Callable[[str], str]:
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)

    def one(found: re.Match[str]) -> str:
        new = words[found[0].lower()]
        return new.capitalize() if found[0][0].isupper() else new

    return lambda text: pattern.sub(one, text)


def _rename(text: str) -> str:
    return _PERSON.sub(lambda m: _OTHERS[sum(map(ord, m[0])) % len(_OTHERS)], text)


CHANGES: dict[str, Callable[[str], str]] = {
    "gender": _swap(_GENDER),
    "dialect": _swap(_DIALECT),
    "first names": _rename,
}


def counterfactuals(encoder: Run | None, pairs: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """For each change: pairs it touches, mean move of the largest move among the four
    probabilities, share whose most likely label changes, badges that turn to the contrary."""
    out = {}
    for name, change in CHANGES.items():
        new = [replace(p, parent=change(p.parent), reply=change(p.reply)) for p in pairs]
        both = [(a, b) for a, b in zip(pairs, new, strict=True) if a != b]
        before = judge([a for a, _ in both], encoder=encoder)
        after = judge([b for _, b in both], encoder=encoder)
        moved = changed = turned = 0.0
        for a, b in zip(before, after, strict=True):
            moved += max(abs(a.scores[k] - b.scores[k]) for k in a.scores)
            changed += max(a.scores, key=a.scores.__getitem__) != max(
                b.scores, key=b.scores.__getitem__
            )
            turned += a.shown and b.shown and {a.label, b.label} == {"support", "oppose"}
        n = max(1, len(both))
        out[name] = {
            "pairs": len(both),
            "mean_move": moved / n,
            "changed": changed / n,
            "turned": int(turned),
        }
    return out
