"""Assemble dist/quotefold: the extension's own files, Pyodide, and the core as one zip."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
import urllib.request
import zipfile
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

from tools import environment
from tools.shell import (
    EXTENSION,
    ROOT,
    WORK,
    digest,
    files_under,
    in_venv,
    once,
    only_one,
    run,
    say,
    sha256,
    stop,
)

SOURCES: Final = ROOT / "extension"
PACKER: Final = ROOT / "tools" / "pyodide"

RUNTIME_FILES: Final = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
}
"""What is shipped of npm's pyodide 314.0.7, with its sha256: npm checks the archive when it
installs, this checks what lies in node_modules now."""

BUNDLES: Final = {
    "src/content": ("main.js", "content.js"),
    "src/panel": ("panel.js", "panel.js"),
    "src/welcome": ("welcome.js", "welcome.js"),
}
"""Folders whose modules become one classic script, because the browser takes no ES module
there, or because they use an npm package or the content script's own modules: the module to
start from, and the script's place in the built extension."""

NPM_SHIPPED: Final = ("d3-hierarchy",)
"""npm packages that are bundled into our scripts."""

_ORT: Final = "ort-wasm-simd-threaded"
ENCODER_FILES: Final = {
    "ort.wasm.min.mjs": "219e6a1fc8a9938268d18efca3c91d310bd2f4a59bbd13744df5b2b7fc6cee3b",
    f"{_ORT}.mjs": "e13f7f94fc51b4ca72b12faeb1ee95f4ace6dfbc8939bc718aabdc0a27c4299b",
    f"{_ORT}.wasm": "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
}
"""What is shipped of npm's onnxruntime-web 1.30.0 to run the stance encoder, with its sha256:
the build for plain WebAssembly. It runs on one thread, whatever its name says."""

WEIGHTS: Final = ROOT / "models" / "stance"
"""The stance encoder's weights, with their licence."""

NOT_SHIPPED: Final = ("*.ts", "tsconfig.json")
"""What lies in extension/ for the type checker only."""

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the store's zip: the earliest that a zip can say."""


def project() -> dict[str, Any]:
    """The tables of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def build(lxml_wheel: Path | None = None, *, encoder: bool = True) -> Path:
    """Make or refresh dist/quotefold; the folder to load into Chromium."""
    with only_one():
        pyodide = _runtime(lxml_wheel)
        stage = WORK / "extension"
        shutil.rmtree(stage, ignore_errors=True)
        _own_files(stage)
        shutil.copytree(pyodide, stage / "pyodide")
        _licences(stage)
        if encoder:
            _add_encoder(stage)
        else:
            leave_out_encoder(stage)
        _mirror(stage, EXTENSION)
    size = sum(path.stat().st_size for path in files_under(EXTENSION)) / 1e6
    say(f"built {EXTENSION.relative_to(ROOT)} ({size:.1f} MB), to be loaded unpacked")
    return EXTENSION


def package(lxml_wheel: Path | None = None, *, encoder: bool = True) -> Path:
    """Write the zip for the extension stores: the same input gives the same bytes."""
    folder = build(lxml_wheel, encoder=encoder)
    target = folder.parent / f"quotefold-{project()['project']['version']}.zip"
    write_zip(folder, target)
    size = target.stat().st_size / 1e6
    say(f"packed {target.relative_to(ROOT)} ({size:.1f} MB), sha256 {sha256(target)}")
    return target


def write_zip(folder: Path, target: Path) -> None:
    """Zip a folder with fixed times and modes, in a fixed order."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in files_under(folder):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes(), compresslevel=9)


# --- the extension's own files --------------------------------------------------------


def _own_files(stage: Path) -> None:
    """Copy extension/, with the content script bundled into one classic script."""
    bundled = tuple(f"{folder}/" for folder in BUNDLES)
    for path in files_under(SOURCES):
        name = path.relative_to(SOURCES)
        if not name.as_posix().startswith(bundled) and not any(map(name.match, NOT_SHIPPED)):
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, stage / name)
    for folder, (entry, script) in BUNDLES.items():
        _bundle(SOURCES / folder / entry, stage / script)
    manifest = json.loads((stage / "manifest.json").read_text(encoding="utf-8"))
    version = project()["project"]["version"]
    if manifest["version"] != version:
        stop(f"extension/manifest.json has version {manifest['version']}, pyproject {version}")


def _bundle(entry: Path, script: Path) -> None:
    esbuild = environment.npm_packages() / "esbuild" / "bin" / "esbuild"
    options = "--bundle --format=iife --target=chrome125 --charset=utf8 --log-level=warning"
    command = [environment.node(), esbuild, entry, *options.split(), f"--outfile={script}"]
    run(f"bundle {script.name}", command)


def _licences(stage: Path) -> None:
    """Put in our licence, and those of everything that is shipped with the extension."""
    shutil.copyfile(ROOT / "LICENSE", stage / "LICENSE")
    parts = [(PACKER / "NOTICE.txt").read_text(encoding="utf-8")]
    shipped = [*environment.download_wheels("browser.txt"), *(stage / "pyodide").glob("*.whl")]
    for wheel in shipped:
        parts.append(f"\n{'=' * 78}\n{' '.join(wheel.name.split('-')[:2])}\n{'=' * 78}\n\n")
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if ".dist-info/licenses/" in name]
            parts += [archive.read(name).decode("utf-8") for name in names]
    for name in NPM_SHIPPED:
        parts.append(f"\n{'=' * 78}\n{name} (in panel.js)\n{'=' * 78}\n\n")
        parts.append((environment.npm_packages() / name / "LICENSE").read_text(encoding="utf-8"))
    (stage / "THIRD-PARTY.txt").write_text("".join(parts), encoding="utf-8")


# --- the stance encoder ---------------------------------------------------------------


def _add_encoder(stage: Path) -> None:
    """Put in the weights and what runs them, with the licences of both."""
    out = stage / "encoder"
    out.mkdir()
    npm = _check_npm("onnxruntime-web/dist", ENCODER_FILES)
    for name in ENCODER_FILES:
        shutil.copyfile(npm / name, out / name)
    for path in files_under(WEIGHTS):
        shutil.copyfile(path, out / path.name)
    # npm's package has no licence file; PyPI's, of the same sources, has.
    package = distribution("onnxruntime")
    for name, target in (("LICENSE", "LICENSE-onnxruntime"), ("ThirdPartyNotices.txt",) * 2):
        shutil.copyfile(Path(str(package.locate_file(f"onnxruntime/{name}"))), out / target)
    with (stage / "THIRD-PARTY.txt").open("a", encoding="utf-8") as notices:
        notices.write(f"\n{'=' * 78}\nIn encoder/\n{'=' * 78}\n\n")
        notices.write((ROOT / "tools" / "encoder" / "NOTICE.txt").read_text(encoding="utf-8"))


def leave_out_encoder(folder: Path) -> None:
    """Make an extension one without the encoder: the linear tier alone judges."""
    shutil.rmtree(folder / "encoder", ignore_errors=True)
    tiers = folder / "src" / "offscreen" / "tiers.js"
    text = tiers.read_text(encoding="utf-8")
    tiers.write_text(text.replace("HAS_ENCODER = true", "HAS_ENCODER = false"), encoding="utf-8")


def _check_npm(folder: str, files: Mapping[str, str]) -> Path:
    """The folder of an npm package whose files have these sha256."""
    path = environment.npm_packages() / folder
    for name, expected in files.items():
        if sha256(path / name) != expected:
            stop(f"node_modules/{folder}/{name} was changed: delete node_modules, run this again")
    return path


def _mirror(source: Path, target: Path) -> None:
    """Make target equal to source; files that are equal already stay untouched."""
    wanted = {path.relative_to(source) for path in files_under(source)}
    for path in files_under(target):
        if path.relative_to(target) not in wanted:
            path.unlink()
    for name in wanted:
        new, old = source / name, target / name
        if not old.is_file() or old.read_bytes() != new.read_bytes():
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, old)


# --- Python in the browser ------------------------------------------------------------


def _runtime(lxml_wheel: Path | None) -> Path:
    """The folder with Pyodide, the zip of the core and the lock file."""
    npm = _check_npm("pyodide", RUNTIME_FILES)
    lxml = choose_lxml(npm, lxml_wheel)
    out = WORK / "pyodide"

    def pack() -> None:
        shutil.rmtree(out, ignore_errors=True)
        pack_runtime(core_wheel(WORK / "wheels" / "core"), lxml, out)

    requirements = [
        environment.REQUIREMENTS / f"{name}.txt" for name in ("browser", "pyodide-tools")
    ]
    folders = [ROOT / "pycore", ROOT / "models", PACKER]  # the lock names the wheel's sha256
    inputs = [ROOT / "pyproject.toml", *(f for folder in folders for f in files_under(folder))]
    once(WORK / "packed.txt", digest([*inputs, *requirements, *([lxml] if lxml else [])]), pack)
    return out


def core_wheel(folder: Path) -> Path:
    """Build the core as a wheel into ``folder``, by its own build backend."""
    shutil.rmtree(folder, ignore_errors=True)
    hatchling = [in_venv("python"), "-m", "hatchling", "build", "--target", "wheel"]
    run("build the core's wheel", [*hatchling, "--directory", folder])
    return next(folder.glob("*.whl"))


def pack_runtime(core: Path, lxml: Path | None, out: Path) -> None:
    """Write Pyodide, the zip of the core and the lock file into ``out`` (see tools/pyodide)."""
    npm = environment.npm_packages() / "pyodide"
    job = {
        "pyodide": f"{npm}/",
        "core": str(core),
        "browser": list(map(str, environment.download_wheels("browser.txt"))),
        "tools": list(map(str, environment.download_wheels("pyodide-tools.txt"))),
        "lxml": str(lxml) if lxml else None,
        "runtime": [str(npm / name) for name in RUNTIME_FILES],
        "leaveOut": project()["tool"]["quotefold"]["browser"]["command-line-only"],
        "out": str(out),
    }
    listed = WORK / "pack.json"
    listed.write_text(json.dumps(job, indent=1))
    run("compile the core in Pyodide", [environment.node(), PACKER / "pack.mjs", listed])


def choose_lxml(npm: Path, given: Path | None) -> Path | None:
    """The lxml wheel to bundle: the one given, else Pyodide's official one, else none."""
    lock = json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))
    official = lock["packages"]["lxml"]
    if given is not None:
        if not given.is_file():
            stop(f"--lxml-wheel: there is no file {given}", status=2)
        if (found := sha256(given)) != official["sha256"]:
            say(f"· lxml: bundling {given.name}, not the official wheel (sha256 {found})")
        return given.resolve()
    wheel = WORK / "lxml" / str(official["file_name"])
    if not wheel.is_file():
        data = download_official(npm, wheel.name)
        if hashlib.sha256(data).hexdigest() != official["sha256"]:
            why = "has the wrong sha256" if data else "can't be downloaded here"
            say(f"· lxml: Pyodide's wheel {why}; going without (html.parser reads the same)")
            return None
        wheel.parent.mkdir(parents=True, exist_ok=True)
        wheel.write_bytes(data)
    return wheel


def download_official(npm: Path, name: str) -> bytes:
    """A file of Pyodide's distribution from where pyodide.mjs itself looks; else nothing."""
    version = json.loads((npm / "package.json").read_text(encoding="utf-8"))["version"]
    script = (npm / "pyodide.mjs").read_text(encoding="utf-8")
    address = re.search(r"`(https://[^`]+/)v\$\{\w+\}/full/`", script)
    if address is None:
        return b""
    try:
        with urllib.request.urlopen(f"{address[1]}v{version}/full/{name}", timeout=5) as reply:
            data: bytes = reply.read()
            return data
    except OSError:  # no network, no such file, too slow: all of them
        return b""
