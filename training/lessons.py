"""What teacher and encoder learn from, and how they are fitted: pairs as rows of token ids with
their targets, batches, losses, one training loop.

Each corpus keeps a head of its own, because conventions differ (RumourEval's stance is toward
the rumour; SRQ's labels agree with the codebook on 67 %).
"""

from __future__ import annotations

import copy
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import torch
from stance_data import LABELS, Row
from stance_metrics import by_class
from torch import Tensor, nn

from quotefold.stance import encode
from quotefold.stance.text import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
CORPUS_WEIGHT = {"srq": 1.0, "debag": 1.0, "subr": 1.0, "re17": 0.5, "cdisc": 0.5}
KEPT = {"srq": 1.0, "debag": 1.0, "subr": 1.0, "re17": 0.35, "cdisc": 0.35}
"""Share of each corpus that a teacher reads: less of news and of small talk."""

OWN_WEIGHT = 0.7
"""Of an invented pair, against one that somebody wrote in earnest."""

AVERAGE, AVERAGE_EVERY = 0.99, 4
Model = TypeVar("Model", bound=nn.Module)


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


class Reader(Protocol):
    """A model over pairs: features of a row, and linear heads on them."""

    heads: nn.ModuleDict
    dropout: nn.Dropout

    def features(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor: ...


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


def pair_rows(r: Row, vocabulary: Mapping[str, int]) -> list[encode.Row]:
    return encode.rows(pieces(r.parent), pieces(r.reply, parent=r.parent), r.kind, vocabulary)


def example(r: Row, vocabulary: Mapping[str, int]) -> Example:
    """The pair's first window. Labels that are less sure are smoothed more and weigh less."""
    targets = {}
    if r.codebook:
        weight = SURE_WEIGHT[r.sure] * (OWN_WEIGHT if r.source == "own" else 1.0)
        targets["codebook"] = (soft(r.label, LABELS, SURE_SMOOTHING[r.sure]), weight)
    head = r.source.split("-")[0]
    if r.own_label and head in HEADS and r.own_label in HEADS[head]:
        targets[head] = (soft(r.own_label, HEADS[head], 0.1), CORPUS_WEIGHT[head])
    return Example(pair_rows(r, vocabulary)[0], targets, r.id)


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
        and rng.random() < share * (r.label == "query" or KEPT[r.source])
    ]


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


def features(model: Reader, rows: list[encode.Row]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        found = model.features(*tensors(rows))
    return found.float()


def label_loss(
    model: Reader, seen: Tensor, batch: list[Example], weights: Mapping[str, float]
) -> Tensor:
    """Cross-entropy of every head to the targets that the batch has for it, a pair."""
    total = seen.new_zeros(())
    for head, weight in weights.items():
        known = [i for i, e in enumerate(batch) if head in e.targets]
        if not known or not weight:
            continue
        logp = model.heads[head](seen[known]).log_softmax(-1)
        goal = torch.tensor([batch[i].targets[head][0] for i in known])
        w = torch.tensor([batch[i].targets[head][1] for i in known])
        total = total - weight * (w * (goal * logp).sum(-1)).sum() / len(batch)
    return total


@torch.no_grad()
def predict(
    model: Reader, rows: list[Row], vocabulary: Mapping[str, int], head: str = "codebook"
) -> np.ndarray:
    """Mean logits over the windows of each pair, [pairs, labels]."""
    model.eval()
    flat = [(i, w) for i, r in enumerate(rows) for w in pair_rows(r, vocabulary)]
    flat.sort(key=lambda x: len(x[1].ids))
    total = np.zeros((len(rows), len(HEADS[head])))
    count = np.zeros((len(rows), 1))
    for at in range(0, len(flat), 48):
        part = flat[at : at + 48]
        logits = model.heads[head](features(model, [w for _, w in part])).numpy()
        for (i, _), values in zip(part, logits, strict=True):
            total[i] += values
            count[i] += 1
    return total / count


def report(name: str, rows: Sequence[Row], logits: np.ndarray) -> None:
    for part in ("dev", "test"):
        pairs = [
            (r.label, LABELS[i])
            for r, i in zip(rows, logits.argmax(1), strict=True)
            if r.part == part
        ]
        right = sum(a == b for a, b in pairs) / len(pairs)
        classes = by_class([a for a, _ in pairs], [b for _, b in pairs]).values()
        f1 = sum(c["f1"] for c in classes) / len(classes)
        print(f"{name} {part} macro-F1 {f1:.4f} accuracy {right:.4f}", flush=True)


def fit(
    model: Model,
    examples: list[Example],
    loss: Callable[[Model, list[Example]], Tensor],
    *,
    epochs: float,
    rate: float,
    decay: float,
    tokens: int,
    seed: int,
    name: str,
    floor: float = 0.0,
) -> Model:
    """AdamW with a lower rate for deeper layers, warm-up, and linear decay to ``floor``;
    returns the model averaged over the steps. Seeded: the same machine gives the same."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    steps = sum(1 for _ in batches(examples, tokens, random.Random(seed)))
    steps = max(1, int(steps * epochs))
    groups: dict[int, list[nn.Parameter]] = {}
    named = [(key, p) for key, p in model.named_parameters() if p.requires_grad]
    depths = {key: _depth(key) for key, _ in named}
    top = max(depths.values()) + 1
    for key, p in named:
        groups.setdefault(top if key.startswith("heads.") else depths[key], []).append(p)
    optimizer = torch.optim.AdamW(
        [
            {"params": ps, "lr": rate * decay ** (top - d) * (3 if d == top else 1)}
            for d, ps in groups.items()
        ],
        weight_decay=0.02,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * max(floor, 1 - s / steps)
    )
    average = copy.deepcopy(model)
    done, seen, started, running = 0, 0, time.time(), 0.0
    while done < steps:
        for batch in batches(examples, tokens, rng):
            if done >= steps:
                break
            model.train()
            value = loss(model, batch)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            seen += len(batch)
            running = 0.98 * running + 0.02 * value.item() if done > 1 else value.item()
            if done % AVERAGE_EVERY == 0:
                keep = min(AVERAGE**AVERAGE_EVERY, done / (done + 10))
                with torch.no_grad():
                    for a, b in zip(average.parameters(), model.parameters(), strict=True):
                        if b.requires_grad:
                            a.lerp_(b, 1 - keep)
            if done % 50 == 0:
                speed = seen / (time.time() - started)
                print(f"{name} {done}/{steps} {running:.3f} {speed:.0f} pairs/s", flush=True)
    return average


def _depth(name: str) -> int:
    """0 for the embeddings, then the layer's number from 1."""
    parts = name.replace("bert.encoder.layer", "layers").split(".")
    return 1 + int(parts[1]) if parts[0] == "layers" else 0
