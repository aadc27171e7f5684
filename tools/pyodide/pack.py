"""Make the extension's Python files; run by pack.mjs inside Pyodide, never by the host.

``stdlib_in_use`` finds which modules of the standard library the core needs, ``pack``
writes one zip of compiled modules (standard library, the core and what it imports) and
the lock file that names every file with its sha256. Both take one JSON string.
"""

import ast
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)

LAZY = (
    # What datetime.strptime imports, from C.
    "_strptime",
    # What Pyodide's loadPackage and lxml itself import when lxml is loaded: the zip must
    # serve a build with lxml and one without, and be the same in both.
    "gzip",
    "importlib.metadata",
    "tarfile",
    "urllib.parse",
)
"""Modules of the standard library that no import statement of the core shows."""


def stdlib_in_use(argument: str) -> str:
    """JSON list of the files in python_stdlib.zip that the core needs."""
    leave_out = json.loads(argument)["leave_out"]
    import quotefold

    for module in walk_packages(quotefold.__path__, "quotefold."):
        if module.name not in leave_out:
            import_with_lazy_imports(module.name)
    use_libraries()
    for name in LAZY:
        import_module(name)
    archive = next(path for path in sys.path if path.endswith(".zip")) + "/"
    specs = [getattr(module, "__spec__", None) for module in sys.modules.values()]
    origins = [spec.origin for spec in specs if spec and spec.origin]
    return json.dumps(sorted(o.removeprefix(archive) for o in origins if o.startswith(archive)))


def import_with_lazy_imports(name: str) -> None:
    """Import a module of the core, and what its functions import when they are called."""
    source = Path(import_module(name).__file__ or "")
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported = [node.module]
        else:
            continue
        for module in imported:
            if module.partition(".")[0] in sys.stdlib_module_names:
                import_module(module)


def use_libraries() -> None:
    """Let libraries import what they import only when they are used."""
    from importlib.resources import files

    from bs4 import BeautifulSoup
    from cssselect import parse

    BeautifulSoup(b"<p class=a>x<b>&eacute;</b></p>", "html.parser").select("p.a > b")
    parse("p:has(> b)")
    files("html").joinpath("entities.py").read_text("utf-8")  # a file in a zip


def pack(argument: str) -> None:
    """Write the zip and the lock file."""
    job = json.loads(argument)
    archive = Path("/tmp/trimmed.zip")
    with zipfile.ZipFile(archive, "w") as out:
        for name, data in trimmed(job):
            out.writestr(name, data)
    compile_archive(archive)
    normalise(archive, Path(job["zip"]))
    write_lock(job)


def trimmed(job: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of what stays: needed library modules, and the wheels without tests."""
    needed = set(job["needed"])
    with zipfile.ZipFile(job["stdlib"]) as stdlib:
        for name in sorted(stdlib.namelist()):
            if name in needed:
                yield name, stdlib.read(name)
    out = tuple(name.replace(".", "/") for name in job["leave_out"])
    for path in job["wheels"]:
        with zipfile.ZipFile(path) as wheel:
            for name in sorted(wheel.namelist()):
                unused = (
                    ".dist-info/" in name
                    or "/tests/" in name
                    or name.endswith(("/", ".typed", ".pyi", ".onnx"))
                )
                if not unused and not name.startswith(
                    tuple(o + end for o in out for end in (".py", "/"))
                ):
                    yield name, wheel.read(name)


def compile_archive(archive: Path) -> None:
    """Let pyodide-build turn every .py of the archive into a .pyc."""
    from pyodide_build.cli.py_compile import main as py_compile

    py_compile.main([str(archive), "--compression-level", "0"], standalone_mode=False)


def normalise(source: Path, target: Path) -> None:
    """Copy a zip with fixed times, so that the same input gives the same bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name), compresslevel=9)


def write_lock(job: dict[str, Any]) -> None:
    """Name every file of the runtime, and every package with the file that holds it."""
    from packaging.utils import parse_wheel_filename
    from pyodide_lock import PackageSpec, PyodideLockSpec

    official = PyodideLockSpec.from_json(Path(job["official_lock"]))
    archive = sha256(Path(job["zip"]))
    packages: dict[str, PackageSpec] = {}
    for path in map(Path, job["wheels"]):
        name, version, _, _ = parse_wheel_filename(path.name)
        packages[name] = PackageSpec(
            name=name,
            version=str(version),
            file_name="python_stdlib.zip",
            install_dir="stdlib",
            sha256=archive,
            package_type="cpython_module",
            tool={"quotefold": {"wheel": path.name, "sha256": sha256(path)}},
        )
    if job["lxml"]:
        path = Path(job["lxml"])
        lxml = official.packages["lxml"]
        lxml.tool = {"quotefold": {"official": sha256(path) == lxml.sha256}}
        lxml.file_name, lxml.sha256 = path.name, sha256(path)
        packages["lxml"] = lxml
    files = {Path(path).name: sha256(Path(path)) for path in job["runtime"]}
    files["python_stdlib.zip"] = archive
    lock = PyodideLockSpec(
        info=official.info, packages=packages, tool={"quotefold": {"files": files}}
    )
    lock.to_json(Path(job["lock"]), indent=1)


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
