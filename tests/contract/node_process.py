"""A Node.js process that answers line by line, for as long as a test session needs it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self


class NodeProcess:
    """One script under Node.js: JSON lines in, JSON lines out."""

    def __init__(self, node: Path, script: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [str(node), str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def read(self) -> Any:
        """The next line; RuntimeError where the process ended instead."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended: {self._process.wait()}")
        return json.loads(line)

    def ask(self, message: object) -> Any:
        """The answer to ``message``."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return self.read()
