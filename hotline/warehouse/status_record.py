"""What the warehouse holds: batches, quarantine, freshness, publications, what is held and why."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import duckdb

from hotline.warehouse import lock
from hotline.warehouse.audiences import AUDIENCES, OVERSIGHT
from hotline.warehouse.documents import utc_text
from hotline.warehouse.files import write_json
from hotline.warehouse.home import Home
from hotline.warehouse.landed import contracts_of
from hotline.warehouse.limited_database import open_limited
from hotline.warehouse.program_files import seeds_of
from hotline.warehouse.publication_ids import as_seen_by
from hotline.warehouse.published_files import current_manifest
from hotline.warehouse.settings import Settings
from ingest.contract import oversight_extracts, time_zone
from ingest.landing import SCHEMA_VERSION
from ingest.refusal import NewerWarehouse

BATCHES_SHOWN = 50

_LOADS = """
    load_id, extract, file_name, kind, extracted_at, extracted_at_source, loaded_at, status, reason, rows_in_file,
    rows_loaded, rows_unchanged, rows_superseded, rows_quarantined, rows_held, keys_deleted, notes"""
# A batch is held until the same delivery lands, released or not.
_STILL_HELD = """
    status = 'held' and not exists (
        select 1 from ledger.loads as later
        where later.status = 'landed' and later.extract = loads.extract and later.kind = loads.kind
            and later.file_sha256 = loads.file_sha256
            and (later.extracted_at_source = 'load_time') = (loads.extracted_at_source = 'load_time')
            and (later.extracted_at_source = 'load_time' or later.extracted_at = loads.extracted_at))
    and load_id = (
        select max(load_id) from ledger.loads as same
        where same.status = 'held' and same.extract = loads.extract and same.file_sha256 = loads.file_sha256)"""
_SUM = "rows_loaded + rows_unchanged + rows_superseded + rows_quarantined + rows_held"


def read_status(home: Home, settings: Settings) -> dict[str, Any]:
    """The status for the audience of the settings, without keeping a writer out for longer than a read.

    While a command writes, the status is the one that the command before it left, and says so.
    Raises NewerWarehouse if a later version of the program wrote the warehouse.
    """
    with lock.read_lock(home.lock) as writer:
        if writer is None and home.landing.exists():
            con = open_limited(home.landing, settings, None, read_only=True)
            try:
                version = con.execute("select max(schema_version) from ledger.meta").fetchall()[0][0]
                if version > SCHEMA_VERSION:
                    raise NewerWarehouse(version, SCHEMA_VERSION)
                return collect(con, home, settings, settings.audience)
            finally:
                con.close()
    kept = _kept(home, settings.audience) or _nothing(home, settings)
    if writer is not None:
        kept["writer"] = {"pid": writer.pid, "command": writer.command, "since": writer.since}
    return kept


def keep_status(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings) -> None:
    """Keep the status for readers that come while another command writes."""
    kept = {audience: collect(con, home, settings, audience) for audience in AUDIENCES}
    write_json(home.last_status, kept)


def collect(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings, audience: str) -> dict[str, Any]:
    """The status as an audience may see it: the oversight office's own extracts are in its own alone."""
    contracts = contracts_of(settings)
    hidden = oversight_extracts() if audience != OVERSIGHT else set()
    seen = [name for name in contracts if name not in hidden]
    visible = "true" if audience == OVERSIGHT else "list_contains($seen, extract)"
    given = {} if audience == OVERSIGHT else {"seen": seen}
    held = _rows(con, f"select {_LOADS} from ledger.loads where {visible} and {_STILL_HELD} order by load_id", given)
    return {
        **_nothing(home, settings),
        "audience": audience,
        "loads": {
            row["status"]: row["files"]
            for row in _rows(
                con,
                f"select status, count(*) as files from ledger.loads where {visible} group by status order by status",
                given,
            )
        },
        "batches": _rows(
            con,
            f"select {_LOADS} from ledger.loads where {visible} "
            f"order by loaded_at desc, load_id desc limit {BATCHES_SHOWN}",
            given,
        ),
        "quarantine": _rows(
            con,
            'select extract, rule, column_name, sum("rows")::bigint as "rows", '
            "count(distinct load_id) as loads from ledger.rejections as rejections "
            f"where {visible} and load_id in (select load_id from ledger.loads where status = 'landed') "
            'group by all order by "rows" desc, extract, rule, column_name',
            given,
        ),
        "freshness": _freshness(con, seen),
        "held": {"batches": held, "publication": _held_build(con, home, audience)},
        "publications": _publications(home, audience),
        "ledger_adds_up": con.execute(
            f"select coalesce(bool_and(rows_in_file = {_SUM}), true) from ledger.loads where status <> 'refused'"
        ).fetchall()[0][0],
    }


def _nothing(home: Home, settings: Settings) -> dict[str, Any]:
    """The status of a warehouse without a ledger."""
    return {
        "home": str(home.root),
        "jurisdiction": settings.jurisdiction,
        "time_zone": time_zone(seeds_of(settings.jurisdiction)),
        "audience": settings.audience,
        "read_at": None,
        "writer": None,
        "loads": {},
        "batches": [],
        "quarantine": [],
        "freshness": [],
        "held": {"batches": [], "publication": None},
        "publications": _publications(home, settings.audience),
        "ledger_adds_up": True,
    }


def _freshness(con: duckdb.DuckDBPyConnection, seen: list[str]) -> list[dict[str, Any]]:
    """One row an extract: its newest landed file, null where none ever landed."""
    return _rows(
        con,
        "select extracts.extract, max(loads.extracted_at) as extracted_at, max(loads.loaded_at) as loaded_at, "
        "count(loads.load_id) as files, coalesce(sum(loads.rows_quarantined), 0)::bigint as rows_quarantined "
        "from (select unnest($seen) as extract) as extracts left join ledger.loads as loads "
        "on loads.extract = extracts.extract and loads.status = 'landed' group by 1 order by 1",
        {"seen": seen},
    )


def _held_build(con: duckdb.DuckDBPyConnection, home: Home, audience: str) -> dict[str, Any] | None:
    """The newest build, if it was judged, failed and was neither released nor published."""
    there = home.passed_builds()
    if not there:
        return None
    build = there[0].stem
    rows = con.execute(
        "select validated_at, sentence from ledger.validations where subject = 'publication' and subject_id = ? "
        "and severity = 'block' and not success and not exists (select 1 from ledger.releases "
        "where subject = 'publication' and releases.subject_id = validations.subject_id) "
        "and not exists (select 1 from ledger.publications where build_id = validations.subject_id)",
        [build],
    ).fetchall()
    if not rows:
        return None
    return {
        "build_id": as_seen_by(build, audience),
        "held_at": utc_text(rows[0][0]),
        "reasons": [sentence for _, sentence in rows],
    }


def _publications(home: Home, audience: str) -> dict[str, dict[str, Any] | None]:
    """What is published now, an audience each; the oversight office's own is shown to it alone."""
    shown = [each for each in AUDIENCES if each != OVERSIGHT or audience == OVERSIGHT]
    kept = ("publication_id", "as_of", "as_of_on", "published_at", "build_id", "code_version", "loads")
    manifests = {each: current_manifest(home, each) for each in shown}
    return {
        each: {key: manifest.get(key) for key in kept} if manifest else None for each, manifest in manifests.items()
    }


def _kept(home: Home, audience: str) -> dict[str, Any] | None:
    try:
        found = json.loads(home.last_status.read_text(encoding="utf-8"))[audience]
        found["read_at"] = utc_text(datetime.fromtimestamp(home.last_status.stat().st_mtime).astimezone())
    except (OSError, ValueError, KeyError):
        return None
    status: dict[str, Any] = {**found, "publications": _publications(home, audience)}
    return status


def _rows(con: duckdb.DuckDBPyConnection, sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as plain values, instants as text."""
    cursor = con.execute(sql, given)
    names = [column[0] for column in cursor.description or []]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return utc_text(value) if isinstance(value, datetime) else value
