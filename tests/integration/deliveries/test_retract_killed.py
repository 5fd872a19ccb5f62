"""After kill -9 at any point of a retraction, the batch has landed or is taken back, and the next command goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_fixture import HEADER, ROW, Hotline

# Runs `hotline retract`, and kills itself before the named function is called for the given time.
KILLED = """
import importlib, os, signal, sys
from hotline.cli import app
from hotline.terminal.running import run_command
module, name = sys.argv[1].split(":")
place, left = importlib.import_module(module), [int(sys.argv[2])]
function = getattr(place, name)
def deadly(*arguments, **named):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return function(*arguments, **named)
setattr(place, name, deadly)
sys.exit(run_command(app, sys.argv[3:]))
"""
POINTS = [
    ("ingest.storing.retract:_take_out", 1, "landed"),
    ("ingest.storing.retract:_promote", 1, "landed"),
    ("ingest.storing.retract:delete_again", 1, "landed"),
    ("ingest.storing.retract:next_sequence", 1, "landed"),
    ("hotline.commands.extracts.retract:mark_withdrawn", 1, "retracted"),
    ("hotline.publishing.reconcile:write_json", 2, "retracted"),
    ("hotline.warehouse.disk.files:move_into_place", 3, "retracted"),
    ("hotline.commands.session:keep_views", 1, "retracted"),
]


@pytest.mark.parametrize(("point", "times", "status"), POINTS)
def test_a_killed_retraction_is_whole_or_has_not_happened(
    hotline: Hotline, extract: Path, tmp_path: Path, point: str, times: int, status: str
) -> None:
    full = extract.parent / "referrals-full_2026-11-21.csv"
    full.write_text(HEADER + ROW.format("R1", "assigned"))
    hotline("run", extract)
    hotline("run", full)
    published = tmp_path / "home" / "published"
    before = json.loads((published / "oca" / "manifest.json").read_text())["publication_id"]

    words = ["retract", "L00002", "--reason", "a wrong file"]
    killed = subprocess.run(
        [sys.executable, "-P", "-c", KILLED, point, str(times), *words],
        env=dict(os.environ), capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    assert hotline("status", "--json").document["loads"] == ({"landed": 2} if status == "landed" else
                                                             {"landed": 1, "retracted": 1})  # fmt: skip
    again = hotline(*words)
    assert again.code == (0 if status == "landed" else 1)
    assert again.err == ("" if status == "landed" else "L00002 was taken back already.\n")
    for audience in ("administrators", "analysts", "oca"):
        shown = json.loads((published / audience / "manifest.json").read_text())
        assert [each["load_id"] for each in shown["withdrawn"]] == ["L00002"]
    run = hotline("run", extract, "--json").document
    assert (run["publish"]["outcome"], run["build"]["as_of"]) == ("published", "2026-11-20T06:00:00Z")
    assert json.loads((published / "oca" / "manifest.json").read_text())["withdrawn"] == []
    own = json.loads((published / "oca" / before / "hotline.json").read_text())
    assert [each["load_id"] for each in own["withdrawn"]] == ["L00002"]
    assert [path.name for path in (tmp_path / "home").rglob("*") if ".tmp" in path.name] == []
