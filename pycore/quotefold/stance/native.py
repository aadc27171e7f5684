"""The cross-encoder under CPython, with onnxruntime (``pip install quotefold[encoder]``).

In the browser the extension's worker runs the same files with onnxruntime-web.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .judging import Encoder, encoder_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .encode import Row

MODEL: Final = "encoder.onnx"
VOCABULARY: Final = "vocab.txt"
SETTINGS: Final = "settings.json"


def model_folder() -> Path | None:
    """Where the encoder's files lie: in the installed package or the source tree."""
    package = Path(__file__).resolve().parent
    for folder in (package / "model", package.parents[2] / "models" / "stance"):
        if (folder / MODEL).is_file():
            return folder
    return None


def load_encoder(folder: Path | None = None, threads: int = 1) -> Encoder | None:
    """The encoder, ready to run; None without its files or without onnxruntime."""
    folder = folder or model_folder()
    if folder is None:
        return None
    try:
        import numpy as np
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        str(folder / MODEL), options, providers=["CPUExecutionProvider"]
    )

    def run(rows: Sequence[Row]) -> list[list[float]]:
        # One by one: activations are quantised by the range of the whole batch, so in a
        # batch a pair's answer would depend on its neighbours.
        out: list[list[float]] = []
        for row in rows:
            ids = np.array([row.ids], np.int32)
            types = np.array([row.types], np.int32)
            inputs = {"ids": ids, "mask": np.ones_like(ids), "types": types}
            out.append([float(x) for x in session.run(None, inputs)[0][0]])
        return out

    texts = [(folder / name).read_text("utf-8") for name in (VOCABULARY, SETTINGS)]
    return encoder_settings(texts[0], texts[1], run)
