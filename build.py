#!/usr/bin/env python3
"""Build, test and try Quotefold. Needs only Python 3.11 or later; the rest it gets itself.

It makes an environment in .venv (pinned packages, hashes checked), takes Node.js from the
PATH or from PyPI, and says in one line what else is missing and how to get it.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # before the imports, which older ones can't even parse
    sys.exit("build.py: Python 3.11 or later is needed; this is " + sys.version.split()[0])

import argparse
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools import checks, demo, environment, extension, likeness, pictures
from tools.shell import ROOT, VENV, WORK, in_venv, say, show, stop


def build(options: argparse.Namespace) -> None:
    """Make dist/quotefold/, the unpacked extension (the default)."""
    extension.build(options.lxml_wheel, encoder=options.encoder)


def package(options: argparse.Namespace) -> None:
    """Make the zip for the extension stores, dist/quotefold-VERSION.zip."""
    extension.package(options.lxml_wheel, encoder=options.encoder)


def show_demo(options: argparse.Namespace) -> None:
    """Read a bundled thread in Chromium: in a window, or without a display as two pictures."""
    pictures = options.pictures
    if not pictures and (options.headless or not demo.has_display()):
        pictures = WORK / "demo"
    folder, chromium = extension.build(options.lxml_wheel), environment.chromium()
    demo.demo(folder, chromium, pictures=pictures, dark=options.dark, width=options.width)


def test(options: argparse.Namespace) -> int:
    """Check, build and run all tests; further arguments go to pytest."""
    return checks.test(options.arguments, options.lxml_wheel)


def check(_: argparse.Namespace) -> int:
    """Run ruff format, ruff check, mypy --strict and tsc --checkJs."""
    return checks.check()


def bench(options: argparse.Namespace) -> int:
    """Print the figures of one benchmark; without a name, which there are."""
    scripts = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("[!_]*.py"))}
    if not options.name:
        say(f"benchmarks: {', '.join(scripts)}")
        return 0
    if options.name not in scripts:
        stop(f"no benchmark {options.name!r}; there are: {', '.join(scripts)}", status=2)
    return show([in_venv("python"), scripts[options.name], *options.arguments])


def train_stance(options: argparse.Namespace) -> int:
    """Train the stance models from ../shared/stance, in an environment of their own."""
    script = ROOT / "training" / "train_stance.py"
    base = ["--base", environment.base_models()]
    return show([environment.training_python(), script, *base, *options.arguments])


def screenshots(options: argparse.Namespace) -> None:
    """Take a picture of everything a person sees, and make a sheet of them to look over."""
    folder, chromium = extension.build(options.lxml_wheel), environment.chromium()
    out = WORK / "screenshots"
    if options.approve:
        likeness.approve(pictures.fixed(folder, chromium, out), pictures.APPROVED)
        say(f"approved: {pictures.APPROVED.relative_to(ROOT)}; look at them before you commit")
    else:
        pictures.screenshots(folder, chromium, out)


def lock(_: argparse.Namespace) -> None:
    """Pin requirements/*.in and pyproject.toml anew into requirements/*.txt."""
    environment.lock()


def parser() -> argparse.ArgumentParser:
    """The command line: every command with what it does."""
    top = argparse.ArgumentParser(
        prog="python3 build.py",
        description=(__doc__ or "").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Without a command it builds. More on one command: python3 build.py COMMAND --help",
    )
    commands = top.add_subparsers(metavar="COMMAND", title="commands", required=True)

    def add(
        name: str,
        run: Callable[[argparse.Namespace], int | None],
        *,
        bundles: bool = False,
        passes_on: str = "",
    ) -> argparse.ArgumentParser:
        text = (run.__doc__ or "").rstrip(".")
        command = commands.add_parser(
            name,
            help=text[0].lower() + text[1:],
            description=text,
            epilog=passes_on,
            allow_abbrev=False,
        )
        command.set_defaults(run=run, bundles=bundles, passes_on=bool(passes_on))
        if bundles:
            command.add_argument(
                "--lxml-wheel",
                type=Path,
                metavar="FILE",
                default=os.environ.get("QUOTEFOLD_LXML_WHEEL"),
                help="the lxml wheel for Pyodide to bundle (default: $QUOTEFOLD_LXML_WHEEL; "
                "else the official one where it can be downloaded; else none)",
            )
        return command

    builds = [add("build", build, bundles=True)]
    demonstrate = add("demo", show_demo, bundles=True)
    demonstrate.add_argument(
        "--headless", action="store_true", help="pictures, even with a display"
    )
    demonstrate.add_argument("--pictures", type=Path, metavar="FOLDER", help="where to write them")
    demonstrate.add_argument("--dark", action="store_true", help="the page's dark look")
    demonstrate.add_argument(
        "--width", type=demo.width, default=1100, help="pixels, 200 to 4000 (default: 1100)"
    )
    shots = add("screenshots", screenshots, bundles=True)
    shots.add_argument(
        "--approve", action="store_true", help="make them what tests/visual compares with"
    )
    add(
        "test",
        test,
        bundles=True,
        passes_on="Further arguments go to pytest, such as: tests/unit -k fold",
    )
    add("check", check)
    builds.append(add("package", package, bundles=True))
    for command in builds:
        command.add_argument(
            "--no-encoder",
            dest="encoder",
            action="store_false",
            help="leave out the stance encoder (39 MB): the linear tier alone judges",
        )
    figures = add("bench", bench, passes_on="Further arguments go to benchmarks/NAME.py.")
    figures.add_argument("name", nargs="?", help="a file of benchmarks/")
    add("train-stance", train_stance, passes_on="Further arguments go to training/train_stance.py.")
    add("lock", lock)
    return top


def main() -> int:
    """Parse, make the environment, run the command inside it."""
    top = parser()
    options, others = top.parse_known_args(sys.argv[1:] or ["build"])
    if others and not options.passes_on:
        top.error(f"unknown arguments: {' '.join(others)}")
    options.arguments = others
    python = environment.python()
    if Path(sys.prefix).resolve() != VENV.resolve():
        return subprocess.run([python, __file__, *sys.argv[1:]], check=False).returncode
    if options.bundles:
        os.environ.update(environment.node_environment())
    status: int | None = options.run(options)
    return status or 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
