"""Train both stance tiers, from the pairs in ``../shared/stance`` to the files in git.

    python training/train_stance.py [--runs FOLDER] [--threads N]

Steps are files in the runs folder: what exists for the same data is not made again, so a
run that was stopped goes on. About two hours on three cores.
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
FOLDS = range(4)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=Path, default=ROOT / ".quotefold" / "training")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    args = parser.parse_args()
    if not available():
        print(f"train-stance: no stance pairs at {DATA}", file=sys.stderr)
        return 2
    runs = args.runs / data_hash()[:12]
    runs.mkdir(parents=True, exist_ok=True)
    encoder = ["train_encoder.py"]
    threads = ["--threads", str(args.threads)]
    first, whole = runs / "corpora.pt", runs / "codebook.pt"
    folds = [runs / f"fold{k}.pt" for k in FOLDS]
    teacher = runs / "teacher.json"
    student = runs / "student.pt"
    steps: list[tuple[str, Path, list[str]]] = [
        ("corpora", first, [*encoder, "corpora", "--out", str(first), "--epochs", "2", *threads]),
    ]
    codebook = [*encoder, "codebook", "--start", str(first), *threads]
    steps.append(
        ("codebook", whole, [*codebook, "--out", str(whole), "--epochs", "4", "--seed", "1"])
    )
    steps.extend(
        (
            f"without quarter {k + 1}",
            out,
            [*codebook, "--out", str(out), "--epochs", "3.5", "--seed", f"1{k}", "--fold", str(k)],
        )
        for k, out in zip(FOLDS, folds, strict=True)
    )
    steps.append(
        (
            "teacher's answers",
            teacher,
            [
                *encoder,
                "teach",
                "--start",
                str(whole),
                *map(str, folds),
                "--out",
                str(teacher),
                "--left-out",
                *(str(f.with_suffix(".json")) for f in folds),
                *threads,
            ],
        )
    )
    steps.append(
        (
            "student",
            student,
            [
                *codebook,
                "--out",
                str(student),
                "--teacher",
                str(teacher),
                "--replay",
                "1",
                "--epochs",
                "3",
                "--seed",
                "21",
                "--mix",
                "0.5",
                "--own",
                "0.15",
            ],
        )
    )
    for number, (name, made, command) in enumerate(steps, 1):
        print(f"[{number}/{len(steps) + 3}] {name}", flush=True)
        if not made.exists():
            run(command)
    print(f"[{len(steps) + 1}/{len(steps) + 3}] linear tier", flush=True)
    run(["train_linear.py", "--teacher", str(teacher)])
    print(f"[{len(steps) + 2}/{len(steps) + 3}] int8 model", flush=True)
    run(["export_encoder.py", str(student), str(MODEL)])
    print(f"[{len(steps) + 3}/{len(steps) + 3}] calibration and figures", flush=True)
    run(
        ["finish_encoder.py", str(MODEL), "--left-out"]
        + [str(f.with_suffix(".json")) for f in folds]
    )
    return 0


def run(command: list[str]) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pycore")}
    subprocess.run(
        [sys.executable, str(HERE / command[0]), *command[1:]], check=True, env=environment
    )


if __name__ == "__main__":
    raise SystemExit(main())
