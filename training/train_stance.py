"""Train both stance tiers, from the pairs in ``../shared/stance`` to the files in git.

    python training/train_stance.py --base FOLDER [--runs FOLDER] [--threads N]

``python3 build.py train-stance`` fetches the base models and calls this. Every step leaves a
file in the runs folder; what exists for the same data is not made again, so a run that was
stopped goes on. About three hours on four quiet cores, most of it for the teacher.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from stance_data import DATA, ROOT, available, data_hash

HERE = Path(__file__).resolve().parent
MODEL = ROOT / "models" / "stance" / "encoder.onnx"
VOCABULARY = ROOT / "pycore" / "quotefold" / "stance" / "vocab.txt"


def steps(base: Path, runs: Path, threads: int) -> list[tuple[str, Path | None, list[str]]]:
    """What to run, in order: a name, the file it leaves (None: run always), the command."""
    train = ["--base", str(base), "--runs", str(runs), "--threads", str(threads)]
    teacher, encoder = runs / "teacher.pt", runs / "encoder.pt"
    return [
        ("teacher", teacher, ["train_encoder.py", "teacher", *train]),
        ("encoder", encoder, ["train_encoder.py", "encoder", *train]),
        ("linear tier", None, ["train_linear.py", "--teacher", str(runs / "corpora.json")]),
        ("int8 model", None, ["export_encoder.py", str(encoder), str(MODEL)]),
        ("calibration, figures", None, ["finish_encoder.py", str(MODEL)]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", type=Path, required=True, help="folder of the base models")
    parser.add_argument("--runs", type=Path, default=ROOT / ".quotefold" / "training")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    args = parser.parse_args()
    if not available():
        print(f"train-stance: no stance pairs at {DATA}", file=sys.stderr)
        return 2
    runs = args.runs / data_hash()[:12]
    runs.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pycore")}
    todo = steps(args.base, runs, args.threads)
    for number, (name, made, command) in enumerate(todo, 1):
        print(f"[{number}/{len(todo)}] {name}", flush=True)
        if made is None or not made.exists():
            script = [sys.executable, str(HERE / command[0]), *command[1:]]
            subprocess.run(script, check=True, env=environment)
        if name == "encoder":
            shutil.copyfile(runs / "vocab.txt", VOCABULARY)
    card = [sys.executable, str(ROOT / "benchmarks" / "stance.py"), "--card"]
    subprocess.run(card, check=True, env=environment)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
