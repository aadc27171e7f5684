"""The core in both Pythons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.encoder_process import EncoderProcess
from tests.contract.pyodide_process import PyodideProcess
from tools import environment, extension


@pytest.fixture(scope="session")
def pyodide(extension_folder: Path) -> Iterator[PyodideProcess]:
    """The built extension's Python, kept alive for the session."""
    with PyodideProcess(environment.node(), extension_folder / "pyodide") as process:
        yield process


@pytest.fixture(scope="session")
def encoder(extension_folder: Path) -> Iterator[EncoderProcess]:
    """The built extension's stance encoder, kept alive for the session."""
    with EncoderProcess(environment.node(), extension_folder / "encoder") as process:
        yield process


@pytest.fixture(scope="session")
def folder_with_lxml(
    request: pytest.FixtureRequest, extension_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The extension's pyodide/ with an lxml wheel: the built one, or one made for the tests."""
    built = extension_folder / "pyodide"
    if list(built.glob("lxml-*.whl")):
        return built
    wheels = list(request.getfixturevalue("shared_material").glob("wheels/lxml-*wasm32.whl"))
    if not wheels:
        pytest.skip("no lxml wheel for Pyodide in shared/wheels")
    folder = tmp_path_factory.mktemp("with-lxml")
    extension.pack_runtime(extension.core_wheel(folder / "core"), wheels[0], folder / "pyodide")
    return folder / "pyodide"


@pytest.fixture(scope="session")
def pyodide_with_lxml(folder_with_lxml: Path) -> Iterator[PyodideProcess]:
    """The same with lxml loaded, as the worker does before it parses HTML text."""
    with PyodideProcess(environment.node(), folder_with_lxml, "lxml") as process:
        yield process
