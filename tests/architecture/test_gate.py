"""Hosted checks and commit hooks run what a person runs, and list nothing a second time."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

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


def test_the_commit_hook_is_make_check() -> None:
    [source] = read(ROOT / ".pre-commit-config.yaml")["repos"]
    [hook] = source["hooks"]
    assert (source["repo"], hook["language"], hook["entry"]) == ("local", "system", "make check")
    assert hook["pass_filenames"] == "false"
