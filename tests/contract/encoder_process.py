"""The stance encoder as the extension runs it: onnxruntime-web, here under Node.js."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quotefold.stance import Row
from tests.contract.node_process import NodeProcess

RUNNER = Path(__file__).with_name("encoder.mjs")


class EncoderProcess(NodeProcess):
    """Rows go one by one. ``loaded_ms`` is how long loading took."""

    def __init__(self, node: Path, folder: Path) -> None:
        super().__init__(node, RUNNER, str(folder))
        self.loaded_ms: float = self.read()["ms"]

    def run(self, ids: Sequence[int], above: int) -> tuple[list[float], float]:
        """The logits of a row, and the milliseconds they took."""
        reply = self.ask({"ids": list(ids), "above": above})
        return reply["logits"], reply["ms"]

    def logits(self, rows: Sequence[Row]) -> list[list[float]]:
        """As :func:`quotefold.stance.native.load_encoder` gives them."""
        return [self.run(row.ids, row.above)[0] for row in rows]
