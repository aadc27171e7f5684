"""The pictures are taken once for all tests that compare them."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tools import pictures
from tools.shell import WORK


@pytest.fixture(scope="session")
def taken(extension_folder: Path, chromium_path: Path) -> dict[str, Path]:
    """Every picture by its name.

    Taken in a process of its own: Playwright runs once in a process, and pytest-playwright
    has it running here where other browser tests came before.
    """
    out = WORK / "visual"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        found = elsewhere.submit(pictures.fixed, extension_folder, chromium_path, out).result()
    return {path.stem: path for path in found}
