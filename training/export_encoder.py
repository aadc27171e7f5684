"""Write the trained cross-encoder as int8 ONNX, the form both runtimes load.

Inputs ``ids``, ``mask``, ``types``: int32 [rows, tokens]. Output ``logits``: float
[rows, 4] in the order support, oppose, query, comment. Weights are int8 per channel:
per tensor changed 13 % of the decisions in a trial, per channel 6 %.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train_encoder import PairEncoder, base_path


class _Exported(nn.Module):
    """The encoder with int32 inputs (JavaScript has no plain 64-bit numbers) and the
    attention mask as numbers, which keeps the graph free of branches."""

    def __init__(self, model: PairEncoder) -> None:
        super().__init__()
        self.bert = model.bert
        self.head = model.heads["codebook"]
        self.bert.set_attn_implementation("eager")

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        weight = mask.to(torch.float32)
        away = ((1.0 - weight) * -10000.0)[:, None, None, :]
        states = self.bert(input_ids=ids, attention_mask=away, token_type_ids=types)[0]
        mean = (states * weight[:, :, None]).sum(1) / weight.sum(1)[:, None]
        result: Tensor = self.head(torch.cat([states[:, 0], mean], -1))
        return result


def export(model: PairEncoder, path: Path) -> None:
    """Quantise ``model`` and write it to ``path``."""
    # Three tensors, not one thrice: the exporter would take them for the same input.
    example = tuple(torch.ones(2, 8, dtype=torch.int32) for _ in range(3))
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens", max=512)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        torch.onnx.export(
            _Exported(model).eval(),
            example,
            whole,
            input_names=["ids", "mask", "types"],
            output_names=["logits"],
            dynamic_shapes=({0: rows, 1: tokens},) * 3,
            dynamo=True,
            external_data=False,
            optimize=True,
            verbose=False,
        )
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
    written = onnx.load(path)
    onnx.checker.check_model(written)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trained", type=Path, nargs="+", help="several are averaged by weight")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = PairEncoder(base_path())
    parts = [torch.load(p) for p in args.trained]
    model.load_state_dict({k: sum(p[k] for p in parts) / len(parts) for k in parts[0]})
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export(model, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
