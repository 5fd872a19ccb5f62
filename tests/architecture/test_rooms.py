"""The table of Python rooms: which room may import which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ingest", "expectations", "serving", "dashboards", "hotline")


def test_python_rooms_keep_to_their_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_called_after_nothing_in_particular(room: str) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [path for path in (ROOT / room).rglob("*.py") if path.stem in vague] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_and_public_function_says_what_it_is(room: str) -> None:
    silent = []
    for path in (ROOT / room).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert silent == []


def test_duckdb_is_opened_in_one_place_by_the_reader_of_the_pages_and_in_the_sandbox() -> None:
    """Each opening has guards against the network and limits; one made elsewhere would lack them."""
    openers = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "duckdb.connect(" in path.read_text(encoding="utf-8")
    }
    assert openers == {"ingest/database.py", "serving/published.py", "serving/sandbox/worker.py"}
