"""Hosted checks and commit hooks run what a person runs, and list nothing a second time."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / ".github" / "workflows"
# An action in one exact version: a name such as v6 moves.
SET_UP = re.compile(r"actions/(checkout|setup-python)@v\d+\.\d+\.\d+")


def read(path: Path) -> Any:
    """The document with every value as text: YAML would otherwise take the key `on` for true."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_the_workflow_sets_up_and_calls_the_gate() -> None:
    assert [path.name for path in WORKFLOWS.iterdir()] == ["gate.yml"]
    workflow = read(WORKFLOWS / "gate.yml")
    assert set(workflow["on"]) == {"push", "pull_request"}
    [job] = workflow["jobs"].values()
    *set_up, gate = job["steps"]
    assert gate == {"run": ".ci/run"}
    assert [step for step in set_up if set(step) - {"uses", "with"} or not SET_UP.fullmatch(step["uses"])] == []
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_workflow_names_no_host() -> None:
    assert "://" not in (WORKFLOWS / "gate.yml").read_text(encoding="utf-8")


def test_the_commit_hooks_are_the_parts_of_make_check() -> None:
    [parts] = re.findall(r"^check: (.*?) *##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    [source] = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert source["repo"] == "local"
    assert [hook["entry"] for hook in source["hooks"]] == [f"make {part}" for part in parts.split()]
    for hook in source["hooks"]:
        assert (hook["language"], hook["pass_filenames"]) == ("system", "false")


@pytest.mark.parametrize(
    ("path", "hook"),
    [
        ("hotline/cli.py", "check-python"),
        ("pyproject.toml", "check-python"),
        ("requirements/dev.txt", "check-sql"),
        ("models/reports/referrals.sql", "check-sql"),
        ("tests/lint/adapter.py", "check-sql"),
    ],
)
def test_a_commit_runs_the_part_that_reads_what_it_touches(path: str, hook: str) -> None:
    [source] = read(ROOT / ".pre-commit-config.yaml")["repos"]
    [files] = [each["files"] for each in source["hooks"] if each["id"] == hook]
    assert re.search(files, path)
