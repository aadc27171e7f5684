"""Speed of the stance encoder as the browser runs it: ``python3 build.py bench encoder``.

Loads the built extension's weights in onnxruntime-web, WebAssembly on one thread, under
Node.js, whose engine is Chromium's, and times rows of 64, 128 and 256 tokens: the median of
``--rows``. With pairs in ``../shared/stance`` it also says how far probabilities are from
CPython's onnxruntime. The aim is 80 ms for 128 tokens and 1 s to load; timings are printed,
never judged, because they say as much of the machine as of the model.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "pycore"), str(ROOT / "training")]

import stance_data  # noqa: E402 (lies beside the training scripts)

from quotefold.stance import LABELS, Pair, encoder_settings, judge  # noqa: E402
from quotefold.stance.native import load_encoder  # noqa: E402
from tests.contract.encoder_process import EncoderProcess  # noqa: E402
from tools import environment, extension  # noqa: E402


def times(encoder: EncoderProcess, tokens: int, rows: int) -> float:
    """Median milliseconds of a row."""
    ids = [i * 37 % len(encoder_settings().vocabulary) for i in range(tokens)]
    encoder.run(ids, tokens // 2)  # the first run of a shape plans its memory
    return statistics.median(encoder.run(ids, tokens // 2)[1] for _ in range(rows))


def differences(encoder: EncoderProcess, count: int) -> None:
    """Print how far both tiers' answers are from those with CPython's onnxruntime."""
    if not stance_data.available():
        print("no pairs to compare with CPython: ../shared/stance is not here")
        return
    rows = [r for r in stance_data.load() if r.codebook and r.part == "test"][:count]
    pairs = [Pair(r.parent, r.reply, r.kind) for r in rows]
    here, there = judge(pairs, encoder=load_encoder()), judge(pairs, encoder=encoder.logits)
    moved = [
        max(abs(a.scores[label] - b.scores[label]) for label in LABELS)
        for a, b in zip(here, there, strict=True)
    ]
    labels = sum(a.label != b.label for a, b in zip(here, there, strict=True))
    shown = sum((a.label, a.shown) != (b.label, b.shown) for a, b in zip(here, there, strict=True))
    turned = sum(
        {a.label, b.label} == {"support", "oppose"} for a, b in zip(here, there, strict=True)
    )
    print(
        f"against CPython on {len(pairs)} pairs: a probability moves {statistics.mean(moved):.4f}"
        f" on average, {max(moved):.3f} at most; {labels} labels and {shown} badges differ,"
        f" {turned} of them support for oppose"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="build.py bench encoder", description=__doc__)
    parser.add_argument("--rows", type=int, default=15, help="rows to time of each length")
    parser.add_argument("--pairs", type=int, default=300, help="pairs to compare with CPython")
    options = parser.parse_args()
    folder = extension.build() / "encoder"
    with EncoderProcess(environment.node(), folder) as encoder:
        print(f"loading: {encoder.loaded_ms:.0f} ms (aim: 1000)")
        for tokens in (64, 128, 256):
            aim = " (aim: 80)" if tokens == 128 else ""
            print(f"{tokens} tokens: {times(encoder, tokens, options.rows):.0f} ms{aim}")
        if options.pairs:
            differences(encoder, options.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
