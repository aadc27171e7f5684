"""Write the trained student as ONNX, int8, packed with gzip.

    python training/trials/export.py RUNS/student.pt OUT.onnx.gz

Inputs ``ids``, ``mask``: int32 [rows, tokens]. Output ``logits``: float [rows, 4] in the order
support, oppose, query, comment. Weights are int8 per channel (per tensor changed 13 % of the
decisions in a trial, per channel 6 %), but take only 31 of the 255 values, so that gzip halves
the file: the runtimes multiply bytes as fast as before.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from student import Student
from torch import Tensor, nn

LEVELS = 15
"""Values of a weight on either side of zero."""

TRIED = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""Shares of the largest weight of a channel at which larger ones are cut: what is lost on few
is gained on all."""


def rounded(weight: Tensor) -> Tensor:
    """The weights [channels, inputs] on each channel's grid, where the squared error is least."""
    largest = weight.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best, error = weight, torch.full_like(largest, torch.inf)
    for share in TRIED:
        step = largest * share / LEVELS
        tried = (weight / step).round().clamp(-LEVELS, LEVELS) * step
        lost = (tried - weight).square().sum(1, keepdim=True)
        best, error = torch.where(lost < error, tried, best), torch.minimum(lost, error)
    return best


@torch.no_grad()
def simplify(model: Student) -> None:
    for layer in model.layers:
        attention = layer.attention
        for part in (*(getattr(attention, n) for n in ("query", "key", "value", "out")),):
            part.weight.copy_(rounded(part.weight))
        for part in (layer.up, layer.down):
            part.weight.copy_(rounded(part.weight))
    table = model.words.weight  # one grid for the whole table, as its int8 form has
    model.words.weight.copy_(rounded(table.reshape(1, -1)).reshape(table.shape))


def export(model: nn.Module, path: Path) -> None:
    """Quantise ``model`` and write it to ``path``."""
    # Two tensors, not one twice: the exporter would take them for the same input. Nine tokens,
    # because the graph must not hold for a power of two alone.
    example = tuple(torch.ones(2, 9, dtype=torch.int32) for _ in range(2))
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens", min=4, max=258)
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        torch.onnx.export(
            model.eval(),
            example,
            whole,
            input_names=["ids", "mask"],
            output_names=["logits"],
            dynamic_shapes=({0: rows, 1: tokens},) * 2,
            dynamo=True,
            external_data=False,
            optimize=True,
            verbose=False,
        )
        quantize_dynamic(
            whole,
            small,
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
        onnx.checker.check_model(onnx.load(small))
        path.write_bytes(gzip.compress(small.read_bytes(), 9, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    trained = torch.load(args.trained)
    words = trained["state"]["words.weight"].shape[0]
    shape = [(heads, neurons) for heads, neurons in trained["shape"]]
    model = Student(words, shape)
    for layer, (heads, _) in zip(model.layers, shape, strict=True):
        layer.attention.heads = torch.zeros(heads, dtype=torch.long)
    model.load_state_dict(trained["state"])
    simplify(model)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
