"""Writes the ledger: one line per delivered file, with its rejections, validations, columns and profile.

In: the outcome of a file. Out: a `LoadResult`. The rows in the file are the sum of the rows loaded, unchanged,
superseded, quarantined and held, except for a refused file, whose rows are not counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.contract import Contract, contract_version, oversight_extracts
from ingest.database import insert_rows
from ingest.judging import BatchVerdict, JudgedExpectation
from ingest.reading.delivery import Delivery, printable
from ingest.reading.rows.rule_texts import remedy
from ingest.reading.rows.stage import Staged
from ingest.storing.landing import next_sequence
from ingest.storing.versions import Standing

NUMBERS_SHOWN = 100


@dataclass(frozen=True)
class Rejection:
    """A rule that rows of a file broke: how many rows, the numbers of the first of them, and what to do about them."""

    rule: str
    column_name: str | None
    rows: int
    row_numbers: list[int]
    remedy: str


@dataclass(frozen=True)
class LoadResult:
    """One line of the ledger, as reported to the person who loaded the file.

    `can_be_released` is false for a held batch that nobody may let through as it is. `remarks` are for that person
    alone: the ledger, which is published, does not keep them.
    """

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
    can_be_released: bool = True
    remarks: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    results: Sequence[JudgedExpectation] = ()


@dataclass(frozen=True)
class Batch:
    """A file that was read, with everything that the ledger records of it."""

    delivery: Delivery
    sha256: str
    contract: Contract
    loaded_at: datetime
    extracted_at: datetime
    staged: Staged
    quarantined: int

    @property
    def deletes_absent(self) -> bool:
        """Whether the keys that the file lacks are deleted.

        A full file deletes them, unless the key of a bad row can't be read: that key may be any of the missing ones.
        """
        return self.delivery.kind == "full" and self.staged.bad_without_key == 0

    @property
    def notes(self) -> list[str]:
        """Remarks on the file for a reader of the ledger."""
        notes = list(self.staged.notes)
        if self.staged.rows == 0:
            notes.append("a header and no rows")
        if self.delivery.extracted_at_source == "load_time":
            notes.append("no time in name or manifest: extracted_at is when it was loaded")
        if self.delivery.kind == "full" and not self.deletes_absent:
            notes.append("a quarantined row has no readable key, so the full file deleted nothing")
        return notes


def next_load_id(con: duckdb.DuckDBPyConnection, extract: str | None) -> str:
    """Return the number of the next line: L00001, L00002, …

    The oversight office's extracts have their own numbers: O00001, O00002, … Files of no known extract share them,
    because such a file may be one of the office's under a wrong name. If all extracts shared numbers, a gap in the
    numbers that the agency sees would tell it that the office had delivered something.
    """
    letter = "O" if extract is None or extract in oversight_extracts() else "L"
    counted = con.execute("select count(*) from ledger.loads where starts_with(load_id, ?)", [letter]).fetchall()
    return f"{letter}{int(counted[0][0]) + 1:05d}"


def refuse(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str | None, sentence: str) -> LoadResult:
    """Record a file that could not be taken, and why. This line is all that the warehouse keeps of the file."""
    result = LoadResult(
        load_id=next_load_id(con, delivery.extract),
        file_name=delivery.name,
        extract=delivery.extract,
        kind=delivery.kind,
        status="refused",
        reason=f"{delivery.name}: {sentence}",
        extracted_at=delivery.extracted_at,
        extracted_at_source=delivery.extracted_at_source,
    )
    _write(con, result, sha256, delivery.path, datetime.now(UTC), None)
    return result


def unchanged(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str, earlier: tuple[str, int]) -> LoadResult:
    """Record a delivery that has landed before: none of its rows says anything new."""
    load_id, rows = earlier
    result = LoadResult(
        load_id=next_load_id(con, delivery.extract),
        file_name=delivery.name,
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


def hold(
    con: duckdb.DuckDBPyConnection, batch: Batch, load_id: str, verdict: BatchVerdict, *, can_be_released: bool
) -> LoadResult:
    """Record a batch that is held. Nothing of it lands, and the line says what to mend."""
    reason, rows = " ".join(verdict.reasons), batch.staged.rows
    result = _result(batch, load_id, "held", reason, rows_held=rows, can_be_released=can_be_released)
    return _record(con, batch, result, verdict)


def land(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    load_id: str,
    standing: Standing,
    profile: dict[str, Any],
    verdict: BatchVerdict,
) -> LoadResult:
    """Record a batch that landed, with its quarantined rows, the columns that it delivered and its profile."""
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
        keys_deleted=standing.deleted.keys,
        further_notes=_notes_on_deletions(standing),
    )
    if batch.quarantined:
        con.execute(
            "insert into quarantine.rows (load_id, extract, file_name, row_number, key, reasons) "
            "select ?, ?, ?, row_number, key, reasons from _rejected order by row_number",
            [load_id, batch.contract.name, batch.delivery.name],
        )
    insert_rows(
        con,
        "ledger.delivered_columns",
        [[load_id, batch.contract.name, each, batch.extracted_at] for each in sorted(batch.staged.present)],
    )
    con.execute(
        "insert into ledger.profiles values (?, ?, ?)",
        [load_id, batch.contract.name, json.dumps({k: v for k, v in profile.items() if k != "history"})],
    )
    return _record(con, batch, result, verdict)


def _notes_on_deletions(standing: Standing) -> tuple[str, ...]:
    keys = standing.deleted.in_doubt
    return (f"{keys:,} of the keys that it deleted came in files without a stated time",) if keys else ()


def _result(
    batch: Batch, load_id: str, status: str, reason: str | None, further_notes: Sequence[str] = (), **rows: Any
) -> LoadResult:
    return LoadResult(
        load_id=load_id,
        file_name=batch.delivery.name,
        extract=batch.contract.name,
        kind=batch.delivery.kind,
        status=status,
        reason=reason,
        extracted_at=batch.extracted_at,
        extracted_at_source=batch.delivery.extracted_at_source,
        rows_in_file=batch.staged.rows,
        notes="; ".join([*batch.notes, *further_notes]) or None,
        remarks=list(batch.staged.remarks),
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
            [result.load_id, batch.contract.name, batch.delivery.name],
        )
        rejections = [
            Rejection(rule, column, rows, numbers, remedy(rule, batch.contract.by_name.get(column)))
            for rule, column, rows, numbers in con.execute(
                """
                select rule, column_name, "rows", row_numbers from ledger.rejections
                where load_id = ? order by "rows" desc, rule, column_name
                """,
                [result.load_id],
            ).fetchall()
        ]
    now, sequence = datetime.now(UTC), next_sequence(con, "validations")
    judged = [
        [
            now, "batch", result.load_id, batch.contract.name, each.suite, each.expectation,
            each.column_name, each.severity, each.success, each.observed, each.sentence, sequence,
        ]
        for each in verdict.results
    ]  # fmt: skip
    insert_rows(con, "ledger.validations", judged)
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
        f"insert into ledger.loads values ({', '.join('?' * 22)})",
        [
            result.load_id, result.extract, result.file_name, sha256, result.kind,
            result.extracted_at, result.extracted_at_source, loaded_at, result.status, result.reason,
            result.rows_in_file, result.rows_loaded, result.rows_unchanged, result.rows_superseded,
            result.rows_quarantined, result.rows_held, result.keys_deleted, result.notes, contract_version(),
            deletes_absent, printable(str(path.absolute())), next_sequence(con, "loads"),
        ],
    )  # fmt: skip
