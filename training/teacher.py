"""The teacher: mpnet-base, three times as large as the model that is shipped.

It reads the same token ids: both vocabularies hold the same word pieces under different
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import base_models
import torch
from lessons import HEADS, SharedDropout
from torch import Tensor, nn
from transformers import MPNetModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


class Teacher(nn.Module):
    """mpnet-base over (parent, reply), with the encoder's heads and inputs."""

    def __init__(self, folder: Path, vocabulary: Mapping[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        base = base_models.large(folder)
        self.bert = MPNetModel.from_pretrained(
            base,
            add_pooling_layer=False,
            local_files_only=True,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        self.bert.embeddings.dropout = SharedDropout(dropout)
        for layer in self.bert.encoder.layer:
            layer.attention.dropout = SharedDropout(dropout)
            layer.output.dropout = SharedDropout(dropout)
        pieces = (base / "vocab.txt").read_text("utf-8").splitlines()
        number = {piece: i for i, piece in enumerate(pieces)}
        ids = torch.zeros(len(vocabulary), dtype=torch.long)
        for piece, i in vocabulary.items():
            ids[i] = number[SPECIAL.get(piece, piece)]
        self.register_buffer("ids", ids, persistent=False)
        size = self.bert.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({k: nn.Linear(2 * size, len(v)) for k, v in HEADS.items()})

    def features(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:  # noqa: ARG002 (mpnet has no types)
        states = self.bert(input_ids=self.ids[ids], attention_mask=mask)[0]
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        return torch.cat([states[:, 0], mean], -1)
