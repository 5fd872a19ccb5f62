"""A build as small as one can be: what publishing needs of a build file, without dbt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.facts import Result
from expectations.verdict import Verdict
from hotline.warehouse.builds import list_build
from hotline.warehouse.home import Home
from hotline.warehouse.landed import contracts_of, landing_file
from hotline.warehouse.publications.publication_ids import DeliveredFile, build_id
from hotline.warehouse.settings import Settings
from ingest.storing.landing import open_landing

AS_OF = datetime(2026, 11, 20, 6, tzinfo=UTC)
AGENCY = DeliveredFile("L00001", "landed", "referrals", "delta", "a" * 64, AS_OF, False)
COMPLAINTS = DeliveredFile("L00002", "landed", "oca_complaints", "delta", "b" * 64, AS_OF, True)


def make_home(root: Path) -> tuple[Home, Settings]:
    """An empty home with a landing file."""
    settings = Settings(home=root / "home", memory_limit="500MB", threads=1)
    home = Home(settings.home)
    home.prepare()
    with landing_file(home, settings):
        pass
    return home, settings


def make_build(home: Home, *, loads: tuple[DeliveredFile, ...] = (AGENCY,), calls: int = 3, code: str = "1+a") -> Path:
    """Write a build that passed; `calls` is its one figure."""
    name = build_id(loads, as_of=AS_OF, read_until=None, code_version=code, jurisdiction="oklahoma", policy_version="p")
    path = home.builds / f"{name}.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(
            "create schema control; create schema marts; create schema reference; create schema operations; "
            "create schema oversight;"
        )
        con.execute(
            "create table control.build as select ?::varchar as build_id, ?::timestamptz as as_of, "
            "?::date as as_of_on, null::timestamptz as read_until, 'oklahoma' as jurisdiction, "
            "'America/Chicago' as time_zone, "
            "?::varchar as code_version",
            [name, AS_OF, date(2026, 11, 20), code],
        )
        con.execute("create table control.loads (load_id varchar, oversight boolean)")
        con.executemany("insert into control.loads values (?, ?)", [(each.load_id, each.oversight) for each in loads])
        con.execute("create table control.agency_extracts as select 'referrals' as extract")
        con.execute(
            "create table reference.jurisdiction as select 'OK' as jurisdiction_id, 'Oklahoma' as jurisdiction_name, "
            "'America/Chicago' as time_zone, ?::timestamptz as as_of, ?::date as as_of_on",
            [AS_OF, date(2026, 11, 20)],
        )
        con.execute(
            f"create table marts.statutory_counts_daily as "
            f"select date '2026-11-01' as received_on, {calls} as calls_received"
        )
        con.execute(
            "create table marts.referrals as select * from (values ('R1', 'prfc'), ('R2', 'prfc'), (null, 'prfc')) "
            "as t (referral_id, reporter_type)"
        )
        con.execute("create table marts.undescribed as select 1 as secret")
        con.execute("create table oversight.oca_caseload as select 'R1' as referral_id")
        con.execute(
            "create table operations.loads as select * from (values ('L00001', 'referrals'), "
            "('L00002', 'oca_complaints'), ('L00003', null)) as t (load_id, extract)"
        )
        con.execute(
            "create table operations.validations as select now() as validated_at, 'batch' as subject, "
            "'L00001' as subject_id, 'referrals' as extract, 'batch' as suite, 'e' as expectation, "
            "null::varchar as column_name, 'warn' as severity, true as success, '1' as observed, 's' as sentence"
        )
        con.execute(
            "create table control.published_objects (schema_name varchar, object_name varchar, column_name varchar, "
            "audiences varchar[], description varchar)"
        )
        everyone, own, analysts = ["administrators", "analysts", "oca"], ["oca"], ["analysts", "oca"]
        for schema, table, audiences, columns in (
            ("reference", "jurisdiction", everyone,
             ("jurisdiction_id", "jurisdiction_name", "time_zone", "as_of", "as_of_on")),
            ("marts", "statutory_counts_daily", everyone, ("received_on", "calls_received")),
            ("marts", "referrals", analysts, ("referral_id",)),
            ("oversight", "oca_caseload", own, ("referral_id",)),
            ("operations", "loads", everyone, ("load_id", "extract")),
            ("operations", "validations", everyone,
             ("validated_at", "subject", "subject_id", "extract", "suite", "expectation", "column_name", "severity",
              "success", "observed", "sentence")),
        ):  # fmt: skip
            rows = [(schema, table, None, audiences, f"One row of {table}.")]
            rows += [(schema, table, column, audiences, f"The {column}.") for column in columns]
            con.executemany("insert into control.published_objects values (?, ?, ?, ?, ?)", rows)
        con.execute(
            "create table control.limited_objects as select 'marts' as schema_name, 'referrals' as object_name, "
            "'oca' as audience, 'referral_id' as column_name, 'oversight' as limiting_schema, "
            "'oca_caseload' as limiting_object"
        )
        # The office's readers see no column on reporters.
        con.execute(
            "insert into control.published_objects values ('marts', 'referrals', 'reporter_type', ['analysts'], 'Who.')"
        )
        con.execute("checkpoint")
    with open_landing(home.landing, contracts_of(Settings())) as con:
        list_build(con, name, AS_OF)
    return path


class FakeJudge:
    """Says what it is told to say, and remembers what it was asked."""

    def __init__(self, blocking: str | None = None) -> None:
        self.blocking = blocking
        self.asked: list[tuple[Path, Path | None]] = []

    def judge_batch(self, profile: dict[str, Any]) -> Verdict:
        """Every batch lands."""
        return Verdict(subject_id=profile["load_id"], outcome="land", reasons=[], results=[], error=None)

    def judge_publication(
        self,
        build_path: Path,
        previous_path: Path | None = None,
        *,
        landing_path: Path | None = None,
        released: bool = False,
    ) -> Verdict:
        """Hold where `blocking` says why, unless released."""
        del landing_path
        self.asked.append((build_path, previous_path))
        bad = self.blocking is not None
        return Verdict(
            subject_id=build_path.stem,
            outcome="hold" if bad and not released else "publish",
            reasons=[str(self.blocking)] if bad else [],
            results=[
                Result("publication", "identity", None, "block", not bad, "0", self.blocking or "The outcomes add up."),
            ],
            error=None,
        )  # fmt: skip


@contextmanager
def nothing_read(home: Home, settings: Settings) -> Iterator[None]:
    """What a first run does beside ingest, where `small_dbt` stands in: there is no project to read."""
    del home, settings
    yield


def small_dbt(home: Home, settings: Settings, lock: int, on_progress: object = None) -> Path:
    """One figure, what names the jurisdiction and the loads: of what had been extracted by the moment asked for."""
    del settings, lock, on_progress
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute(f"attach '{home.landing}' as landing (read_only)")
        con.execute(
            "create schema marts; create schema reference; create schema intermediate; create schema operations"
        )
        con.execute(
            "create temp view reports as select referral_id, received_at from landing.raw.referrals, control.build "
            "where read_until is null or _extracted_at <= read_until"
        )
        con.execute("create table marts.calls as select count(*) as calls_received from reports")
        con.execute(
            "create table operations.loads as select load_id, extract, status, extracted_at from landing.ledger.loads"
        )
        # What publishing records of a build.
        con.execute(
            "create table intermediate.int_counted_reports as select referral_id, received_at::date as received_on, "
            "'00000' as county_fips, 'pending' as screening_outcome, null::varchar as finding_outcome, "
            "'calls_received:1' as counted_as from reports"
        )
        con.execute(
            "create table intermediate.int_published_counts as select 'month' as period_type, "
            "date '2026-11-01' as period_start, '2026-11' as period_label, 'calls_received' as metric_id, "
            "calls_received as value from marts.calls"
        )
        con.execute(
            "create table reference.jurisdiction as select 'XX' as jurisdiction_id, "
            "'Exampleland' as jurisdiction_name, time_zone, as_of, as_of_on from control.build"
        )
    tables = {
        ("marts", "calls"): ["calls_received"],
        ("operations", "loads"): ["load_id", "extract", "status", "extracted_at"],
        ("reference", "jurisdiction"): ["jurisdiction_id", "jurisdiction_name", "time_zone", "as_of", "as_of_on"],
    }
    nodes = {
        table: {
            "unique_id": table, "resource_type": "model", "schema": schema, "alias": table,
            "description": "One row.", "config": {"meta": {"audience": ["administrators", "analysts", "oca"]}},
            "columns": {name: {"name": name, "description": f"The {name}."} for name in columns},
        }
        for (schema, table), columns in tables.items()
    }  # fmt: skip
    manifest = home.dbt_target / "manifest.json"
    manifest.write_text(json.dumps({"nodes": nodes}))
    return manifest
