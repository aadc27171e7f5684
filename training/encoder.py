"""The cross-encoder that is shipped: 12 narrow layers, of which the later ones read fewer tokens.

A BERT of 12 layers of 384 (33 million parameters with its vocabulary), twice as deep as the
MiniLM of 6 layers that is made of every second of such layers. So that it is hardly slower in a
browser, half of the tokens are left out after six layers and half of the rest after nine, those
that the others look at least (Goyal et al. 2020, PoWER-BERT): the first layers find what matters,
the deep ones read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from lessons import HEADS, SharedDropout
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZE, ATTENTION_HEADS, HEAD_SIZE = 384, 12, 32
POSITIONS = 258
"""More than the longest row of :mod:`quotefold.stance.encode`."""

HALVED_AFTER = (6, 9)
"""Layers after which half of the tokens are left out."""

_STEP = 64
"""Neurons of a layer come in such groups: matrix kernels have that width."""

_AWAY = -10000.0
_EPSILON = 1e-12


class Attention(nn.Module):
    """Multi-head attention, and how much each token is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(SIZE, SIZE) for _ in range(4))

    def forward(self, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
        rows, tokens, _ = x.shape
        query, key, value = (
            part(x).view(rows, tokens, ATTENTION_HEADS, HEAD_SIZE).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        away = ((1.0 - weight) * _AWAY)[:, None, None, :]
        look = torch.matmul(query, key.transpose(-1, -2)) * HEAD_SIZE**-0.5
        look = (look + away).softmax(-1)
        found = torch.matmul(look.to(value.dtype), value)
        out = self.out(found.transpose(1, 2).reshape(rows, tokens, SIZE))
        return out, (look.detach().float().sum(1) * weight[:, :, None]).sum(1)


class Layer(nn.Module):
    def __init__(self, neurons: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention()
        self.first_norm = nn.LayerNorm(SIZE, eps=_EPSILON)
        self.up, self.down = nn.Linear(SIZE, neurons), nn.Linear(neurons, SIZE)
        self.second_norm = nn.LayerNorm(SIZE, eps=_EPSILON)
        self.dropout = SharedDropout(dropout)
        self.gate: Tensor | None = None

    def forward(self, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
        out, seen = self.attention(x, weight)
        x = self.first_norm(self.dropout(out) + x)
        inner = functional.gelu(self.up(x))
        if self.gate is not None:
            inner = inner * self.gate
        return self.second_norm(self.dropout(self.down(inner)) + x), seen

    def keep(self, neurons: Tensor) -> None:
        up, down = self.up, self.down
        self.up, self.down = nn.Linear(SIZE, len(neurons)), nn.Linear(len(neurons), SIZE)
        self.up.weight = nn.Parameter(up.weight.detach()[neurons].clone())
        self.up.bias = nn.Parameter(up.bias.detach()[neurons].clone())
        self.down.weight = nn.Parameter(down.weight.detach()[:, neurons].clone())
        self.down.bias = nn.Parameter(down.bias.detach().clone())


class PairEncoder(nn.Module):
    """A pair of posts to the logits of each label set, from [CLS] and the mean of what is left.

    ``shape``: neurons of each layer.
    """

    def __init__(self, words: int, shape: Sequence[int], dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(words, SIZE)
        self.positions = nn.Embedding(POSITIONS, SIZE)
        self.types = nn.Embedding(2, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer(neurons, dropout) for neurons in shape)
        self.heads = nn.ModuleDict({k: nn.Linear(2 * SIZE, len(v)) for k, v in HEADS.items()})
        self.dropout, self.first_dropout = nn.Dropout(dropout), SharedDropout(dropout)

    @classmethod
    def of(cls, base: Mapping[str, Tensor], ids: Tensor) -> PairEncoder:
        """From the weights of a BERT, under the names they have there; ``ids``: the words that
        are kept, as numbers of its table."""
        count = 1 + max(int(k.split(".")[2]) for k in base if k.startswith("encoder.layer."))
        inner = "encoder.layer.{}.intermediate.dense.bias"
        made = cls(len(ids), [len(base[inner.format(n)]) for n in range(count)])
        state = made.state_dict()
        state["words.weight"] = base["embeddings.word_embeddings.weight"][ids]
        state["positions.weight"] = base["embeddings.position_embeddings.weight"][:POSITIONS]
        state["types.weight"] = base["embeddings.token_type_embeddings.weight"]
        names = {"norm": "embeddings.LayerNorm"}
        for n in range(count):
            names |= {
                f"layers.{n}.{ours}": f"encoder.layer.{n}.{theirs}"
                for ours, theirs in (
                    ("attention.query", "attention.self.query"),
                    ("attention.key", "attention.self.key"),
                    ("attention.value", "attention.self.value"),
                    ("attention.out", "attention.output.dense"),
                    ("first_norm", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("second_norm", "output.LayerNorm"),
                )
            }
        for ours, theirs in names.items():
            for kind in ("weight", "bias"):
                state[f"{ours}.{kind}"] = base[f"{theirs}.{kind}"]
        made.load_state_dict(state)
        return made

    @classmethod
    def saved(cls, kept: Mapping[str, object]) -> PairEncoder:
        state = kept["state"]
        made = cls(len(state["words.weight"]), kept["shape"])
        made.load_state_dict(state)
        return made

    @property
    def shape(self) -> list[int]:
        return [layer.up.out_features for layer in self.layers]

    def features(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        tokens = ids.shape[1]
        x = self.words(ids) + self.positions(torch.arange(tokens)) + self.types(types)
        x = self.first_dropout(self.norm(x))
        weight = mask.to(torch.float32)
        seen = weight
        for number, layer in enumerate(self.layers):
            if number in HALVED_AFTER:
                tokens = (tokens + 1) // 2
                kept, weight = _looked_at(seen, weight, tokens)
                x = x.gather(1, kept[:, :, None].expand(-1, -1, SIZE))
            x, seen = layer(x, weight)
        mean = (x * weight[:, :, None]).sum(1) / weight.sum(1)[:, None]
        return torch.cat([x[:, 0], mean.to(x.dtype)], -1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        result: Tensor = self.heads["codebook"](self.features(ids, mask, types))
        return result


def _looked_at(seen: Tensor, weight: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Places of the tokens that are looked at most, in order, and which of these count: half of
    each row's own. The first token answers for the whole and always stays."""
    first = (torch.arange(seen.shape[1]) == 0)[None]
    best = (seen + (weight + first) * -_AWAY).argsort(dim=1, descending=True)[:, :count]
    half = torch.ceil(weight.sum(1, keepdim=True) / 2)
    counted = (torch.arange(count)[None] < half).to(weight.dtype)
    places, order = best.sort(dim=1)
    return places, counted.gather(1, order)


def cut(
    model: PairEncoder, losses: Sequence[Callable[[PairEncoder], Tensor]], neurons: int
) -> None:
    """Keep about ``neurons`` of the model's neurons, those that matter most for the losses: the
    sum of |gradient times value| (Molchanov et al. 2019), each layer's scaled to length one."""
    model.eval()
    gates = [torch.ones(count, requires_grad=True) for count in model.shape]
    totals = [torch.zeros_like(gate) for gate in gates]
    for layer, gate in zip(model.layers, gates, strict=True):
        layer.gate = gate
    for loss in losses:
        loss(model).backward()
        for gate, total in zip(gates, totals, strict=True):
            assert gate.grad is not None
            total.add_(gate.grad.abs())
            gate.grad = None
        model.zero_grad(set_to_none=True)
    ranked = sorted(
        ((float(v / s.norm()), i) for i, s in enumerate(totals) for v in s), reverse=True
    )
    kept = [0] * len(gates)
    for _, i in ranked[:neurons]:
        kept[i] += 1
    for layer, total, count in zip(model.layers, totals, kept, strict=True):
        layer.gate = None
        size = max(_STEP, _STEP * round(count / _STEP))
        layer.keep(total.argsort(descending=True)[:size].sort().values)
