"""What all layers of tests share: where things are, and the extension built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import environment, extension

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_material() -> Path:
    """The folder beside the checkout with real captures, which is never committed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not on this machine")
    return folder


@pytest.fixture(scope="session")
def extension_folder() -> Path:
    """dist/quotefold, as the sources are now (nothing is made where it is up to date)."""
    try:
        return extension.build()
    except SystemExit:
        pytest.fail("the extension can't be built; its output says why")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """A Chromium that loads unpacked extensions."""
    found = environment.find_chromium()
    if found is None:
        pytest.fail("Chromium is missing; `python3 build.py test` says how to get it")
    return found
