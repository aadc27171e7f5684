"""Which lxml wheel the extension is built with: the one given, the official one, or none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tools import extension

OFFICIAL = b"the official wheel"


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for node_modules/pyodide whose lock names one lxml wheel."""
    wheel = {"file_name": "lxml-1-wasm.whl", "sha256": hashlib.sha256(OFFICIAL).hexdigest()}
    folder = tmp_path / "pyodide"
    folder.mkdir()
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": {"lxml": wheel}}))
    monkeypatch.setattr(extension, "WORK", tmp_path / "work")
    return folder


def downloads(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[str]:
    asked: list[str] = []

    def download(_: Path, name: str) -> bytes:
        asked.append(name)
        return data

    monkeypatch.setattr(extension, "download_official", download)
    return asked


def test_the_official_wheel_is_downloaded_once_and_kept(
    npm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = downloads(monkeypatch, OFFICIAL)
    for _ in range(2):
        wheel = extension.choose_lxml(npm, None)
        assert wheel
        assert wheel.read_bytes() == OFFICIAL
    assert asked == ["lxml-1-wasm.whl"]


@pytest.mark.parametrize(("data", "why"), [(b"", "downloaded"), (b"other", "sha256")])
def test_without_the_official_wheel_it_goes_without_and_says_so_in_one_line(
    npm: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    data: bytes,
    why: str,
) -> None:
    downloads(monkeypatch, data)
    assert extension.choose_lxml(npm, None) is None
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert why in said[0]


def test_a_wheel_that_is_not_the_official_one_is_bundled_and_named_as_such(
    npm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "lxml-own.whl"
    given.write_bytes(b"own build")
    assert extension.choose_lxml(npm, given) == given
    assert "not the official wheel" in capsys.readouterr().out


def test_the_official_wheel_given_by_hand_needs_no_words(
    npm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "lxml.whl"
    given.write_bytes(OFFICIAL)
    assert extension.choose_lxml(npm, given) == given
    assert capsys.readouterr().out == ""


def test_a_wheel_that_is_not_there_is_a_usage_error(npm: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        extension.choose_lxml(npm, tmp_path / "missing.whl")
    assert ended.value.code == 2
