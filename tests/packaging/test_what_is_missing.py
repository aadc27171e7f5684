"""What a machine lacks is fetched where that is allowed, else named in one line."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment
from tools.shell import ROOT


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """A machine where no program is found; the list collects what would be run."""
    ran: list[str] = []

    def attempt(step: str, *_: object, **__: object) -> bool:
        ran.append(step)
        return False

    monkeypatch.setattr(environment, "attempt", attempt)
    monkeypatch.setattr(environment, "_output", lambda *_: "")
    monkeypatch.setattr(environment, "_is_root", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUOTEFOLD_CHROMIUM", raising=False)
    return ran


def one_line(captured: pytest.CaptureFixture[str]) -> str:
    lines = captured.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_without_chromium_a_person_is_told_the_command(
    bare_machine: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        environment.chromium()
    assert "sudo apt install chromium" in one_line(capsys)
    assert bare_machine == []


def test_without_chromium_root_lets_apt_or_playwright_install_it(
    bare_machine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_is_root", lambda: True)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SystemExit):
        environment.chromium()
    assert bare_machine == ["install Chromium by Playwright"]


def test_without_the_venv_module_a_person_is_told_the_command(
    bare_machine: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit):
        environment._make_venv(tmp_path / "venv")
    assert "sudo apt install python3-venv" in one_line(capsys)


def program(folder: Path, name: str, says: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("says", "fits"), [("v18.19.0", False), ("v20.0.0", True), ("v24.1.0", True), ("?", False)]
)
def test_only_a_recent_node_is_taken(tmp_path: Path, says: str, fits: bool) -> None:
    assert environment._fits(program(tmp_path, "node", says)) is fits


@pytest.mark.parametrize(
    ("says", "taken"),
    [
        ("Chromium 156.0.8078.79 built on Debian", True),
        ("Google Chrome 156.0.8078.79", False),
        ("Command requires the chromium snap to be installed.", False),
    ],
)
def test_only_a_chromium_that_loads_extensions_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, taken: bool
) -> None:
    found = program(tmp_path, "chromium", says)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert environment._is_chromium(str(found)) is taken


def build(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run build.py by a Python that has nothing but its standard library (-S)."""
    command = [sys.executable, "-S", str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_help_needs_no_environment(tmp_path: Path) -> None:
    done = build("--help", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("build", "demo", "test", "package"):
        assert f"\n    {name} " in done.stdout


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    done = build("fly", folder=tmp_path)
    assert done.returncode == 2
    assert "invalid choice" in done.stderr
