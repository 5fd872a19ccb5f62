"""Fills the temporary table `_stage` with a file's rows: typed, minimised, each marked good or bad.

In: an open file and a request, which a child process answers. Out: a `Staged`, with the rows in `_stage` and the
reasons in `_rejected`.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from ingest.contract import Contract
from ingest.isolation.process import Reader, Rows
from ingest.isolation.request import ReadRequest, schema_of
from ingest.refusal import Refusal

INCOMING = "_incoming_rows"
_WAITING_BATCHES = 4
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True)
class Staged:
    """A file whose rows are in `_stage`. `present` holds the stored columns that it delivered, directly or derived.

    `first_row` is the number of the first row in the file: a header is row 1. `notes` are for the ledger, which is
    published, and `remarks` for the person who loads the file.
    """

    rows: int
    bad: int
    bad_without_key: int
    present: frozenset[str]
    first_row: int
    notes: tuple[str, ...]
    remarks: tuple[str, ...]


def stage(con: duckdb.DuckDBPyConnection, reader: Reader, file: int, request: ReadRequest) -> Staged:
    """Read an open file into `_stage`.

    Raises Refusal for a file that can't be taken, and duckdb.Error if the machine lacks memory or disk space.
    """
    with reader.read(file, request) as rows:
        while rows.more():
            _fill(con, rows, schema_of(request.contract))
        about = rows.about
    counted, bad, keyless = con.execute(
        "select count(*), count(*) filter (_bad), count(*) filter (_bad and _key is null) from _stage"
    ).fetchall()[0]
    if counted != about["records"]:
        raise Refusal("not every row could be read; export the file again.")
    present = frozenset(each.name for each in request.contract.stored if each.name in about["present"])
    notes, remarks = (tuple(str(each) for each in about[name]) for name in ("notes", "remarks"))
    return Staged(counted, bad, keyless, present, int(about["first_row"]), notes, remarks)


def _fill(con: duckdb.DuckDBPyConnection, rows: Rows, schema: pa.Schema) -> None:
    """Make `_stage` of the rows that a child sends.

    DuckDB fetches the rows in a thread of its own, so that this one may be interrupted, and sees each failure as it is.
    """
    batches: queue.Queue[pa.RecordBatch | None] = queue.Queue(_WAITING_BATCHES)

    def fetched() -> Iterator[pa.RecordBatch]:
        while (batch := batches.get()) is not None:
            yield batch

    def give(batch: pa.RecordBatch | None) -> None:
        while not filling.done():
            try:
                batches.put(batch, timeout=_PAUSE_SECONDS)
            except queue.Full:
                continue
            return
        filling.result()  # it ended too early, with an error

    con.register(INCOMING, pa.RecordBatchReader.from_batches(schema, fetched()))
    with ThreadPoolExecutor(1) as pool:
        filling: Future[object] = pool.submit(
            con.execute, f"create or replace temp table _stage as select * from {INCOMING}"
        )
        try:
            rows.each(give)
        finally:
            give(None)
    con.unregister(INCOMING)


def find_reasons(con: duckdb.DuckDBPyConnection, contract: Contract, staged: Staged) -> None:
    """Gather the rows for quarantine in `_rejected`: row number, key (null if it lacks the shape of one), reasons.

    A temporary table keeps its rows in the order in which they were read, so a row's number follows from its place.
    """
    never = "timestamptz '-infinity'"
    con.execute(
        f"""
        create or replace temp table _rejected as
        select coalesce(_row_number, rowid + {staged.first_row}) as row_number,
            _key as key,
            case when _bad then _reasons else [
                {{'rule': 'contradicting_rows', 'column_name': '{contract.key}', 'shape': cast(null as varchar)}}
            ] end as reasons
        from _stage
        where _bad or {{'k': _key, 'u': coalesce(updated_at, {never})}} in
            (select {{'k': key, 'u': coalesce(updated_at, {never})}} from _contradicting)
        """
    )
