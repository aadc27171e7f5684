"""The cross-encoder under CPython, with onnxruntime (``pip install quotefold[encoder]``).

In the browser the extension's worker runs the same file with onnxruntime-web.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .encode import Row
    from .judging import Run

MODEL: Final = "encoder.onnx"


def model_file() -> Path | None:
    """Where the encoder's weights lie: in the installed package or the source tree."""
    package = Path(__file__).resolve().parent
    for folder in (package, package.parents[2] / "models" / "stance"):
        if (folder / MODEL).is_file():
            return folder / MODEL
    return None


def load_encoder(model: Path | None = None, threads: int = 1) -> Run | None:
    """The encoder; None without its weights or without onnxruntime.

    The weights are loaded (half a second, 100 MB) when the first row comes: many pages
    have no pair that needs them.
    """
    model = model or model_file()
    if model is None or find_spec("onnxruntime") is None or find_spec("numpy") is None:
        return None

    @cache
    def loaded() -> tuple[Any, Any]:
        onnxruntime = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        providers = ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(str(model), options, providers=providers)
        return session, import_module("numpy")

    def run(rows: Sequence[Row]) -> list[list[float]]:
        found, np = loaded()
        # One by one: activations are quantised by the range of the whole batch, so in a
        # batch a pair's answer would depend on its neighbours.
        out: list[list[float]] = []
        for row in rows:
            ids = np.array([row.ids], np.int32)
            types = np.array([row.types], np.int32)
            inputs = {"ids": ids, "mask": np.ones_like(ids), "types": types}
            out.append([float(x) for x in found.run(None, inputs)[0][0]])
        return out

    return run
