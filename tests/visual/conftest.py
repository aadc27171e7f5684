"""The pictures are taken once for all tests that compare them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import pictures
from tools.shell import WORK


@pytest.fixture(scope="session")
def taken(extension_folder: Path, chromium_path: Path) -> dict[str, Path]:
    """Every picture by its name."""
    out = WORK / "visual"
    return {path.stem: path for path in pictures.fixed(extension_folder, chromium_path, out)}
