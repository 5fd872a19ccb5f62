"""Reads a file into the temporary table `_stage`: typed, minimised rows, each marked good or bad.

In: a file and its extract's contract. Out: a `Staged`, with the rows in `_stage` and the reasons in `_rejected`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.contract import Contract
from ingest.reading.content import content_hash
from ingest.reading.read import FastDelimited, Source, delimited
from ingest.reading.read_parquet import columnar
from ingest.reading.read_workbook import workbook
from ingest.reading.row_rules import checked
from ingest.reading.scan import Scan, scan
from ingest.refusal import Refusal

# These errors come from our SQL, not from a file. They quote names, never rows.
_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.InternalException)


@dataclass(frozen=True)
class Staged:
    """A file whose rows are in `_stage`. `present` holds the stored columns that it delivered, directly or derived."""

    source: Source
    rows: int
    bad: int
    bad_without_key: int
    present: frozenset[str]


def stage(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    path: Path,
    suffix: str,
    zone: str,
    extracted_at: datetime,
    expected_rows: int | None,
) -> Staged:
    """Read a file into `_stage`.

    Raises Refusal for a file that can't be taken, and duckdb.Error if the machine lacks memory or disk space.
    """
    if suffix == ".xlsx":
        sources = [workbook(path, contract)]
    elif suffix == ".parquet":
        sources = [columnar(path, contract)]
    else:
        found: Scan = scan(path, suffix)
        sources = [delimited(path, suffix, found, contract, careful=False)]
        if isinstance(sources[0], FastDelimited):
            sources.append(delimited(path, suffix, found, contract, careful=True))
    records = sources[0].records
    if expected_rows is not None and expected_rows != records:
        raise wrong_number_of_rows(expected_rows, records)
    for source in sources:
        try:
            rows = _fill(con, contract, source, zone, extracted_at)
        except (duckdb.Error, pa.ArrowInvalid) as error:
            if source.failure:
                raise source.failure from None
            if isinstance(error, _OURS) or _is_storage(error):
                raise error from None
            continue  # the message may quote the row, so it goes no further than here
        if rows == records:
            return _staged(con, contract, source, rows)
    raise Refusal(
        f"{records} records were counted and another number could be read, so its quotes or "
        "line ends contradict each other; double each quote inside a field (RFC 4180) and export again."
        if suffix not in (".xlsx", ".parquet")
        else "not every row could be read; export the file again."
    )


def wrong_number_of_rows(expected: int, found: int) -> Refusal:
    """Return the refusal of a file with another number of rows than the manifest states."""
    return Refusal(
        f"the manifest says {expected} rows and the file has {found}; "
        "deliver the whole file, or a manifest that agrees with it."
    )


def _is_storage(error: Exception) -> bool:
    """Whether the machine lacks memory or disk space.

    Only the words of an IOException are searched: a parser's error quotes rows, so its words prove nothing.
    """
    return isinstance(error, duckdb.OutOfMemoryException) or (
        isinstance(error, duckdb.IOException) and "No space left" in str(error)
    )


def _fill(con: duckdb.DuckDBPyConnection, contract: Contract, source: Source, zone: str, extracted_at: datetime) -> int:
    sql = checked(contract, source.relation(con), set(source.positions), zone, extracted_at)
    con.execute(
        f"create or replace temp table _stage as select *, {content_hash(contract)} as _content_hash from ({sql})"
    )
    return int(con.execute("select count(*) from _stage").fetchall()[0][0])


def _staged(con: duckdb.DuckDBPyConnection, contract: Contract, source: Source, rows: int) -> Staged:
    bad, keyless = con.execute(
        "select count(*) filter (_bad), count(*) filter (_bad and _key is null) from _stage"
    ).fetchall()[0]
    becomes = {contract.by_name[each].becomes for each in source.positions}
    present = {each.name for each in contract.stored if each.name in source.positions or each.name in becomes}
    return Staged(source, rows, bad, keyless, frozenset(present))


def find_reasons(con: duckdb.DuckDBPyConnection, contract: Contract, staged: Staged) -> None:
    """Gather the rows for quarantine in `_rejected`: row number, key (null if it lacks the shape of one), reasons.

    A temporary table keeps its rows in the order in which they were read, so a row's number follows from its place.
    """
    never = "timestamptz '-infinity'"
    con.execute(
        f"""
        create or replace temp table _rejected as
        select coalesce(_row_number, rowid + {staged.source.first_row}) as row_number,
            _key as key,
            case when _bad then _reasons else [
                {{'rule': 'contradicting_rows', 'column_name': '{contract.key}', 'shape': cast(null as varchar)}}
            ] end as reasons
        from _stage
        where _bad or {{'k': _key, 'u': coalesce(updated_at, {never})}} in
            (select {{'k': key, 'u': coalesce(updated_at, {never})}} from _contradicting)
        """
    )
