"""A build that fails, with the real dbt: one sentence that names what failed and quotes no row."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from hotline.building import dbt_run
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.settings import Settings

PLANTED = "Plantedname"


@pytest.fixture
def home(tmp_path: Path, already_read: Callable[[Path], None]) -> Home:
    made = Home(tmp_path)
    for folder in (made.builds, made.logs, made.temp):
        folder.mkdir(parents=True)
    already_read(tmp_path)
    return made


def build(home: Home, jurisdiction: str = "oklahoma") -> str:
    """What the build says where it fails."""
    with duckdb.connect(str(home.landing)), duckdb.connect(str(home.warehouse)):
        pass
    settings = Settings(home=home.root, jurisdiction=jurisdiction)
    with Path(os.devnull).open(encoding="utf-8") as lock, pytest.raises(CommandError) as raised:
        dbt_run.run_dbt(home, settings, lock.fileno())
    return str(raised.value)


def test_a_landing_file_without_tables_names_the_model_that_could_not_be_built(home: Home) -> None:
    said = build(home)
    assert said.startswith("The build failed: the model ")
    assert "could not be built (Catalog Error)" in said
    assert "what is published stays as it was" in said
    assert not (home.dbt_target / "built.json").exists()
    logged = [json.loads(line) for line in (home.logs / "hotline.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {each["event"] for each in logged} == {"build_failed"}
    assert all(each["error"] for each in logged)


def test_a_limit_on_the_size_of_files_is_named(home: Home) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (1_000, 100_000):
        with duckdb.connect(str(home.landing)), duckdb.connect(str(home.warehouse)):
            pass
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            with Path(os.devnull).open(encoding="utf-8") as lock, pytest.raises(CommandError) as raised:
                dbt_run.run_dbt(home, Settings(home=home.root), lock.fileno())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert "A file may not grow so large: raise the limit ('ulimit -f unlimited')" in str(raised.value)


def test_a_damaged_landing_file_is_named(home: Home) -> None:
    home.landing.write_bytes(bytes(20_000))
    with duckdb.connect(str(home.warehouse)):
        pass
    with Path(os.devnull).open(encoding="utf-8") as lock, pytest.raises(CommandError, match="is damaged"):
        dbt_run.run_dbt(home, Settings(home=home.root), lock.fileno())


def test_a_jurisdiction_without_seeds_fails_before_it_begins(home: Home) -> None:
    said = build(home, jurisdiction="nowhere")
    assert said.startswith("The build failed before it began: dbt could not read the project")
    assert (home.logs / "dbt.log").read_text(encoding="utf-8").strip()


NOT_NULL = "NOT NULL constraint failed: referrals.county_fips"
CHECK = "CHECK constraint failed on table referrals with expression CHECK((priority IN (1, 2)))"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (f"Runtime Error in model referrals\n  Constraint Error: {NOT_NULL}", f"Constraint Error: {NOT_NULL}"),
        (f"Constraint Error: {CHECK}", f"Constraint Error: {CHECK}"),
        (f'Constraint Error: Duplicate key "name: {PLANTED}" violates unique constraint', "Constraint Error"),
        (f"Runtime Error\n  Conversion Error: Could not convert string '{PLANTED}' to INT64", "Conversion Error"),
        (f"something of {PLANTED}", "error"),
        (None, "error"),
    ],
    ids=["not_null", "check", "duplicate", "conversion", "unknown", "nothing"],
)
def test_the_log_gets_what_failed_and_never_a_value(home: Home, message: str | None, told: str) -> None:
    built = home.dbt_target / "built.json"
    failed = {"unique_id": "model.hotline.referrals", "failures": None, "message": message}
    built.write_text(json.dumps({"nodes": {}, "failed": [failed]}), encoding="utf-8")
    assert [(each.name, each.kind, each.error) for each in dbt_run._failed(built)] == [("referrals", "model", told)]


@pytest.mark.parametrize("inserts", [["'neglect'), ('neglect'"], ["'neglect'", "'neglect'"]], ids=["at_once", "later"])
def test_the_log_says_which_code_of_a_list_stands_twice(home: Home, inserts: list[str]) -> None:
    *earlier, last = inserts
    with duckdb.connect() as con:
        con.execute("create table findings (code varchar not null, unique (code))")
        for values in earlier:
            con.execute(f"insert into findings values ({values})")
        with pytest.raises(duckdb.ConstraintException) as raised:
            con.execute(f"insert into findings values ({last})")
    message = str(raised.value)
    built = home.dbt_target / "built.json"
    for model, told in (("reference_findings", message), ("referrals", "Constraint Error")):
        failed = {"unique_id": f"model.hotline.{model}", "failures": None, "message": message}
        built.write_text(json.dumps({"nodes": {}, "failed": [failed]}), encoding="utf-8")
        assert [(each.name, each.error) for each in dbt_run._failed(built)] == [(model, told)]
    assert "neglect" in message
