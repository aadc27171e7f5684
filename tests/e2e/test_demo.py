"""The build's demo refuses what Chromium could not show, before it builds anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.shell import ROOT


@pytest.mark.parametrize("width", ["-5", "0", "199", "4001", "99999", "wide", "1e3"])
def test_a_width_that_no_window_has_is_a_usage_error(width: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "demo", f"--width={width}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "from 200 to 4000" in done.stderr
    assert done.stdout == ""
