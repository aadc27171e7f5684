"""Train the teacher, then the encoder that learns from it and from the labels.

    python training/train_encoder.py teacher --base FOLDER --runs FOLDER
    python training/train_encoder.py encoder --base FOLDER --runs FOLDER

The teacher (:mod:`teacher`) reads the corpora's own labels and the codebook's together, then
mostly the codebook's, then both once more; what it says of every pair after the last two stages
is kept. The encoder (:mod:`encoder`) learns from the labels and from that (Hinton et al. 2015);
after the first epoch it loses the neurons that matter least. Seeded.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import base_models
import lessons
import numpy as np
import torch
from encoder import PairEncoder, cut
from stance_data import LABELS, Row, load
from teacher import Teacher

from quotefold.stance import encode
from quotefold.stance.text import pieces
from quotefold.stance.wordpiece import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

KEPT_WORDS = 14_000
"""Words of the vocabulary that the encoder keeps: they make 99 % of the pairs' tokens; the rest
is spelt with smaller pieces."""

KEPT_NEURONS = 15_360
"""Of 18,432: so many that weights and vocabulary make 25 MB."""

TEACHER_STAGES = (
    # Share of the corpora, weight of their heads, epochs, rate, decay; whether its answers count.
    (3.0, 0.3, 1.0, 4e-5, 0.9, False),
    (0.5, 0.1, 1.6, 5e-5, 0.9, True),
    (0.5, 0.1, 0.65, 4e-5, 0.93, True),
)
ENCODER_STAGES = ((1.0, 1.4e-4, 0.3), (4.0, 1.2e-4, 0.0))
"""Epochs, rate and the floor that it falls to, before and after neurons are cut away."""

TEMPERATURE, FROM_TEACHER, FROM_CORPORA = 1.5, 0.6, 0.1
"""Of what the teacher says; how much it counts against the codebook's labels, and how much the
corpora's own labels do."""


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


def taught(rows: Sequence[Row]) -> list[Row]:
    """The pairs that the encoder learns from: all that are not held out."""
    return lessons.chosen(rows, share=float("inf"))


def likelihoods(coded: list[Row]) -> dict[str, dict[str, np.ndarray]]:
    """How likely each corpus gives its own label where the codebook gives each of ours.

    Counted where both are known (SRQ, DEBAGREEMENT; one added to every count). SubReddit
    asks the same question as DEBAGREEMENT. Of Coarse Discourse only "query" is taken, with
    SRQ's counts; RumourEval's labels mean another thing.
    """
    out: dict[str, dict[str, np.ndarray]] = {}
    for corpus in ("srq", "debag"):
        known = [r for r in coded if r.source == corpus and r.part == "train" and r.own_label]
        total = np.array([sum(r.label == k for r in known) for k in LABELS]) + len(
            lessons.HEADS[corpus]
        )
        out[corpus] = {
            own: (
                np.array([sum(r.label == k and r.own_label == own for r in known) for k in LABELS])
                + 1
            )
            / total
            for own in lessons.HEADS[corpus]
        }
    out["subr"] = out["debag"]
    out["re17"], out["cdisc"] = {}, {"query": out["srq"]["query"]}
    return out


def teach(
    rows: list[Row], logits: np.ndarray, table: dict[str, dict[str, np.ndarray]]
) -> dict[str, list[float]]:
    """What the teacher and the corpus's own label together say of each pair."""
    answers = {}
    for r, p in zip(rows, torch.tensor(logits).softmax(-1).numpy(), strict=True):
        # Not fully independent of the teacher: hence the root.
        both = p * table[r.source].get(r.own_label or r.label, np.ones(len(LABELS))) ** 0.7
        answers[r.id] = [round(float(x), 4) for x in both / both.sum()]
    return answers


def train_teacher(rows: list[Row], base: Path, runs: Path) -> None:
    words = base_models.vocabulary(base)
    model = Teacher(base, words)
    held = [r for r in rows if r.codebook and r.part != "train"]
    answers: dict[str, list[float]] = {}
    for number, (share, own, epochs, rate, decay, counts) in enumerate(TEACHER_STAGES, 1):
        weights = dict.fromkeys(lessons.HEADS, own) | {"codebook": 1.0}

        def loss(
            model: Teacher, batch: list[lessons.Example], weights: dict[str, float] = weights
        ) -> Tensor:
            seen = model.dropout(lessons.features(model, [e.row for e in batch]))
            return lessons.label_loss(model, seen, batch, weights)

        examples = [lessons.example(r, words) for r in lessons.chosen(rows, share=share)]
        average = lessons.fit(
            model,
            examples,
            loss,
            epochs=epochs,
            rate=rate,
            decay=decay,
            tokens=4000,
            seed=11,
            name=f"teacher {number}",
        )
        model.load_state_dict(average.state_dict())
        lessons.report("teacher", held, lessons.predict(model, held, words))
        if counts:
            pairs = taught(rows)
            said = lessons.predict(model, pairs, words).round(3).tolist()
            answers = {r.id: z for r, z in zip(pairs, said, strict=True)}
            (runs / f"answers-{number}.json").write_text(json.dumps(answers))
    coded = [r for r in rows if r.codebook]
    table = likelihoods(coded)
    corpora = [r for r in taught(rows) if r.source in table and r.own_label]
    logits = np.array([answers[r.id] for r in corpora])
    (runs / "corpora.json").write_text(json.dumps(teach(corpora, logits, table)))
    torch.save(model.state_dict(), runs / "teacher.pt")


def train_encoder(rows: list[Row], base: Path, runs: Path) -> None:
    whole = base_models.vocabulary(base)
    kept = kept_words(rows, whole)
    (runs / "vocab.txt").write_text("".join(word + "\n" for word in kept), "utf-8")
    words = {word: number for number, word in enumerate(kept)}
    pairs = taught(rows)
    examples = [lessons.example(r, words) for r in pairs]
    place = {e.key: i for i, e in enumerate(examples)}
    spoken = [json.loads(path.read_text()) for path in sorted(runs.glob("answers-*.json"))]
    said = torch.stack(
        [
            torch.stack([torch.tensor(one[r.id]).log_softmax(-1) for one in spoken]).mean(0)
            for r in pairs
        ]
    )
    weights = dict.fromkeys(lessons.HEADS, FROM_CORPORA) | {"codebook": 1 - FROM_TEACHER}

    def loss(model: PairEncoder, batch: list[lessons.Example]) -> Tensor:
        seen = model.dropout(lessons.features(model, [e.row for e in batch]))
        goal = (said[[place[e.key] for e in batch]] / TEMPERATURE).softmax(-1)
        given = (model.heads["codebook"](seen) / TEMPERATURE).log_softmax(-1)
        from_teacher = -TEMPERATURE * (goal * given).sum(-1).mean()
        labels = lessons.label_loss(model, seen, batch, weights)
        return FROM_TEACHER * from_teacher + labels

    def of_labels(batch: list[lessons.Example]) -> Tensor:
        seen = lessons.features(model, [e.row for e in batch])
        return lessons.label_loss(model, seen, batch, {"codebook": 1.0})

    held = [r for r in rows if r.codebook and r.part != "train"]
    model = PairEncoder.of(base_models.small(base), torch.tensor([whole[word] for word in kept]))
    for number, (epochs, rate, floor) in enumerate(ENCODER_STAGES, 1):
        if number == 2:
            rng = random.Random(3)
            coded = [e for e in examples if "codebook" in e.targets]
            some = lessons.batches(rng.sample(coded, min(2000, len(coded))), 1500, rng)
            cut(model, [lambda _, b=b: of_labels(b) for b in some], KEPT_NEURONS)
        model = lessons.fit(
            model,
            examples,
            loss,
            epochs=epochs,
            rate=rate,
            decay=0.95,
            tokens=5000,
            seed=1,
            name=f"encoder {number}",
            floor=floor,
        )
        lessons.report("encoder", held, lessons.predict(model, held, words))
    torch.save({"state": model.state_dict(), "shape": model.shape}, runs / "encoder.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stage", choices=("teacher", "encoder"))
    parser.add_argument("--base", type=Path, required=True, help="folder of the base models")
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--pairs", type=int, help="only so many pairs, to see whether it runs")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    rows = load()
    if args.pairs:
        rows = random.Random(1).sample(rows, args.pairs)
    stage = train_teacher if args.stage == "teacher" else train_encoder
    stage(rows, args.base, args.runs)


if __name__ == "__main__":
    main()
