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
from pathlib import Path

from tools import checks, environment, extension
from tools.demo import demo as show_demo
from tools.shell import ROOT, VENV


def parser() -> argparse.ArgumentParser:
    """The command line: every command with what it does."""
    top = argparse.ArgumentParser(
        prog="python3 build.py",
        description=(__doc__ or "").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Without a command it builds. More on one command: python3 build.py COMMAND --help",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    lxml = argparse.ArgumentParser(add_help=False)
    lxml.add_argument(
        "--lxml-wheel",
        type=Path,
        metavar="FILE",
        default=os.environ.get("QUOTEFOLD_LXML_WHEEL"),
        help="the lxml wheel for Pyodide to bundle (default: $QUOTEFOLD_LXML_WHEEL; else the "
        "official one where it can be downloaded; else none)",
    )

    def add(name: str, text: str, *, bundles: bool = True) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=text, description=text, parents=[lxml] if bundles else []
        )

    add("build", "make dist/quotefold/, the unpacked extension (the default)")
    add("package", "make the zip for the extension stores, dist/quotefold-VERSION.zip")
    demo = add("demo", "read a bundled thread in Chromium: in a window, else as two pictures")
    demo.add_argument("--headless", action="store_true", help="pictures even with a display")
    demo.add_argument("--dark", action="store_true", help="the page's dark look")
    demo.add_argument("--width", type=int, default=1100, metavar="PIXELS", help="default 1100")
    tests = add("test", "check, build and run all tests; further arguments go to pytest")
    tests.add_argument("pytest", nargs=argparse.REMAINDER, help="e.g. tests/unit -k fold")
    add(
        "check",
        "ruff format, ruff check, mypy --strict and tsc --checkJs",
        bundles=False,
    )
    add(
        "lock",
        "pin requirements/*.in and pyproject.toml anew into requirements/*.txt",
        bundles=False,
    )
    return top


def main() -> int:
    """Parse, make the environment, run the command inside it."""
    arguments = parser().parse_args(sys.argv[1:] or ["build"])
    python = environment.python()
    if Path(sys.prefix).resolve() != VENV.resolve():
        return subprocess.run([python, __file__, *sys.argv[1:]], cwd=ROOT, check=False).returncode
    if arguments.command == "demo":
        folder = extension.build(arguments.lxml_wheel)
        return show_demo(
            folder,
            environment.chromium(),
            headless=arguments.headless,
            dark=arguments.dark,
            width=arguments.width,
        )
    if arguments.command == "test":
        return checks.test(arguments.pytest, arguments.lxml_wheel)
    if arguments.command == "check":
        return checks.check()
    if arguments.command == "lock":
        environment.lock()
    elif arguments.command == "package":
        extension.package(arguments.lxml_wheel)
    else:
        extension.build(arguments.lxml_wheel)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
