"""The ledger: one line a file delivered, and what was set aside of it. Rows in the file = the sum of the five."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.contract import Contract, contract_version, oversight_extracts
from ingest.delivery import Delivery, printable
from ingest.judging import BatchVerdict, JudgedExpectation
from ingest.stage import Staged
from ingest.versions import Standing

NUMBERS_SHOWN = 100


@dataclass(frozen=True)
class Rejection:
    """A rule that rows of a file broke: how many rows, and the numbers of the first of them."""

    rule: str
    column_name: str | None
    rows: int
    row_numbers: list[int]


@dataclass(frozen=True)
class LoadResult:
    """One line of the ledger, as it is told to the person who loaded the file."""

    load_id: str
    file_name: str
    extract: str | None
    kind: str
    status: str
    reason: str | None
    extracted_at: datetime | None
    extracted_at_source: str
    rows_in_file: int | None = None
    rows_loaded: int = 0
    rows_unchanged: int = 0
    rows_superseded: int = 0
    rows_quarantined: int = 0
    rows_held: int = 0
    keys_deleted: int = 0
    notes: str | None = None
    rejections: list[Rejection] = field(default_factory=list)
    results: Sequence[JudgedExpectation] = ()


@dataclass(frozen=True)
class Batch:
    """A file that was read: everything that the ledger needs to know of it."""

    delivery: Delivery
    sha256: str
    contract: Contract
    loaded_at: datetime
    extracted_at: datetime
    staged: Staged
    quarantined: int

    @property
    def deletes_absent(self) -> bool:
        """A full file deletes what it lacks, unless a bad row's key can't be read: it may be any of them."""
        return self.delivery.kind == "full" and self.staged.bad_without_key == 0

    @property
    def notes(self) -> list[str]:
        """What a reader should know of the file."""
        notes = list(self.staged.source.notes)
        if self.staged.rows == 0:
            notes.append("a header and no rows")
        if self.delivery.extracted_at_source == "load_time":
            notes.append("no time in name or manifest: extracted_at is when it was loaded")
        if self.delivery.kind == "full" and not self.deletes_absent:
            notes.append("a quarantined row has no readable key, so the full file deleted nothing")
        return notes


def next_load_id(con: duckdb.DuckDBPyConnection, extract: str | None) -> str:
    """The next line's number: L00001, L00002, …

    The oversight office's extracts are numbered apart, O00001, …, and with them files of no known extract, which
    may be one of these misnamed: a gap in the numbers that the agency sees would tell it that there is something.
    """
    letter = "O" if extract is None or extract in oversight_extracts() else "L"
    counted = con.execute("select count(*) from ledger.loads where starts_with(load_id, ?)", [letter]).fetchall()
    return f"{letter}{int(counted[0][0]) + 1:05d}"


def refuse(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str | None, sentence: str) -> LoadResult:
    """A file that could not be taken: nothing of it is in the warehouse but this line."""
    result = LoadResult(
        load_id=next_load_id(con, delivery.extract),
        file_name=delivery.name,
        extract=delivery.extract,
        kind=delivery.kind,
        status="refused",
        reason=sentence,
        extracted_at=delivery.extracted_at,
        extracted_at_source=delivery.extracted_at_source,
    )
    _write(con, result, sha256, delivery.path, datetime.now(UTC), None)
    return result


def unchanged(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str, earlier: tuple[str, int]) -> LoadResult:
    """The same delivery again: every row of it says nothing new."""
    load_id, rows = earlier
    result = LoadResult(
        load_id=next_load_id(con, delivery.extract),
        file_name=delivery.path.name,
        extract=delivery.extract,
        kind=delivery.kind,
        status="unchanged",
        reason=f"the same delivery as {load_id}",
        extracted_at=delivery.extracted_at or datetime.now(UTC),
        extracted_at_source=delivery.extracted_at_source,
        rows_in_file=rows,
        rows_unchanged=rows,
    )
    _write(con, result, sha256, delivery.path, datetime.now(UTC), None)
    return result


def hold(con: duckdb.DuckDBPyConnection, batch: Batch, load_id: str, verdict: BatchVerdict) -> LoadResult:
    """A batch that is held: nothing of it lands, and the line says what to mend."""
    result = _result(batch, load_id, "held", " ".join(verdict.reasons), rows_held=batch.staged.rows)
    return _record(con, batch, result, verdict)


def land(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    load_id: str,
    standing: Standing,
    profile: dict[str, Any],
    verdict: BatchVerdict,
) -> LoadResult:
    """A batch that landed, with its quarantined rows, the columns it delivered and its profile."""
    released = profile["released"]
    result = _result(
        batch,
        load_id,
        "landed",
        "let through by a release" if released else None,
        rows_loaded=standing.loaded,
        rows_unchanged=standing.unchanged,
        rows_superseded=standing.superseded,
        rows_quarantined=batch.quarantined,
        keys_deleted=standing.keys_deleted,
    )
    if batch.quarantined:
        con.execute(
            "insert into quarantine.rows "
            "select ?, ?, ?, row_number, key, key_hash, reasons from _rejected order by row_number",
            [load_id, batch.contract.name, batch.delivery.path.name],
        )
    con.executemany(
        "insert into ledger.delivered_columns values (?, ?, ?, ?)",
        [[load_id, batch.contract.name, each, batch.extracted_at] for each in sorted(batch.staged.present)],
    )
    con.execute(
        "insert into ledger.profiles values (?, ?, ?)",
        [load_id, batch.contract.name, json.dumps({k: v for k, v in profile.items() if k != "history"})],
    )
    return _record(con, batch, result, verdict)


def _result(batch: Batch, load_id: str, status: str, reason: str | None, **rows: Any) -> LoadResult:
    return LoadResult(
        load_id=load_id,
        file_name=batch.delivery.path.name,
        extract=batch.contract.name,
        kind=batch.delivery.kind,
        status=status,
        reason=reason,
        extracted_at=batch.extracted_at,
        extracted_at_source=batch.delivery.extracted_at_source,
        rows_in_file=batch.staged.rows,
        notes="; ".join(batch.notes) or None,
        **rows,
    )


def _record(con: duckdb.DuckDBPyConnection, batch: Batch, result: LoadResult, verdict: BatchVerdict) -> LoadResult:
    """Write the line, its rejections and its validations."""
    _write(
        con, result, batch.sha256, batch.delivery.path, batch.loaded_at,
        batch.deletes_absent if result.status == "landed" else None,
    )  # fmt: skip
    rejections: list[Rejection] = []
    if batch.quarantined:
        con.execute(
            f"""
            insert into ledger.rejections
            select ?, ?, ?, reason.rule, reason.column_name, count(*),
                list(row_number order by row_number)[1:{NUMBERS_SHOWN}]
            from (select row_number, unnest(reasons) as reason from _rejected)
            group by reason.rule, reason.column_name
            """,
            [result.load_id, batch.contract.name, batch.delivery.path.name],
        )
        rejections = [
            Rejection(*row)
            for row in con.execute(
                """
                select rule, column_name, "rows", row_numbers from ledger.rejections
                where load_id = ? order by "rows" desc, rule, column_name
                """,
                [result.load_id],
            ).fetchall()
        ]
    now = datetime.now(UTC)
    judged = [
        [
            now, "batch", result.load_id, batch.contract.name, each.suite, each.expectation,
            each.column_name, each.severity, each.success, each.observed, each.sentence,
        ]
        for each in verdict.results
    ]  # fmt: skip
    if judged:
        con.executemany("insert into ledger.validations values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", judged)
    return replace(result, rejections=rejections, results=verdict.results)


def _write(
    con: duckdb.DuckDBPyConnection,
    result: LoadResult,
    sha256: str | None,
    path: Path,
    loaded_at: datetime,
    deletes_absent: bool | None,
) -> None:
    con.execute(
        f"insert into ledger.loads values ({', '.join('?' * 21)})",
        [
            result.load_id, result.extract, result.file_name, sha256, result.kind,
            result.extracted_at, result.extracted_at_source, loaded_at, result.status, result.reason,
            result.rows_in_file, result.rows_loaded, result.rows_unchanged, result.rows_superseded,
            result.rows_quarantined, result.rows_held, result.keys_deleted, result.notes, contract_version(),
            deletes_absent, printable(str(path.absolute())),
        ],
    )  # fmt: skip
