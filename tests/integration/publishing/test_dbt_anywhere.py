"""The program that runs dbt: when dbt reads the project anew, and which rules dbt is told of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import Attachment, DuckDBCredentials

from hotline.building import dbt_anywhere
from hotline.building.dbt_run import dbt_command
from hotline.warehouse.program_files import ROOT

READS_ANEW = "Unable to do partial parsing"


def dbt(command: list[str], home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on the files of a home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "HOTLINE_"))}
    return subprocess.run(
        command,
        env={
            **kept,
            "HOTLINE_BUILD_PATH": str(home / "warehouse.duckdb"),
            "HOTLINE_LANDING_PATH": str(home / "landing.duckdb"),
            "HOTLINE_JURISDICTION": "oklahoma",
            "DBT_TARGET_PATH": str(home / "dbt" / "target"),
            "DBT_LOG_PATH": str(home),
            **environment,
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_was_read_in_one_home_holds_in_another(tmp_path: Path, already_read: Callable[[Path], None]) -> None:
    already_read(tmp_path)
    done = dbt(dbt_command("parse"), tmp_path, HOTLINE_MEMORY_LIMIT="1GB", HOTLINE_THREADS="1")
    assert done.returncode == 0, done.stdout
    assert READS_ANEW not in done.stdout


def told(**differing: object) -> dict[str, object]:
    """What dbt compares, of a connection like ours."""
    ours = {"database": "warehouse", "schema": "main", "path": "/one/warehouse.duckdb"}
    return dict(dbt_anywhere._what_decides(DuckDBCredentials(**{**ours, **differing})))


def test_what_dbt_compares_is_the_database_and_not_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(path="/two/warehouse.duckdb") == told()
    assert told(attach=[Attachment(path="/two/landing.duckdb", alias="landing")]) == told()
    assert told(config_options={"memory_limit": "1GB"}) == told()
    assert told(database="other", path="/one/other.duckdb") != told()
    assert told(schema="other") != told()
    assert told(settings={"TimeZone": "America/Chicago"}) != told()
    before = told()
    monkeypatch.setattr(dbt_anywhere, "_PROGRAM", "/another/place")
    assert told() != before


def test_a_yaml_file_counts_by_what_it_says_and_not_by_its_time(tmp_path: Path) -> None:
    """Without its models but one, which make no difference here: dbt reads it faster."""
    program = tmp_path / "program"
    shutil.copytree(ROOT / "macros", program / "macros")
    for each in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / each, program / each)
    shutil.copytree(ROOT / "hotline", program / "hotline", ignore=shutil.ignore_patterns("__pycache__"))
    (program / "models").mkdir()
    (program / "models" / "one.sql").write_text("select 1 as name")
    (program / "seeds").mkdir()
    entry = [sys.executable, "-P", str(program / "hotline" / "building" / "dbt_anywhere.py"), "parse"]

    def audience(of: str) -> object:
        described = program / "models" / "one.yml"
        described.write_text(f"models: [{{name: one, config: {{meta: {{audience: [{of}]}}}}}}]")
        os.utime(described, (1_000_000_000, 1_000_000_000))
        done = dbt([*entry, "--project-dir", str(program), "--profiles-dir", str(program)], tmp_path)
        assert done.returncode == 0, done.stdout
        found = json.loads((tmp_path / "dbt" / "target" / "manifest.json").read_text())
        return found["nodes"]["model.hotline.one"]["config"]["meta"]["audience"]

    assert audience("analysts") == ["analysts"]
    assert audience("nobody") == ["nobody"]


def test_a_program_that_was_moved_finds_its_seeds(tmp_path: Path) -> None:
    """Without its models, which make no difference here: dbt reads it faster."""
    first, second = tmp_path / "first", tmp_path / "second"
    for each in ("macros", "seeds/policy/oklahoma", "hotline"):
        shutil.copytree(ROOT / each, first / each, ignore=shutil.ignore_patterns("__pycache__"))
    for each in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / each, first / each)
    with duckdb.connect(str(tmp_path / "landing.duckdb")):
        pass

    def seed(program: Path) -> subprocess.CompletedProcess[str]:
        entry = [
            sys.executable,
            "-P",
            str(program / "hotline" / "building" / "dbt_anywhere.py"),
            "seed",
            "--select",
            "counties",
        ]
        return dbt([*entry, "--project-dir", str(program), "--profiles-dir", str(program)], tmp_path)

    assert seed(first).returncode == 0
    first.rename(second)
    moved = seed(second)
    assert moved.returncode == 0, moved.stdout


def test_a_rule_is_a_file_in_a_folder_of_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rules/reviews/rule_b_late.sql", "rules/contact/rule_a_early.sql", "rules/contact/rule_a_early.yml"):
        (tmp_path / "models" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "models" / name).touch()
    monkeypatch.setattr(dbt_anywhere, "_PROGRAM", str(tmp_path))
    assert dbt_anywhere._rule_ids() == ["a_early", "b_late"]


def test_a_build_without_one_of_the_rules_stops(tmp_path: Path) -> None:
    """Who runs dbt in another way names the rules; one left out would be judged on no report."""
    with duckdb.connect(str(tmp_path / "landing.duckdb")):
        pass
    rules = " ".join(each for each in dbt_anywhere._rule_ids() if each != "reason_missing")
    words = ["compile", "--select", "policy_verdicts", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    done = dbt([str(Path(sys.executable).with_name("dbt")), *words], tmp_path, HOTLINE_RULES=rules)
    assert done.returncode != 0
    assert "HOTLINE_RULES does not list the rules that have a model" in done.stdout
