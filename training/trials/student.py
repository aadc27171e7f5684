"""A cross-encoder cut from the teacher: fewer heads, neurons and tokens.

A pair is read by all twelve layers of the teacher, of which the attention heads and the
neurons that matter least for the stance are cut away (Michel et al. 2019; Molchanov et al.
2019: the sum of |gradient times value|). After six and after nine layers half of the tokens are
left out, those that the others look at least (Goyal et al. 2020, PoWER-BERT): the first
layers find what matters, the rest is read by the deep ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional
from train_encoder import HEADS, SharedDropout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from teacher import Teacher

HEAD_SIZE = 64
HALVED_AFTER = (6, 9)
"""Layers after which half of the tokens are left out."""

_STEP = 64
"""Neurons of a layer come in such groups: matrix kernels have that width."""

_AWAY = -10000.0


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight = nn.Parameter(weight.detach().clone())
    made.bias = nn.Parameter(bias.detach().clone())
    return made


class Attention(nn.Module):
    """Multi-head attention with relative positions, and how much each token is looked at."""

    def __init__(self, size: int, heads: int) -> None:
        super().__init__()
        width = heads * HEAD_SIZE
        self.query, self.key, self.value = (nn.Linear(size, width) for _ in range(3))
        self.out = nn.Linear(width, size)
        self.register_buffer("heads", torch.arange(heads))
        self.gate: Tensor | None = None

    def forward(self, x: Tensor, bias: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
        rows, tokens, _ = x.shape
        away = ((1.0 - weight) * _AWAY)[:, None, None, :]
        query, key, value = (
            part(x).view(rows, tokens, -1, HEAD_SIZE).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        look = torch.matmul(query, key.transpose(-1, -2)) * HEAD_SIZE**-0.5
        look = (look + bias.index_select(1, self.heads) + away).softmax(-1)
        found = torch.matmul(look.to(value.dtype), value)
        if self.gate is not None:
            found = found * self.gate[None, :, None, None]
        out = self.out(found.transpose(1, 2).reshape(rows, tokens, -1))
        return out, (look.detach().float().sum(1) * weight[:, :, None]).sum(1)

    def keep(self, heads: Tensor) -> None:
        at = (heads[:, None] * HEAD_SIZE + torch.arange(HEAD_SIZE)).flatten()
        for name in ("query", "key", "value"):
            old = getattr(self, name)
            setattr(self, name, _linear(old.weight[at], old.bias[at]))
        self.out = _linear(self.out.weight[:, at], self.out.bias)
        self.heads = self.heads[heads]


class Layer(nn.Module):
    def __init__(self, size: int, heads: int, neurons: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(size, heads)
        self.first_norm = nn.LayerNorm(size, eps=1e-5)
        self.up, self.down = nn.Linear(size, neurons), nn.Linear(neurons, size)
        self.second_norm = nn.LayerNorm(size, eps=1e-5)
        self.dropout = SharedDropout(dropout)
        self.gate: Tensor | None = None

    def forward(self, x: Tensor, bias: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
        out, seen = self.attention(x, bias, weight)
        x = self.first_norm(self.dropout(out) + x)
        inner = functional.gelu(self.up(x))
        if self.gate is not None:
            inner = inner * self.gate
        return self.second_norm(self.dropout(self.down(inner)) + x), seen

    def keep(self, neurons: Tensor) -> None:
        self.up = _linear(self.up.weight[neurons], self.up.bias[neurons])
        self.down = _linear(self.down.weight[:, neurons], self.down.bias)


class Student(nn.Module):
    """``shape``: heads and neurons of each layer. Inputs and heads as of the teacher."""

    def __init__(
        self,
        words: int,
        shape: Sequence[tuple[int, int]],
        *,
        size: int = 768,
        positions: int = 258,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(words, size)
        self.positions = nn.Embedding(positions, size)
        self.norm = nn.LayerNorm(size, eps=1e-5)
        self.relative = nn.Embedding(32, 12)
        self.layers = nn.ModuleList(Layer(size, h, n, dropout) for h, n in shape)
        self.heads = nn.ModuleDict({k: nn.Linear(2 * size, len(v)) for k, v in HEADS.items()})
        self.dropout, self.first_dropout = nn.Dropout(dropout), SharedDropout(dropout)
        self.halves = True
        self.words.weight.requires_grad_(False)

    @classmethod
    def of(cls, teacher: Teacher, ids: Tensor) -> Student:
        """The teacher as a student with nothing cut yet; ``ids``: its words, as numbers of
        the teacher's own table."""
        bert = teacher.bert
        shape = [(12, layer.intermediate.dense.out_features) for layer in bert.encoder.layer]
        made = cls(len(ids), shape)
        table = bert.embeddings.word_embeddings.weight
        made.words.weight = nn.Parameter(table[ids].detach().clone(), requires_grad=False)
        length = made.positions.num_embeddings
        places = bert.embeddings.position_embeddings.weight[2 : 2 + length]
        made.positions.weight = nn.Parameter(places.detach().clone())
        made.norm.load_state_dict(bert.embeddings.LayerNorm.state_dict())
        made.relative.load_state_dict(bert.encoder.relative_attention_bias.state_dict())
        made.heads.load_state_dict(teacher.heads.state_dict())
        for new, old in zip(made.layers, bert.encoder.layer, strict=True):
            attention = old.attention.attn
            for name, part in (
                ("query", attention.q),
                ("key", attention.k),
                ("value", attention.v),
                ("out", attention.o),
            ):
                getattr(new.attention, name).load_state_dict(part.state_dict())
            new.first_norm.load_state_dict(old.attention.LayerNorm.state_dict())
            new.up.load_state_dict(old.intermediate.dense.state_dict())
            new.down.load_state_dict(old.output.dense.state_dict())
            new.second_norm.load_state_dict(old.output.LayerNorm.state_dict())
        return made

    @property
    def shape(self) -> list[tuple[int, int]]:
        return [(len(x.attention.heads), x.up.out_features) for x in self.layers]

    def features(self, ids: Tensor, mask: Tensor, types: Tensor | None = None) -> Tensor:  # noqa: ARG002 (mpnet has no types)
        rows, tokens = ids.shape
        places = torch.arange(tokens)
        x = self.words(ids) + self.positions(places)
        x = self.first_dropout(self.norm(x))
        weight = mask.to(torch.float32)
        bias = self._bias(places[None])
        places = places[None].expand(rows, -1)
        seen = weight
        for number, layer in enumerate(self.layers):
            if self.halves and number in HALVED_AFTER:
                tokens = (tokens + 1) // 2
                kept, weight = self._looked_at(seen, weight, tokens)
                x = x.gather(1, kept[:, :, None].expand(-1, -1, x.shape[-1]))
                places = places.gather(1, kept)
                bias = self._bias(places)
            x, seen = layer(x, bias, weight)
        mean = (x * weight[:, :, None]).sum(1) / weight.sum(1)[:, None]
        return torch.cat([x[:, 0], mean.to(x.dtype)], -1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        result: Tensor = self.heads["codebook"](self.features(ids, mask))
        return result

    def _looked_at(self, seen: Tensor, weight: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """Places of the tokens that are looked at most, in order, and which of these count:
        half of each row's own. The first token answers for the whole and always stays."""
        first = (torch.arange(seen.shape[1]) == 0)[None]
        best = (seen + (weight + first) * -_AWAY).argsort(dim=1, descending=True)[:, :count]
        half = torch.ceil(weight.sum(1, keepdim=True) / 2)
        counted = (torch.arange(count)[None] < half).to(weight.dtype)
        places, order = best.sort(dim=1)
        return places, counted.gather(1, order)

    def _bias(self, places: Tensor) -> Tensor:
        """Relative position bias [rows, heads, tokens, tokens], as MPNet has it; not trained."""
        away = places[:, :, None] - places[:, None, :]
        distance = away.abs()
        far = 8 + (torch.log(distance.clamp(min=1).float() / 8) / 2.772588722239781 * 8).long()
        bucket = torch.where(distance < 8, distance, far.clamp(max=15)) + (away < 0).long() * 16
        return self.relative.weight.detach()[bucket].permute(0, 3, 1, 2)


def cut(
    model: Student,
    losses: Sequence[Callable[[Student], Tensor]],
    heads: int,
    neurons: int,
) -> None:
    """Keep the ``heads`` and about ``neurons`` neurons of the model that matter most for the
    losses; every layer keeps at least one head and 64 neurons."""
    model.eval()
    gates = []
    for layer in model.layers:
        layer.attention.gate = torch.ones(len(layer.attention.heads), requires_grad=True)
        layer.gate = torch.ones(layer.up.out_features, requires_grad=True)
        gates.append((layer.attention.gate, layer.gate))
    totals = [(torch.zeros_like(a), torch.zeros_like(b)) for a, b in gates]
    for loss in losses:
        loss(model).backward()
        for pair, sums in zip(gates, totals, strict=True):
            for gate, total in zip(pair, sums, strict=True):
                assert gate.grad is not None
                total.add_(gate.grad.abs())
                gate.grad = None
        model.zero_grad(set_to_none=True)
    best_heads = _best([a for a, _ in totals], heads)
    best_neurons = _best([b for _, b in totals], neurons)
    for layer, (_, total), one, two in zip(
        model.layers, totals, best_heads, best_neurons, strict=True
    ):
        layer.attention.gate = layer.gate = None
        layer.attention.keep(one)
        size = max(_STEP, _STEP * round(len(two) / _STEP))
        layer.keep(total.argsort(descending=True)[:size].sort().values)


def _best(scores: Sequence[Tensor], count: int) -> list[Tensor]:
    """The ``count`` best of all layers, each layer's scores scaled to length one."""
    kept = [{int(s.argmax())} for s in scores]
    ranked = sorted(
        ((float(v / s.norm()), i, j) for i, s in enumerate(scores) for j, v in enumerate(s)),
        reverse=True,
    )
    missing = count - len(kept)
    for _, i, j in ranked:
        if missing <= 0:
            break
        if j not in kept[i]:
            kept[i].add(j)
            missing -= 1
    return [torch.tensor(sorted(k)) for k in kept]
