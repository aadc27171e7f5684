"""What lies in dist/quotefold is complete, pinned and made the same way every time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import extension
from tools.extension import WEIGHTS
from tools.shell import ROOT, files_under


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


@pytest.fixture(scope="module")
def lock(extension_folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((extension_folder / "pyodide/pyodide-lock.json").read_text())
    return data


def test_the_lock_names_every_file_of_the_runtime_with_its_sha256(
    extension_folder: Path, lock: dict[str, Any]
) -> None:
    there = hashes(extension_folder / "pyodide")
    del there["pyodide-lock.json"]
    assert lock["tool"]["quotefold"]["files"] == there


def test_every_package_of_the_lock_lies_in_a_named_file(lock: dict[str, Any]) -> None:
    files = lock["tool"]["quotefold"]["files"]
    assert {"quotefold", "beautifulsoup4", "soupsieve", "cssselect"} <= set(lock["packages"])
    for package in lock["packages"].values():
        assert package["sha256"] == files[package["file_name"]]


def test_wheels_of_the_lock_are_the_pinned_ones(lock: dict[str, Any]) -> None:
    pinned = (ROOT / "requirements/browser.txt").read_text()
    for name in set(lock["packages"]) - {"quotefold", "lxml"}:
        wheel = lock["packages"][name]["tool"]["quotefold"]
        assert re.search(rf"^{name}==.*(\n .*)*{wheel['sha256']}", pinned, re.MULTILINE), name


def test_the_lock_is_for_the_pyodide_that_is_shipped(lock: dict[str, Any]) -> None:
    official = json.loads((ROOT / "node_modules/pyodide/pyodide-lock.json").read_text())
    assert lock["info"] == official["info"]


def test_packing_again_gives_the_same_bytes(tmp_path: Path, extension_folder: Path) -> None:
    shipped = next((extension_folder / "pyodide").glob("lxml-*.whl"), None)
    extension.pack_runtime(extension.core_wheel(tmp_path / "core"), shipped, tmp_path / "out")
    assert hashes(tmp_path / "out") == hashes(extension_folder / "pyodide")


def test_the_encoders_weights_are_in_the_wheel_and_not_in_the_extensions_python(
    tmp_path: Path, extension_folder: Path
) -> None:
    with zipfile.ZipFile(extension.core_wheel(tmp_path)) as wheel:
        weights = wheel.read("quotefold/stance/encoder.onnx")
    assert weights == (ROOT / "models/stance/encoder.onnx").read_bytes()
    with zipfile.ZipFile(extension_folder / "pyodide/python_stdlib.zip") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".onnx")]


def test_the_store_zip_is_the_same_twice_and_holds_the_whole_folder(
    tmp_path: Path, extension_folder: Path
) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    for target in (first, second):
        extension.write_zip(extension_folder, target)
    assert first.read_bytes() == second.read_bytes()
    names = [p.relative_to(extension_folder).as_posix() for p in files_under(extension_folder)]
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == names
        assert {info.date_time for info in archive.infolist()} == {extension.EPOCH}


def test_the_manifest_names_only_files_that_are_there(extension_folder: Path) -> None:
    manifest = json.loads((extension_folder / "manifest.json").read_text())
    named = [
        *manifest["icons"].values(),
        *(script for entry in manifest["content_scripts"] for script in entry["js"]),
        manifest["background"]["service_worker"],
        manifest["action"]["default_popup"],
        manifest["options_ui"]["page"],
        f"_locales/{manifest['default_locale']}/messages.json",
    ]
    assert [name for name in named if not (extension_folder / name).is_file()] == []


def test_versions_agree(extension_folder: Path) -> None:
    import quotefold

    manifest = json.loads((extension_folder / "manifest.json").read_text())
    version = extension.project()["project"]["version"]
    assert quotefold.__version__ == manifest["version"] == version


def _imports(module: Path) -> list[str]:
    """Relative modules that a module imports; types in comments are no imports."""
    code = re.sub(r"/\*.*?\*/", "", module.read_text(), flags=re.DOTALL)
    return re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", code)


def test_every_module_that_is_imported_is_shipped(extension_folder: Path) -> None:
    modules = [p for p in files_under(extension_folder / "src") if p.suffix == ".js"]
    assert modules
    missing = [
        f"{module.name}: {name}"
        for module in modules
        for name in _imports(module)
        if not (module.parent / name).resolve().is_file()
    ]
    assert missing == []


def test_the_licence_of_everything_that_is_shipped_is_shipped(
    extension_folder: Path, lock: dict[str, Any]
) -> None:
    assert (extension_folder / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    notices = (extension_folder / "THIRD-PARTY.txt").read_text()
    packages = {*lock["packages"], *extension.NPM_SHIPPED} - {"quotefold"}
    for name in ("Pyodide", "CPython", *packages):
        assert re.search(name.replace("-", "[-_]"), notices), name
    assert notices.count("Permission is hereby granted") >= 2
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in notices


def test_the_encoder_is_shipped_with_its_licences_and_only_the_plain_runtime(
    extension_folder: Path,
) -> None:
    there = hashes(extension_folder / "encoder")
    weights = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files_under(WEIGHTS)}
    assert extension.ENCODER_FILES.items() <= there.items()
    assert weights.items() <= there.items()
    licences = {"LICENSE-onnxruntime", "LICENSE-MIT", "ThirdPartyNotices.txt"}
    assert licences <= there.keys()
    assert there.keys() == extension.ENCODER_FILES.keys() | weights.keys() | licences
    notices = (extension_folder / "THIRD-PARTY.txt").read_text()
    for name in ("ONNX Runtime Web 1.30.0", "gte-small", "vocab.txt"):
        assert name in notices


def test_the_encoder_can_be_left_out(extension_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "quotefold"
    shutil.copytree(extension_folder, copy)
    extension.leave_out_encoder(copy)
    assert not (copy / "encoder").exists()
    assert "HAS_ENCODER = false" in (copy / "src/offscreen/tiers.js").read_text()
    size = sum(p.stat().st_size for p in files_under(copy))
    assert size < 16_000_000


def test_nothing_of_the_tests_or_of_the_tools_is_shipped(extension_folder: Path) -> None:
    with zipfile.ZipFile(extension_folder / "pyodide/python_stdlib.zip") as archive:
        names = archive.namelist()
    unwanted = ("pyodide_build", "pyodide_lock", "rich", "typer")
    assert not [name for name in names if "/tests/" in name or name.startswith(unwanted)]
    assert not [p for p in files_under(extension_folder) if p.suffix == ".ts"]
