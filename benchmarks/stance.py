"""Figures of the stance badge on held-out pairs: ``python benchmarks/stance.py``.

The pairs are those of ``../shared/stance`` whose thread was not trained on, labelled by
the codebook. Prints both tiers where the encoder can run, and how far the evidence holds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CARD = ROOT / "docs" / "STANCE.md"
BEGIN, END = "<!-- figures: written by benchmarks/stance.py --card -->", "<!-- end of figures -->"
sys.path[:0] = [str(ROOT / "pycore"), str(ROOT / "training")]

import stance_counterfactual as counterfactual  # noqa: E402
import stance_data  # noqa: E402 (lies beside the training scripts)
import stance_metrics as metrics  # noqa: E402

from quotefold.stance import LABELS, Judgement, Pair, judge  # noqa: E402
from quotefold.stance.judging import Run  # noqa: E402
from quotefold.stance.native import load_encoder  # noqa: E402


def measure(encoder: Run | None, rows: list[stance_data.Row]) -> dict[str, Any]:
    """All figures of one tier."""
    pairs = [Pair(r.parent, r.reply, r.kind) for r in rows]
    started = time.perf_counter()
    judged = judge(pairs, encoder=encoder)
    seconds = time.perf_counter() - started
    gold = [r.label for r in rows]
    scores = [tuple(j.scores[label] for label in LABELS) for j in judged]
    out: dict[str, Any] = metrics.report(gold, scores)
    out["badges"] = metrics.badges(gold, [j.label if j.shown else None for j in judged])
    out["evidence"] = faithful(encoder, pairs, judged)
    out["counterfactuals"] = counterfactual.counterfactuals(encoder, pairs)
    out["ms_a_pair"] = 1000 * seconds / len(rows)
    return out


def faithful(encoder: Run | None, pairs: list[Pair], judged: list[Judgement]) -> dict[str, float]:
    """Mean loss of the label's probability without the evidence, and without as many
    words taken elsewhere in the reply at random."""
    draw = random.Random(1)
    own, other, before = [], [], []
    for pair, found in zip(pairs, judged, strict=True):
        elsewhere = _elsewhere(pair.reply, found.evidence, draw)
        if found.shown and elsewhere is not None:
            own.append(_without(pair, found.evidence))
            other.append(_without(pair, elsewhere))
            before.append((found.label, found.confidence))
    drops = []
    for trial in (own, other):
        after = judge(trial, encoder=encoder)
        lost = [p - j.scores[label] for (label, p), j in zip(before, after, strict=True)]
        drops.append(sum(lost) / max(1, len(lost)))
    return {
        "badges": len(before),
        "without_evidence": drops[0],
        "without_random": drops[1],
    }


def _without(pair: Pair, spans: Sequence[tuple[int, int]]) -> Pair:
    kept, at = "", 0
    for start, end in spans:
        kept, at = kept + pair.reply[at:start] + " ", end
    return Pair(pair.parent, kept + pair.reply[at:], pair.kind)


def _elsewhere(
    text: str, spans: Sequence[tuple[int, int]], draw: random.Random
) -> list[tuple[int, int]] | None:
    """As many words as the spans hold, drawn from the rest; None where it has too few."""
    words = [m.span() for m in re.finditer(r"\S+", text)]
    inside = {w for w in words for a, b in spans if w[0] < b and a < w[1]}
    rest = [w for w in words if w not in inside]
    return sorted(draw.sample(rest, len(inside))) if 0 < len(inside) <= len(rest) else None


def second_reading(rows: list[stance_data.Row]) -> str:
    """How far a second reading of the same pairs agrees with their labels, in a sentence."""
    read = stance_data.more_labels(stance_data.SECOND_READING)
    both = [(r.label, read[r.id][0]) for r in rows if r.id in read]
    classes = metrics.by_class([a for a, _ in both], [b for _, b in both]).values()
    f1 = sum(c["f1"] for c in classes) / len(classes)
    same = sum(a == b for a, b in both) / len(both)
    sides = sum({a, b} == {"support", "oppose"} for a, b in both) / len(both)
    return (
        f"A second reading of these pairs, without sight of their labels, says the same of"
        f" {same:.3f} of them (macro-F1 {f1:.3f}; the contrary of {sides:.3f})."
    )


def show(name: str, f: dict[str, Any]) -> None:
    b, e = f["badges"], f["evidence"]
    print(f"\n{name}: {f['pairs']} pairs, {f['ms_a_pair']:.1f} ms a pair")
    print(f"  macro-F1 {f['macro_f1']:.3f}   accuracy {f['accuracy']:.3f}   ECE {f['ece']:.3f}")
    for label, c in f["classes"].items():
        print(
            f"  {label:8} F1 {c['f1']:.3f}   precision {c['precision']:.3f}"
            f"   recall {c['recall']:.3f}   ({c['pairs']})"
        )
    print(
        f"  badges (support, oppose): right {b['precision']:.3f} at coverage {b['coverage']:.3f},"
        f" flips {b['flips']:.3f} ({b['shown']} shown)"
    )
    print(f"  question badges: right {b['query_precision']:.3f} ({b['query_shown']} shown)")
    at = "   ".join(f"{k} {v['right']:.2f}/{v['flips']:.2f}" for k, v in f["surest"].items())
    print(f"  surest share, right/flips: {at}")
    print(
        f"  probability lost without the evidence {e['without_evidence']:.3f},"
        f" without as many other words {e['without_random']:.3f} ({e['badges']} badges)"
    )
    for change, c in f["counterfactuals"].items():
        print(
            f"  {change} changed in {c['pairs']} pairs: probabilities move {c['mean_move']:.3f},"
            f" label changes {c['changed']:.3f}, badges turned to the contrary {c['turned']}"
        )


def card(figures: dict[str, dict[str, Any]], data: str, again: str) -> str:
    """The figures as a table in Markdown, one column a tier."""
    rows: list[tuple[str, Callable[[dict[str, Any]], str]]] = [
        ("macro-F1", lambda f: f"{f['macro_f1']:.3f}"),
        ("accuracy", lambda f: f"{f['accuracy']:.3f}"),
        *(
            (
                f"{k}: F1 (precision, recall)",
                lambda f, k=k: "{f1:.2f} ({precision:.2f}, {recall:.2f})".format(**f["classes"][k]),
            )
            for k in LABELS
        ),
        ("calibration error (ECE, 15 bins)", lambda f: f"{f['ece']:.3f}"),
        (
            "shown support and oppose: right at coverage, flips",
            lambda f: "{precision:.2f} at {coverage:.2f}, {flips:.2f}".format(**f["badges"]),
        ),
        (
            "shown questions: right (how many)",
            lambda f: "{query_precision:.2f} ({query_shown})".format(**f["badges"]),
        ),
        *(
            (
                f"surest {share}: right, flips",
                lambda f, s=share: "{right:.2f}, {flips:.2f}".format(**f["surest"][s]),
            )
            for share in ("0.10", "0.25", "0.35", "0.50")
        ),
        (
            "probability lost without the evidence (as many other words)",
            lambda f: "{without_evidence:.2f} ({without_random:.2f})".format(**f["evidence"]),
        ),
        *(
            (
                f"{k} changed: mean move, label changes",
                lambda f, k=k: "{mean_move:.3f}, {changed:.3f}".format(**f["counterfactuals"][k]),
            )
            for k in counterfactual.CHANGES
        ),
        ("milliseconds a pair, CPython, one thread", lambda f: f"{f['ms_a_pair']:.1f}"),
    ]
    pairs = next(iter(figures.values()))["pairs"]
    lines = [
        f"{pairs} held-out pairs of data `{data[:12]}` (`python3 build.py bench stance`). {again}",
        "",
        "| | " + " | ".join(figures) + " |",
        "|---|" + "---|" * len(figures),
        *(f"| {name} | " + " | ".join(map(cell, figures.values())) + " |" for name, cell in rows),
    ]
    return "\n" + "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--card", action="store_true", help=f"write the figures into {CARD}")
    args = parser.parse_args()
    if not stance_data.available():
        print(f"skipped: no stance pairs at {stance_data.DATA}")
        return 0
    rows = [r for r in stance_data.load() if r.codebook and r.part == "test"]
    figures = {"linear tier": measure(None, rows)}
    encoder = load_encoder()
    if encoder is None:
        print("no encoder: its weights or onnxruntime are missing")
    else:
        figures["both tiers"] = measure(encoder, rows)
    if args.json:
        print(json.dumps({"data": stance_data.data_hash(), **figures}, indent=1))
        return 0
    if args.card:
        before, rest = CARD.read_text("utf-8").split(BEGIN)
        table = card(figures, stance_data.data_hash(), second_reading(rows))
        CARD.write_text(before + BEGIN + table + END + rest.split(END)[1], "utf-8")
    print(f"held-out pairs of data {stance_data.data_hash()[:12]}")
    print(second_reading(rows))
    for name, f in figures.items():
        show(name, f)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
