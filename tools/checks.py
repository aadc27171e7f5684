"""The checks and the tests."""

from __future__ import annotations

from pathlib import Path

from tools import environment, extension
from tools.shell import Command, in_venv, say, show


def check() -> int:
    """Run formatter, linter and both type checkers; 0 where all agree."""
    typescript = environment.npm_packages() / "typescript" / "bin" / "tsc"
    commands: dict[str, Command] = {
        "ruff format": [in_venv("ruff"), "format", "--check", "."],
        "ruff check": [in_venv("ruff"), "check", "--quiet", "--output-format=concise", "."],
        "mypy --strict": [in_venv("python"), "-m", "mypy", "--no-error-summary"],
        "tsc --checkJs": [environment.node(), typescript, "--project", extension.SOURCES],
    }
    failed = [name for name, command in commands.items() if not _passes(name, command)]
    if failed:
        say(f"check failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, command: Command) -> bool:
    say(f"· {name}")
    return show(command) == 0


def test(pytest: list[str], lxml_wheel: Path | None) -> int:
    """Check, build, then pytest; with arguments of the person's own, only build and pytest."""
    checked = 0 if pytest else check()
    extension.build(lxml_wheel)
    environment.chromium()
    tested = show([in_venv("python"), "-m", "pytest", *pytest])
    if checked:
        say("build.py: the tests ran, but the checks above failed")
    return tested or checked
