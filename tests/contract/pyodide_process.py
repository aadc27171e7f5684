"""The core as the extension runs it: Pyodide, here under Node.js instead of in a worker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self

RUNNER = Path(__file__).with_name("runner.mjs")


class PyodideProcess:
    """One Node.js process for a whole test session; requests go line by line."""

    def __init__(self, node: Path, folder: Path, *packages: str) -> None:
        command = [str(node), str(RUNNER), f"{folder}/", *packages]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.version: str = self._read()

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
            raise RuntimeError(f"Pyodide ended with status {self._process.wait()}")
        reply = json.loads(line)
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["value"]

    def _send(self, message: dict[str, str]) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return self._read()

    def handle(self, request: str) -> str:
        """What ``quotefold.browser.handle`` answers."""
        reply: str = self._send({"handle": request})
        return reply

    def python(self, code: str) -> Any:
        """The value of the last expression of some Python code (a number or text)."""
        return self._send({"python": code})
