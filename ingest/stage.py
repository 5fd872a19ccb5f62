"""From a file to `_stage`: typed, minimised rows in a temporary table, each marked good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.check import checked
from ingest.contract import Contract
from ingest.read import FastDelimited, Source, delimited
from ingest.read_parquet import columnar
from ingest.read_workbook import workbook
from ingest.refusal import Refusal
from ingest.scan import Scan, scan
from ingest.versions import content_hash

# Errors in our SQL, not in a file: they quote names, never rows.
_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.InternalException)


@dataclass(frozen=True)
class Staged:
    """A file whose rows are in `_stage`. `present` are the stored columns that it delivered."""

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
    """Read a file into `_stage`. Raises Refusal for a file that can't be taken as a whole."""
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
        raise wrong_number_of_rows(path, expected_rows, records)
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
        f"{path.name}: {records} records were counted and another number could be read, so its quotes or "
        "line ends contradict each other; double each quote inside a field (RFC 4180) and export again."
        if suffix not in (".xlsx", ".parquet")
        else f"{path.name}: not every row could be read; export the file again."
    )


def wrong_number_of_rows(path: Path, expected: int, found: int) -> Refusal:
    """The manifest and the file disagree on how many rows there are."""
    return Refusal(
        f"{path.name}: the manifest says {expected} rows and the file has {found}; "
        "deliver the whole file, or a manifest that agrees with it."
    )


def _is_storage(error: Exception) -> bool:
    """Whether this machine is short of something. A parser's error quotes rows, so its words prove nothing."""
    return isinstance(error, duckdb.OutOfMemoryException) or (
        isinstance(error, duckdb.IOException) and "No space left" in str(error)
    )


def _fill(con: duckdb.DuckDBPyConnection, contract: Contract, source: Source, zone: str, extracted_at: datetime) -> int:
    sql = checked(contract, source.relation(con, numbered=False), set(source.positions), zone, extracted_at)
    con.execute(
        f"create or replace temp table _stage as select *, {content_hash(contract)} as _content_hash from ({sql.rows})"
    )
    return int(con.execute("select count(*) from _stage").fetchall()[0][0])


def _staged(con: duckdb.DuckDBPyConnection, contract: Contract, source: Source, rows: int) -> Staged:
    bad, keyless = con.execute(
        "select count(*) filter (_bad), count(*) filter (_bad and _key is null) from _stage"
    ).fetchall()[0]
    becomes = {contract.by_name[each].becomes for each in source.positions}
    present = {each.name for each in contract.stored if each.name in source.positions or each.name in becomes}
    return Staged(source, rows, bad, keyless, frozenset(present))


def find_reasons(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    staged: Staged,
    zone: str,
    extracted_at: datetime,
    expected: int,
) -> None:
    """Read the file again for its `expected` bad rows alone, now with row numbers, into `_rejected`.

    Raises Refusal if the file is no longer the one that was read.
    """
    relation = staged.source.relation(con, numbered=True)
    sql = checked(contract, relation, set(staged.source.positions), zone, extracted_at)
    try:
        con.execute(
            "create or replace temp table _rejected as select _row_number as row_number, _key as key, "
            f"_key_hash as key_hash, _reasons as reasons from ({sql.reasons})"
        )
        found = int(con.execute("select count(*) from _rejected").fetchall()[0][0])
    except (duckdb.Error, pa.ArrowInvalid) as error:
        if isinstance(error, _OURS) or _is_storage(error):
            raise error from None
        found = -1  # the message may quote the row, so it goes no further than here
    if found != expected:
        raise Refusal(
            f"{staged.source.path.name}: the file changed while it was being read; deliver it again when it is whole."
        )
