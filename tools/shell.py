"""Paths of the project, and running programs with progress that a person can follow."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parents[1]
VENV: Final = ROOT / ".venv"
WORK: Final = ROOT / "build"
"""Intermediate files; can be deleted at any time."""
EXTENSION: Final = ROOT / "dist" / "quotefold"
"""The unpacked extension that Chromium loads."""

Command = Sequence[object]
"""A program and its arguments; each part is used as text."""

Environment = Mapping[str, str]
"""Variables that differ from those of this process."""


def in_venv(name: str, venv: Path = VENV) -> Path:
    """Path of a program of an environment."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def say(text: str) -> None:
    """One progress line, at once."""
    print(text, flush=True)


def stop(text: str, status: int = 1) -> NoReturn:
    """End with one line on stderr that says what is missing and how to get it."""
    print(f"build.py: {text}", file=sys.stderr, flush=True)
    raise SystemExit(status)


def attempt(step: str, command: Command, *, env: Environment | None = None) -> bool:
    """Run a program as one step: a progress line, and its output only where it fails."""
    print(f"· {step} …", end="", flush=True)
    started = time.monotonic()
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        status, output = done.returncode, done.stdout
    except OSError as error:
        status, output = 127, str(error)
    say(f" {'failed' if status else 'done'} ({time.monotonic() - started:.1f} s)")
    if status:
        print("\n".join(output.splitlines()[-60:]), file=sys.stderr)
    return status == 0


def run(step: str, command: Command, *, env: Environment | None = None, hint: str = "") -> None:
    """Run a program as one step that everything after it needs."""
    if not attempt(step, command, env=env):
        stop(f"{step}: failed, see above. {hint}".rstrip())


def show(command: Command, *, env: Environment | None = None) -> int:
    """Run a program whose output is meant for the reader; its exit status."""
    together = {**os.environ, **(env or {})}
    return subprocess.run(list(map(str, command)), cwd=ROOT, env=together, check=False).returncode


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(paths: Iterable[Path]) -> str:
    """One sha256 over paths and contents of files, in a fixed order."""
    lines = (f"{os.path.relpath(path, ROOT)} {sha256(path)}" for path in sorted(paths))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def once(stamp: Path, state: str, make: Callable[[], None]) -> None:
    """Call ``make`` unless ``stamp`` says that it was done for this ``state``."""
    if stamp.is_file() and stamp.read_text() == state:
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)


def files_under(folder: Path) -> list[Path]:
    """Every file below a folder, without caches."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let builds of one checkout run one after the other: people and tests share dist/."""
    WORK.mkdir(exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # Windows: two builds at once are the person's own care
            yield
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
