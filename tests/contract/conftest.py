"""The core in both Pythons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.pyodide_process import PyodideProcess
from tools import environment, extension


@pytest.fixture(scope="session")
def pyodide(extension_folder: Path) -> Iterator[PyodideProcess]:
    """The built extension's Python, kept alive for the session."""
    with PyodideProcess(environment.node(), extension_folder / "pyodide") as process:
        yield process


@pytest.fixture(scope="session")
def pyodide_with_lxml(
    extension_folder: Path, shared_material: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PyodideProcess]:
    """The same of a build with an lxml wheel, which is loaded as the worker loads it."""
    wheels = sorted(shared_material.glob("wheels/lxml-*wasm32.whl"))
    if not wheels:
        pytest.skip("no lxml wheel for Pyodide in shared/wheels")
    folder = tmp_path_factory.mktemp("with-lxml")
    extension.pack_runtime(extension.core_wheel(folder / "core"), wheels[0], folder / "pyodide")
    with PyodideProcess(environment.node(), folder / "pyodide") as process:
        yield process
