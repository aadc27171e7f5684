"""Figures of the stance models, in plain Python: training and benchmark share them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

LABELS = ("support", "oppose", "query", "comment")
BINS = 15

Scores = Sequence[float]


def best(scores: Scores) -> int:
    return max(range(len(scores)), key=scores.__getitem__)


def by_class(gold: Sequence[str], said: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of pairs of each label."""
    out = {}
    for label in LABELS:
        right = sum(g == s == label for g, s in zip(gold, said, strict=True))
        named, real = sum(s == label for s in said), sum(g == label for g in gold)
        precision, recall = right / max(1, named), right / max(1, real)
        f1 = 2 * right / max(1, named + real)
        out[label] = {"precision": precision, "recall": recall, "f1": f1, "pairs": real}
    return out


def ece(gold: Sequence[str], scores: Sequence[Scores]) -> float:
    """Expected calibration error of the most likely label, 15 bins of equal width
    (Guo et al. 2017)."""
    sums = [[0.0, 0.0, 0.0] for _ in range(BINS)]
    for g, s in zip(gold, scores, strict=True):
        b = best(s)
        row = sums[min(BINS - 1, int(s[b] * BINS))]
        row[0] += s[b]
        row[1] += LABELS[b] == g
        row[2] += 1
    return math.fsum(abs(a - b) for a, b, _ in sums) / max(1, len(gold))


def badges(gold: Sequence[str], shown: Sequence[str | None]) -> dict[str, float]:
    """The badge test over shown support and oppose: how often right, how many of all
    pairs, and flips (one of the two shown where the other is right)."""
    two = ("support", "oppose")
    pairs = [(g, s) for g, s in zip(gold, shown, strict=True) if s in two]
    right = sum(g == s for g, s in pairs)
    flips = sum(g in two and g != s for g, s in pairs)
    n = max(1, len(pairs))
    asked = [g for g, s in zip(gold, shown, strict=True) if s == "query"]
    return {
        "precision": right / n,
        "coverage": len(pairs) / max(1, len(gold)),
        "flips": flips / n,
        "shown": len(pairs),
        "query_shown": len(asked),
        "query_precision": sum(g == "query" for g in asked) / max(1, len(asked)),
    }


def surest(gold: Sequence[str], scores: Sequence[Scores]) -> dict[str, dict[str, float]]:
    """Right and flips among the surest support/oppose answers at fixed coverage."""
    sure = sorted(
        (
            (s[best(s)], g, LABELS[best(s)])
            for g, s in zip(gold, scores, strict=True)
            if best(s) < 2
        ),
        reverse=True,
    )
    out = {}
    for share in (0.1, 0.2, 0.25, 0.3, 0.35, 0.5):
        part = sure[: round(share * len(gold))]
        n = max(1, len(part))
        out[f"{share:.2f}"] = {
            "right": sum(g == s for _, g, s in part) / n,
            "flips": sum(g != s and g in LABELS[:2] for _, g, s in part) / n,
        }
    return out


def report(gold: Sequence[str], scores: Sequence[Scores]) -> dict[str, object]:
    said = [LABELS[best(s)] for s in scores]
    classes = by_class(gold, said)
    return {
        "pairs": len(gold),
        "macro_f1": sum(c["f1"] for c in classes.values()) / len(LABELS),
        "accuracy": sum(g == s for g, s in zip(gold, said, strict=True)) / max(1, len(gold)),
        "ece": ece(gold, scores),
        "classes": classes,
        "surest": surest(gold, scores),
    }


def thresholds(
    gold: Sequence[str],
    scores: Sequence[Scores],
    targets: Mapping[tuple[str, ...], float],
) -> dict[str, float]:
    """The lowest probability from which what is said is surely right enough; labels named
    together share one, for alone they would be too few to tell.

    Surely: the lower end of the one-sided 90 % Wilson interval of "right" reaches the
    target, because threads differ and the pairs at hand are few. At least 20 answers,
    never below one half; a label that never gets there stays silent (1.0).
    """
    out = {}
    for together, target in targets.items():
        said = sorted(
            (
                (max(s), g == LABELS[best(s)])
                for g, s in zip(gold, scores, strict=True)
                if LABELS[best(s)] in together
            ),
            reverse=True,
        )
        right, found = 0, 1.0
        for n, (p, ok) in enumerate(said, 1):
            right += ok
            if p >= 0.5 and n >= 20 and wilson(right, n) >= target:
                found = p
        out |= dict.fromkeys(together, math.ceil(found * 1000) / 1000)
    return out


def wilson(right: int, n: int, z: float = 1.2816) -> float:
    """Lower end of the Wilson score interval (Wilson 1927); z = 1.2816 is 90 %, one side."""
    p = right / n
    middle = p + z * z / (2 * n)
    return (middle - z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
