"""The folders of models: data flows through them in one direction, and each model has its YAML beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"

# The folder of unpublished models that the published models beside it are made of.
STEPS = "steps"
# Folders in which every model is a step, so they need no folder of that name.
UNPUBLISHED = ("staging", "basis")
# The sources that each folder may read. Every other folder reads only models and seeds.
SOURCES = {
    ("staging",): {"raw", "control"},
    ("basis",): {"ledger", "control"},
    ("figures", "history"): {"ledger"},
    ("operations",): {"ledger", "control"},
}
SQL = sorted(MODELS.rglob("*.sql"))


@pytest.fixture(scope="module")
def order() -> dict[str, list[str]]:
    """The folders in the order of dbt_project.yml, which is the order in which data flows, each with its subfolders."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    return {
        folder: [name for name in settings if not name.startswith("+") and name != STEPS]
        for folder, settings in project["models"]["hotline"].items()
    }


def test_models_read_only_what_lies_before_them(manifest: dict[str, Any], order: dict[str, list[str]]) -> None:
    wrong = [
        f"{node['name']} in {'/'.join(_folder(node))} reads {parent['name']} in {'/'.join(_folder(parent))}"
        for node in _nodes(manifest)
        for parent in _parents(manifest, node)
        if parent["resource_type"] == "model"
        and _folder(node) != _folder(parent)
        and not _position(_folder(parent), order) < _position(_folder(node), order)
    ]
    assert wrong == []


def test_each_folder_reads_its_own_sources(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{node['name']} reads {parent['source_name']}.{parent['name']}"
        for node in _nodes(manifest)
        for parent in _parents(manifest, node)
        if parent["resource_type"] == "source" and parent["source_name"] not in SOURCES.get(_folder(node), set())
    ]
    assert wrong == []


def test_every_folder_has_its_place_in_the_order(order: dict[str, list[str]]) -> None:
    assert [path.name for path in MODELS.iterdir() if path.is_dir() and path.name not in order] == []
    # A topic of rules needs no line of its own: only the verdicts read it, and it reads no other topic.
    subfolders = {
        (folder, path.name)
        for folder in order
        if folder != "rules"
        for path in (MODELS / folder).iterdir()
        if path.is_dir() and path.name != STEPS
    }
    assert subfolders == {(folder, name) for folder in order if folder != "rules" for name in order[folder]}


def test_what_is_published_is_a_table_and_nothing_else_lies_beside_it(manifest: dict[str, Any]) -> None:
    wrong = [
        node["name"]
        for node in _nodes(manifest)
        if _is_published(node) != bool(node["config"]["meta"].get("audience"))
        or (_is_published(node) and node["config"]["materialized"] != "table")
    ]
    assert wrong == []


def test_what_is_published_has_an_enforced_contract_and_nothing_else_has(manifest: dict[str, Any]) -> None:
    assert [
        node["name"] for node in _nodes(manifest) if node["config"]["contract"]["enforced"] != _is_published(node)
    ] == []


@pytest.mark.parametrize("path", SQL, ids=lambda path: path.stem)
def test_every_model_has_its_yaml_beside_it(path: Path) -> None:
    beside = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    assert set(beside) <= {"models", "unit_tests"}
    assert {each["name"] for each in beside.get("models", [])} <= {path.stem}
    assert {each["model"] for each in beside.get("unit_tests", [])} <= {path.stem}


def test_no_yaml_stands_alone() -> None:
    models = {path.with_suffix(".yml") for path in SQL} | {MODELS / "sources.yml"}
    assert sorted(set(MODELS.rglob("*.yml")) - models) == []


def test_no_two_models_set_what_their_folder_sets() -> None:
    """A schema and a contract come from the folder, so that nobody has to look for an exception to it."""
    wrong = [
        path.stem
        for path in SQL
        for each in yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8")).get("models", [])
        if {"schema", "contract"} & set(each.get("config", {}))
    ]
    assert wrong == []


def _nodes(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def _parents(manifest: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    known = {**manifest["nodes"], **manifest["sources"]}
    return [known[name] for name in node["depends_on"]["nodes"]]


def _folder(node: dict[str, Any]) -> tuple[str, ...]:
    """The folder of a model below models/; its steps belong to it."""
    return tuple(part for part in Path(node["original_file_path"]).parent.parts[1:] if part != STEPS)


def _position(folder: tuple[str, ...], order: dict[str, list[str]]) -> tuple[int, int]:
    """Where a folder stands in the order. Topics of rules share one position, ahead of the verdicts on them."""
    top, below = folder[0], folder[1:]
    return list(order).index(top), order[top].index(below[0]) if below and below[0] in order[top] else -1


def _is_published(node: dict[str, Any]) -> bool:
    parts = Path(node["original_file_path"]).parent.parts[1:]
    return STEPS not in parts and parts[0] not in UNPUBLISHED and (parts[0] != "rules" or parts[1] == "verdicts")
