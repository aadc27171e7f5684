"""The core as the extension runs it: Pyodide, here under Node.js instead of in a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.node_process import NodeProcess

RUNNER = Path(__file__).with_name("runner.mjs")


class PyodideProcess(NodeProcess):
    """Errors in Python come as RuntimeError."""

    def __init__(self, node: Path, folder: Path, *packages: str) -> None:
        super().__init__(node, RUNNER, f"{folder}/", *packages)
        self.version: str = self._value(self.read())

    @staticmethod
    def _value(reply: Any) -> Any:
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["value"]

    def handle(self, request: str) -> str:
        """What ``quotefold.browser.handle`` answers."""
        reply: str = self._value(self.ask({"handle": request}))
        return reply

    def python(self, code: str) -> Any:
        """The value of the last expression of some Python code (a number or text)."""
        return self._value(self.ask({"python": code}))
