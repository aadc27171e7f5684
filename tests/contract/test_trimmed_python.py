"""The zip of the extension holds everything that the core can ever import."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import quotefold
from tests.contract.pyodide_process import PyodideProcess
from tools.extension import project

COMMAND_LINE_ONLY = tuple(project()["tool"]["quotefold"]["browser"]["command-line-only"])
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(quotefold.__path__, "quotefold.")
    if not module.name.startswith(COMMAND_LINE_ONLY)
)


def test_it_is_the_python_of_pyodide_314(pyodide: PyodideProcess) -> None:
    assert pyodide.version.startswith("3.14.")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_core_imports(pyodide: PyodideProcess, module: str) -> None:
    code = f"import importlib; importlib.import_module({module!r}).__name__"
    assert pyodide.python(code) == importlib.import_module(module).__name__


@pytest.mark.parametrize("module", COMMAND_LINE_ONLY)
def test_what_only_the_command_line_needs_is_not_shipped(
    pyodide: PyodideProcess, module: str
) -> None:
    code = f"import importlib.util; importlib.util.find_spec({module!r}) is None"
    assert pyodide.python(code) is True


def test_nothing_is_shipped_as_source(pyodide: PyodideProcess) -> None:
    names = "zipfile.ZipFile('/lib/python314.zip').namelist()"
    code = f"import zipfile; sum(name.endswith('.py') for name in {names})"
    assert pyodide.python(code) == 0
