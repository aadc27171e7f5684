"""The stance encoder as the extension runs it: onnxruntime-web, here under Node.js."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from quotefold.stance import Row

RUNNER = Path(__file__).with_name("encoder.mjs")


class EncoderProcess:
    """One Node.js process; rows go one by one. ``loaded_ms`` is how long loading took."""

    def __init__(self, node: Path, folder: Path) -> None:
        self._process = subprocess.Popen(
            [str(node), str(RUNNER), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.loaded_ms: float = self._read()["ms"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the encoder ended with status {self._process.wait()}")
        return json.loads(line)

    def run(self, ids: Sequence[int], above: int) -> tuple[list[float], float]:
        """The logits of a row, and the milliseconds they took."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"ids": list(ids), "above": above}) + "\n")
        self._process.stdin.flush()
        reply = self._read()
        return reply["logits"], reply["ms"]

    def logits(self, rows: Sequence[Row]) -> list[list[float]]:
        """As :func:`quotefold.stance.native.load_encoder` gives them."""
        return [self.run(row.ids, row.above)[0] for row in rows]
