"""Everything that is installed is pinned by hash, and no file says from which host."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.shell import ROOT

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("listed", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_has_one_version_and_hashes(listed: Path) -> None:
    text = listed.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+ ", line), line
        assert "--hash=sha256:" in line


def test_what_runs_in_the_browser_is_what_the_tests_run_on() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))

    assert pins("browser.txt") <= pins("dev.txt")


def test_npm_packages_are_pinned_with_their_integrity() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in p for path, p in packages.items() if path)


@pytest.mark.skipif(shutil.which("git") is None, reason="git tells which files are committed")
def test_no_committed_file_names_a_registry() -> None:
    hosts = "|".join(("registry" + r"\.npmjs", "pypi" + r"\.org", "python" + "hosted"))
    command = ["git", "grep", "--untracked", "-lE", hosts]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == ""
