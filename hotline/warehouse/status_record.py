"""The status of the warehouse: batches, quarantine, freshness, publications, and what is held and why.

The ledger, open in DuckDB, goes in; a `Status` comes out, for one audience. Every instant in it is UTC text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import duckdb

from hotline.warehouse.audiences import AUDIENCES, OVERSIGHT
from hotline.warehouse.builds import newest_of_each_kind
from hotline.warehouse.disk.files import write_json
from hotline.warehouse.disk.lock import Holder
from hotline.warehouse.documents import utc_text
from hotline.warehouse.home import Home
from hotline.warehouse.landed import contracts_of
from hotline.warehouse.program_files import seeds_of
from hotline.warehouse.publications.publication_ids import as_seen_by
from hotline.warehouse.publications.published_files import Withdrawal, current_file, current_manifest
from hotline.warehouse.publications.shelves import Shelf, current_shelf, rebuild_shelves
from hotline.warehouse.settings import Settings
from hotline.warehouse.waiting_files import HELD_WAITS, REFUSED_WAITS, RELEASED
from ingest.contract import oversight_extracts, time_zone
from ingest.storing.recognise import CAN_BE_RELEASED
from serving.genuine import is_genuine
from serving.report.filings import FiledReport, filed_reports

BATCHES_SHOWN = 50

_SUM = "rows_loaded + rows_unchanged + rows_superseded + rows_quarantined + rows_held"

Row = TypeVar("Row")


@dataclass(frozen=True)
class BatchLine:
    """One file in the ledger; the fields are columns of ledger.loads, but for `can_be_released`.

    That is false for a held file that nobody may let through as it is.
    """

    load_id: str
    extract: str | None
    file_name: str
    kind: str
    extracted_at: str | None
    extracted_at_source: str
    loaded_at: str
    status: str
    reason: str | None
    rows_in_file: int | None
    rows_loaded: int
    rows_unchanged: int
    rows_superseded: int
    rows_quarantined: int
    rows_held: int
    keys_deleted: int
    notes: str | None
    can_be_released: bool


@dataclass(frozen=True)
class QuarantineLine:
    """How many rows of an extract's landed files broke a rule, and in how many files."""

    extract: str
    rule: str
    column_name: str | None
    rows: int
    loads: int


@dataclass(frozen=True)
class FreshnessLine:
    """The newest landed file of an extract; null where none ever landed."""

    extract: str
    extracted_at: str | None
    loaded_at: str | None
    files: int
    rows_quarantined: int


@dataclass(frozen=True)
class HeldBuild:
    """A build that was judged and held, under the id by which the audience may know it."""

    build_id: str
    held_at: str | None
    reasons: list[str]


@dataclass(frozen=True)
class Held:
    """The batches and the build that wait for a mended file or a release.

    `released` has the batches that were released while their file was gone: they land at their next delivery.
    `refused` has the files that were refused and that no later file has replaced.
    """

    batches: list[BatchLine] = field(default_factory=list)
    publication: HeldBuild | None = None
    released: list[BatchLine] = field(default_factory=list)
    refused: list[BatchLine] = field(default_factory=list)


@dataclass(frozen=True)
class CurrentPublication:
    """What is published for an audience now, from its manifest, and whether its file is still as it was published."""

    publication_id: str
    as_of: str | None
    as_of_on: str | None
    published_at: str | None
    build_id: str
    code_version: str
    loads: list[str]
    is_as_published: bool
    withdrawn: list[Withdrawal]


@dataclass(frozen=True)
class Status:
    """The status as an audience may see it; it is the document of status as it stands.

    `read_at` is null where the ledger was read just now, `writer` where no command writes. `loads` has the number of
    files by what became of them, `publications` the current one of each audience, `rebuilds` the audience's own
    publications as of moments that were asked for, and `filings` the reports that were filed.
    """

    home: str
    jurisdiction: str
    time_zone: str
    audience: str
    read_at: str | None = None
    writer: Holder | None = None
    loads: dict[str, int] = field(default_factory=dict)
    batches: list[BatchLine] = field(default_factory=list)
    quarantine: list[QuarantineLine] = field(default_factory=list)
    freshness: list[FreshnessLine] = field(default_factory=list)
    held: Held = field(default_factory=Held)
    publications: dict[str, CurrentPublication | None] = field(default_factory=dict)
    rebuilds: list[CurrentPublication] = field(default_factory=list)
    filings: list[FiledReport] = field(default_factory=list)
    ledger_adds_up: bool = True


def collect_status(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings, audience: str) -> Status:
    """Read the status from the ledger. The oversight office's own extracts are in the office's own status alone."""
    contracts = contracts_of(settings)
    hidden = oversight_extracts() if audience != OVERSIGHT else set()
    seen = [name for name in contracts if name not in hidden]
    visible = "true" if audience == OVERSIGHT else "list_contains($seen, extract)"
    given = {} if audience == OVERSIGHT else {"seen": seen}
    columns = {each.name: each.name for each in fields(BatchLine)} | {"can_be_released": CAN_BE_RELEASED}
    batch = ", ".join(columns.values())
    waiting = f"select {batch} from ledger.loads where {visible} and"
    held = _rows(con, BatchLine, f"{waiting} {HELD_WAITS} and not {RELEASED} order by sequence", given)
    released = _rows(con, BatchLine, f"{waiting} {HELD_WAITS} and {RELEASED} order by sequence", given)
    refused = _rows(con, BatchLine, f"{waiting} {REFUSED_WAITS} order by sequence", given)
    loads = con.execute(
        f"select status, count(*) from ledger.loads where {visible} group by status order by status", given
    ).fetchall()
    return replace(
        status_without_ledger(home, settings),
        audience=audience,
        loads=dict(loads),
        batches=_rows(
            con,
            BatchLine,
            f"select {batch} from ledger.loads where {visible} order by sequence desc limit {BATCHES_SHOWN}",
            given,
        ),
        quarantine=_rows(
            con,
            QuarantineLine,
            'select extract, rule, column_name, sum("rows")::bigint as "rows", '
            "count(distinct load_id) as loads from ledger.rejections as rejections "
            f"where {visible} and load_id in (select load_id from ledger.loads where status = 'landed') "
            'group by all order by "rows" desc, extract, rule, column_name',
            given,
        ),
        freshness=_rows(
            con,
            FreshnessLine,
            "select extracts.extract, max(loads.extracted_at) as extracted_at, "
            "arg_max(loads.loaded_at, loads.sequence) as loaded_at, "
            "count(loads.load_id) as files, coalesce(sum(loads.rows_quarantined), 0)::bigint as rows_quarantined "
            "from (select unnest($seen) as extract) as extracts left join ledger.loads as loads "
            "on loads.extract = extracts.extract and loads.status = 'landed' group by 1 order by 1",
            {"seen": seen},
        ),
        held=Held(held, _held_build(con, home, audience), released, refused),
        publications=_publications(home, audience),
        rebuilds=_rebuilds(home, audience),
        filings=filed_reports(home.reports),
        ledger_adds_up=con.execute(
            f"select coalesce(bool_and(rows_in_file = {_SUM}), true) from ledger.loads where status <> 'refused'"
        ).fetchall()[0][0],
    )


def status_without_ledger(home: Home, settings: Settings) -> Status:
    """The status of a warehouse in which nothing has landed, for the audience of the settings."""
    return Status(
        home=str(home.root),
        jurisdiction=settings.jurisdiction,
        time_zone=time_zone(seeds_of(settings.jurisdiction)),
        audience=settings.audience,
        publications=_publications(home, settings.audience),
        rebuilds=_rebuilds(home, settings.audience),
        filings=filed_reports(home.reports),
    )


def keep_status(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings) -> None:
    """Keep each audience's status, for readers that come while another command writes."""
    now = utc_text(datetime.now(UTC))
    write_json(
        home.last_status,
        {each: replace(collect_status(con, home, settings, each), read_at=now) for each in AUDIENCES},
    )


def kept_status(home: Home, audience: str) -> Status | None:
    """The status that the last writing command kept, with what is published now; None where none can be read."""
    try:
        found = json.loads(home.last_status.read_text(encoding="utf-8"))[audience]
        held = found["held"]
        build = held["publication"]
        return Status(
            **{
                **found,
                "batches": [BatchLine(**each) for each in found["batches"]],
                "quarantine": [QuarantineLine(**each) for each in found["quarantine"]],
                "freshness": [FreshnessLine(**each) for each in found["freshness"]],
                "held": Held(
                    [BatchLine(**each) for each in held["batches"]],
                    HeldBuild(**build) if build else None,
                    [BatchLine(**each) for each in held["released"]],
                    [BatchLine(**each) for each in held["refused"]],
                ),
                "publications": _publications(home, audience),
                "rebuilds": _rebuilds(home, audience),
                "filings": filed_reports(home.reports),
            }
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _held_build(con: duckdb.DuckDBPyConnection, home: Home, audience: str) -> HeldBuild | None:
    """The newest build, if it was judged, failed and was neither released nor published; else the newest rebuild."""
    found = (_held(con, path.stem, audience) for path in newest_of_each_kind(con, home))
    return next((each for each in found if each), None)


def _held(con: duckdb.DuckDBPyConnection, build: str, audience: str) -> HeldBuild | None:
    rows = con.execute(
        "select validated_at, sentence from ledger.validations where subject = 'publication' and subject_id = ? "
        "and severity = 'block' and not success and not exists (select 1 from ledger.releases "
        "where subject = 'publication' and releases.subject_id = validations.subject_id) "
        "and not exists (select 1 from ledger.publications where build_id = validations.subject_id)",
        [build],
    ).fetchall()
    if not rows:
        return None
    return HeldBuild(as_seen_by(build, audience), utc_text(rows[0][0]), [sentence for _, sentence in rows])


def _publications(home: Home, audience: str) -> dict[str, CurrentPublication | None]:
    """Return each audience's current publication. The oversight office's own is shown to that office alone."""
    shown = [each for each in AUDIENCES if each != OVERSIGHT or audience == OVERSIGHT]
    return {each: _publication(current_shelf(home), each) for each in shown}


def _rebuilds(home: Home, audience: str) -> list[CurrentPublication]:
    """What is published for an audience as of moments that were asked for, the earliest first."""
    found = (_publication(shelf, audience) for shelf in rebuild_shelves(home))
    return [each for each in found if each]


def _publication(shelf: Shelf, audience: str) -> CurrentPublication | None:
    manifest, file = current_manifest(shelf, audience), current_file(shelf, audience)
    if manifest is None:
        return None
    of_manifest = [each.name for each in fields(CurrentPublication) if each.name != "is_as_published"]
    return CurrentPublication(
        **{name: getattr(manifest, name) for name in of_manifest},
        is_as_published=file is not None and is_genuine(file),
    )


def _rows(con: duckdb.DuckDBPyConnection, kind: type[Row], sql: str, given: dict[str, Any]) -> list[Row]:
    """The rows of a query, whose columns are the fields of `kind` in their order; instants as text."""
    return [
        kind(*(utc_text(value) if isinstance(value, datetime) else value for value in row))
        for row in con.execute(sql, given).fetchall()
    ]
