"""The table of rooms: who may use what, and that data goes forward only."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ingest", "expectations", "serving", "dashboards", "hotline")

# A model of the folder on the left reads sources and models of the folders on the right.
MAY_READ = {
    "staging": {"source:raw", "source:quarantine", "source:ledger", "source:control", "staging", "seeds"},
    "intermediate": {"source:ledger", "source:control", "staging", "intermediate", "seeds"},
    "core": {"staging", "intermediate", "seeds", "reference", "core", "rules"},
    # A rule judges what core has clocked, and core publishes what it says; dbt itself allows no circle.
    "rules": {"staging", "intermediate", "seeds", "core", "rules"},
    "figures": {"intermediate", "seeds", "reference", "core", "figures"},
    "reference": {"staging", "intermediate", "seeds", "reference", "core", "source:control"},
    "oversight": {"staging", "intermediate", "seeds", "reference", "core", "oversight"},
    "operations": {
        "source:ledger", "source:quarantine", "source:control", "staging", "intermediate", "seeds", "operations",
        "core", "figures",
    },
}  # fmt: skip


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


def test_models_read_only_what_lies_before_them(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{node['name']} ({_folder(node)}) reads {parent['name']} ({_folder(parent)})"
        for node in _nodes(manifest, "model")
        for parent in _parents(manifest, node)
        if _folder(parent) not in MAY_READ[_folder(node)]
    ]
    assert wrong == []


def test_every_model_lies_in_a_known_folder(manifest: dict[str, Any]) -> None:
    assert {_folder(node) for node in _nodes(manifest, "model")} <= set(MAY_READ)


def test_only_staging_reads_the_versions(manifest: dict[str, Any]) -> None:
    readers = {
        _folder(node)
        for node in _nodes(manifest, "model")
        for parent in _parents(manifest, node)
        if _folder(parent) == "source:raw"
    }
    assert readers <= {"staging"}


def test_every_model_is_a_table_or_a_staging_view(manifest: dict[str, Any]) -> None:
    kinds = {(_folder(node) == "staging", node["config"]["materialized"]) for node in _nodes(manifest, "model")}
    assert kinds <= {(True, "view"), (True, "table"), (False, "table"), (False, "view"), (False, "ephemeral")}
    published = {node["config"]["materialized"] for node in _nodes(manifest, "model") if _audience(node)}
    assert published <= {"table"}


def _nodes(manifest: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == kind]


def _parents(manifest: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    known = {**manifest["nodes"], **manifest["sources"]}
    return [known[name] for name in node["depends_on"]["nodes"]]


def _folder(node: dict[str, Any]) -> str:
    if node["resource_type"] == "source":
        return f"source:{node['source_name']}"
    if node["resource_type"] == "seed":
        return "seeds"
    return Path(node["original_file_path"]).parent.name


def _audience(node: dict[str, Any]) -> list[str]:
    found: list[str] = node["config"]["meta"].get("audience", [])
    return found
