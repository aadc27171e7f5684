"""Train both stance tiers, from the pairs in ``../shared/stance`` to the files in git.

    python training/train_stance.py [--runs FOLDER] [--threads N]

Every step leaves a file in the runs folder; what exists for the same data is not made
again, so a run that was stopped goes on. About half an hour on three quiet cores.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from stance_data import DATA, ROOT, available, data_hash

HERE = Path(__file__).resolve().parent
MODEL = ROOT / "models" / "stance" / "encoder.onnx"
CORPORA = "--epochs 2 --seed 1"
CODEBOOK = "--epochs 2.5 --seed 5 --rate 1e-4 --tokens 3000 --own 0.15 --replay 0.3"


def steps(runs: Path, threads: int) -> list[tuple[str, Path | None, list[str]]]:
    """What to run, in order: a name, the file it leaves (None: run always), the command."""
    first, encoder = runs / "corpora.pt", runs / "encoder.pt"
    answers = runs / "answers.json"
    train = ["train_encoder.py", "--threads", str(threads)]
    return [
        ("corpora", first, [*train, "corpora", "--out", str(first), *CORPORA.split()]),
        (
            "codebook's pairs",
            encoder.with_suffix(".json"),  # written last
            [*train, "codebook", "--start", str(first), "--out", str(encoder), *CODEBOOK.split()],
        ),
        (
            "its answers to the corpora",
            answers,
            [*train, "teach", "--start", str(encoder), "--out", str(answers)],
        ),
        ("linear tier", None, ["train_linear.py", "--teacher", str(answers)]),
        ("int8 model", None, ["export_encoder.py", str(encoder), str(MODEL)]),
        ("calibration, figures", None, ["finish_encoder.py", str(MODEL)]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=Path, default=ROOT / ".quotefold" / "training")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    args = parser.parse_args()
    if not available():
        print(f"train-stance: no stance pairs at {DATA}", file=sys.stderr)
        return 2
    runs = args.runs / data_hash()[:12]
    runs.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pycore")}
    todo = steps(runs, args.threads)
    for number, (name, made, command) in enumerate(todo, 1):
        print(f"[{number}/{len(todo)}] {name}", flush=True)
        if made is None or not made.exists():
            script = [sys.executable, str(HERE / command[0]), *command[1:]]
            subprocess.run(script, check=True, env=environment)
    card = [sys.executable, str(ROOT / "benchmarks" / "stance.py"), "--card"]
    subprocess.run(card, check=True, env=environment)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
