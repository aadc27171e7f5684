"""The core in both Pythons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.pyodide_process import PyodideProcess
from tools import environment


@pytest.fixture(scope="session")
def pyodide(extension_folder: Path) -> Iterator[PyodideProcess]:
    """The built extension's Python, kept alive for the session."""
    with PyodideProcess(environment.node(), extension_folder / "pyodide") as process:
        yield process


@pytest.fixture(scope="session")
def pyodide_with_lxml(extension_folder: Path, shared_material: Path) -> Iterator[PyodideProcess]:
    """The same with an lxml wheel loaded, as the worker does before it parses HTML."""
    wheels = sorted(shared_material.glob("wheels/lxml-*wasm32.whl"))
    if not wheels:
        pytest.skip("no lxml wheel for Pyodide in shared/wheels")
    with PyodideProcess(environment.node(), extension_folder / "pyodide", wheels[0]) as process:
        yield process
