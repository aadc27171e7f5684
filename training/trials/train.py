"""A larger teacher, and a student cut from it: tried, not shipped (``training/RESULTS.md``).

    python training/trials/train.py teacher --runs FOLDER
    python training/trials/train.py student --runs FOLDER

The teacher learns the corpora's own labels and the codebook's together, then the codebook's
alone. The student (:mod:`student`) loses half of what it is to lose, learns a little, loses the
rest, and learns from the labels, the teacher's answers and its last layer (Hinton et al. 2015;
Sanh et al. 2019). Seeded.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import torch  # noqa: E402
import train_encoder as common  # noqa: E402
from stance_data import LABELS, Row, load  # noqa: E402
from student import Student, cut  # noqa: E402
from teacher import Teacher  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.nn import functional  # noqa: E402

from quotefold.stance import encode  # noqa: E402
from quotefold.stance.text import pieces  # noqa: E402
from quotefold.stance.wordpiece import load_vocabulary, tokenize  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

KEPT_WORDS = 14_000
"""Words of the vocabulary that the student keeps: they make 99 % of the pairs' tokens; the rest
is spelt with smaller pieces."""

HEADS_KEPT, NEURONS_KEPT = 72, 12_288
"""Of 144 attention heads and 36,864 neurons: 33 of 85 million weights in the layers."""

OWN_WEIGHT = 0.7
"""Of an invented pair, against one that somebody wrote in earnest."""

TEMPERATURE = 1.5
AVERAGE = 0.99
AVERAGE_EVERY = 4


def chosen(rows: Sequence[Row], *, share: float) -> list[Row]:
    """The pairs to train on: the codebook's, and this share of the corpora's."""
    coded = [r for r in rows if r.codebook]
    known = {r.id for r in coded}
    rng = random.Random(1)
    return [r for r in coded if r.part == "train"] + [
        r
        for r in rows
        if not r.codebook
        and r.part == "train"
        and r.id not in known
        and rng.random() < share * (r.label == "query" or common.KEPT[r.source])
    ]


def example(r: Row, vocabulary: Mapping[str, int]) -> common.Example:
    made = common.example(r, common.pair_rows(r, vocabulary)[0], {})
    if r.source == "own":
        goal, weight = made.targets["codebook"]
        made.targets["codebook"] = (goal, OWN_WEIGHT * weight)
    return made


def kept_words(rows: Sequence[Row], vocabulary: Mapping[str, int]) -> list[str]:
    """The words that the pairs (test left out) use most, every single character, and marks."""
    listed = list(vocabulary)
    count: Counter[int] = Counter()
    for text in {t for r in rows if r.part != "test" for t in (r.parent, r.reply)}:
        count.update(token.id for token in tokenize(pieces(text), vocabulary))
    marks = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", *encode.KIND_MARK.values()}
    kept = marks | {word for word in listed if len(word.removeprefix("##")) == 1}
    for number, _ in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(kept) >= KEPT_WORDS:
            break
        kept.add(listed[number])
    return [word for word in listed if word in kept]


def report(name: str, rows: Sequence[Row], logits: np.ndarray) -> None:
    for part in ("dev", "test"):
        pairs = [
            (r.label, LABELS[i])
            for r, i in zip(rows, logits.argmax(1), strict=True)
            if r.part == part
        ]
        right = sum(a == b for a, b in pairs) / len(pairs)
        f1 = common.macro_f1([a for a, _ in pairs], [b for _, b in pairs])
        print(f"{name} {part} macro-F1 {f1:.4f} accuracy {right:.4f}", flush=True)


@torch.no_grad()
def answers(model: Teacher, rows: Sequence[encode.Row], size: int = 64) -> tuple[Tensor, Tensor]:
    """Features (half precision) and the codebook's logits of every row."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    kept: list[Tensor] = [torch.empty(0)] * len(rows)
    logits = list(kept)
    for at in range(0, len(order), size):
        some = order[at : at + size]
        with torch.autocast("cpu", torch.bfloat16):
            found = model.features(*common.tensors([rows[i] for i in some])).float()
        for i, one, z in zip(some, found, model.heads["codebook"](found), strict=True):
            kept[i], logits[i] = one.half(), z
    return torch.stack(kept), torch.stack(logits)


class Lessons:
    """What the student learns from: the labels, the teacher's answers, its last layer."""

    def __init__(self, examples: list[common.Example], wanted: Tensor, said: Tensor) -> None:
        self.examples, self.wanted, self.said = examples, wanted, said
        self.place = {id(e): i for i, e in enumerate(examples)}

    def loss(self, model: Student, batch: list[common.Example]) -> Tensor:
        at = [self.place[id(e)] for e in batch]
        with torch.autocast("cpu", torch.bfloat16):
            found = model.features(*common.tensors([e.row for e in batch])).float()
        seen = model.dropout(found)
        goal = (self.said[at] / TEMPERATURE).softmax(-1)
        given = (model.heads["codebook"](seen) / TEMPERATURE).log_softmax(-1)
        total = -0.6 * TEMPERATURE * (goal * given).sum(-1).mean()
        for head in common.HEADS:
            known = [i for i, e in enumerate(batch) if head in e.targets]
            if known:
                logp = model.heads[head](seen[known]).log_softmax(-1)
                label = torch.tensor([batch[i].targets[head][0] for i in known])
                weight = torch.tensor([batch[i].targets[head][1] for i in known])
                part = (weight * (label * logp).sum(-1)).sum() / len(batch)
                total = total - (0.4 if head == "codebook" else 0.1) * part
        wanted, half = self.wanted[at].float(), found.shape[1] // 2
        for side in (slice(0, half), slice(half, None)):
            near = functional.cosine_similarity(found[:, side], wanted[:, side])
            total = total + (1 - near).mean()
        return total

    def teach(self, model: Student, epochs: float, floor: float, name: str) -> Student:
        """AdamW with warm-up and linear decay to ``floor``; returns the averaged model."""
        rng = random.Random(1)
        tokens, rate = 5000, 1e-4
        steps = sum(1 for _ in common.batches(self.examples, tokens, random.Random(0)))
        steps = max(1, int(steps * epochs))
        named = [(key, p) for key, p in model.named_parameters() if p.requires_grad]
        body = [p for key, p in named if not key.startswith("heads.")]
        heads = [p for key, p in named if key.startswith("heads.")]
        optimizer = torch.optim.AdamW(
            [{"params": body, "lr": rate}, {"params": heads, "lr": 3 * rate}],
            weight_decay=0.02,
            betas=(0.9, 0.98),
            fused=True,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * max(floor, 1 - s / steps)
        )
        average = copy.deepcopy(model)
        done, started, seen = 0, time.time(), 0
        while done < steps:
            for batch in common.batches(self.examples, tokens, rng):
                if done >= steps:
                    break
                model.train()
                value = self.loss(model, batch)
                optimizer.zero_grad(set_to_none=True)
                value.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                done += 1
                seen += len(batch)
                if done % AVERAGE_EVERY == 0:
                    keep = min(AVERAGE**AVERAGE_EVERY, done / (done + 10))
                    with torch.no_grad():
                        for a, b in zip(average.parameters(), model.parameters(), strict=True):
                            if b.requires_grad:
                                a.lerp_(b, 1 - keep)
                if done % 40 == 0:
                    speed = seen / (time.time() - started)
                    print(
                        f"{name} {done}/{steps} {value.item():.3f} {speed:.0f} pairs/s", flush=True
                    )
        return average


def train_teacher(rows: Sequence[Row], runs: Path, vocabulary: dict[str, int]) -> None:
    model = Teacher(runs, vocabulary)
    held = [r for r in rows if r.codebook and r.part != "train"]
    for share, own, epochs, rate, decay in (
        (3.0, 0.3, 1.0, 4e-5, 0.9),
        (0.5, 0.1, 2.2, 5e-5, 0.93),
    ):
        examples = [example(r, vocabulary) for r in chosen(rows, share=share)]
        average = common.train(
            model,
            examples,
            dict.fromkeys(common.HEADS, own) | {"codebook": 1.0},
            epochs=epochs,
            rate=rate,
            tokens=4000,
            ema=AVERAGE,
            seed=11,
            watch=None,
            name="teacher",
            decay=decay,
            frozen=True,
        )
        model.load_state_dict(average.state_dict())
        report("teacher", held, common.predict(model, held, vocabulary))
    torch.save(model.state_dict(), runs / "teacher.pt")


def train_student(rows: Sequence[Row], runs: Path, vocabulary: dict[str, int]) -> None:
    words = kept_words(rows, vocabulary)
    (runs / "vocab.txt").write_text("".join(word + "\n" for word in words), "utf-8")
    small = load_vocabulary((runs / "vocab.txt").read_text("utf-8"))
    teacher = Teacher(runs, vocabulary)
    teacher.load_state_dict(torch.load(runs / "teacher.pt"))
    picked = chosen(rows, share=0.5)
    examples = [example(r, small) for r in picked]
    lessons = Lessons(
        examples, *answers(teacher, [common.pair_rows(r, vocabulary)[0] for r in picked])
    )
    model = Student.of(teacher, torch.stack([teacher.ids[vocabulary[word]] for word in small]))
    rng = random.Random(3)
    coded = [e for e in examples if "codebook" in e.targets]
    steps = (
        ((144 + HEADS_KEPT) // 2, (36_864 + NEURONS_KEPT) // 2, 0.15, 0.5),
        (HEADS_KEPT, NEURONS_KEPT, 1.0, 0.0),
    )
    for heads, neurons, epochs, floor in steps:
        some = list(common.batches(rng.sample(coded, min(1200, len(coded))), 1500, rng))
        losses = [lambda m, b=b: common.loss_of(m, b, {"codebook": 1.0}) for b in some]
        cut(model, losses, heads, neurons)
        average = lessons.teach(model, epochs, floor, f"{heads} x {neurons}")
    held = [r for r in rows if r.codebook and r.part != "train"]
    report("student", held, common.predict(average, held, small))
    torch.save({"state": average.state_dict(), "shape": average.shape}, runs / "student.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stage", choices=("teacher", "student"))
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--pairs", type=int, help="only so many pairs, to see whether it runs")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    rows = load(trial=HERE)
    if args.pairs:
        rows = random.Random(1).sample(rows, args.pairs)
    vocabulary = load_vocabulary((common.base_path() / "vocab.txt").read_text("utf-8"))
    stage = train_teacher if args.stage == "teacher" else train_student
    stage(rows, args.runs, vocabulary)


if __name__ == "__main__":
    main()
