"""Reads one file in a confined process and answers with typed, minimised rows.

In: a request and an open file. Out: frames and rows, in the form of ingest.isolation.wire. The identifying columns of
the file exist in this process alone.

The frames: `rows` (a stream of rows follows; the frame says how many rows there are), `again` (the rows sent so far do
not count, others may follow), `done`, `refused` (with a sentence), `no memory`, and `unforeseen` (with the type and the
place of an exception).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb
import numpy.ma  # noqa: F401  DuckDB imports it at its first answer
import pyarrow as pa

from ingest.isolation.request import ReadRequest, schema_of
from ingest.isolation.wire import BATCH_ROWS, send
from ingest.reading.formats.parquet import columnar
from ingest.reading.formats.scan import scan
from ingest.reading.formats.workbook import workbook
from ingest.reading.opening import wrong_number_of_rows
from ingest.reading.read import FastDelimited, Source, delimited
from ingest.reading.rows.content import content_hash
from ingest.reading.rows.row_rules import change_window, checked
from ingest.refusal import Mishap, Refusal

# These errors come from our SQL, not from a file. They quote names, never rows.
_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.InternalException)
# With the usual megabyte, parallel readers wait for each other and burn a third of their time.
_STREAM_BYTES = 32 << 20


def read_file(con: duckdb.DuckDBPyConnection, request: ReadRequest, file: int, out: BinaryIO) -> None:
    """Read the open `file` and send its rows to `out`, or say why not. Raises MemoryError."""
    con.execute(
        f"set memory_limit = '{request.memory * 4 // 5}B'; set threads = {request.threads}; "
        f"set streaming_buffer_size = '{_STREAM_BYTES}B'; set preserve_insertion_order = true; "
        "set enable_progress_bar = false"
    )
    try:
        _read(con, request, Path(f"/proc/self/fd/{file}"), out)
    except Refusal as refusal:
        send(out, kind="refused", sentence=str(refusal))
    except (MemoryError, duckdb.OutOfMemoryException):
        raise MemoryError from None
    except BaseException as error:  # a parser in Rust panics with an exception that is no Exception
        mishap = Mishap.of(error)
        send(out, kind="unforeseen", type=mishap.type, place=mishap.place)


def warm_up(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Do once what every child would do again: late imports, and the search for the changes of the zone's clock."""
    change_window(zone)
    codecs.lookup("utf-8-sig")
    con.register("nothing", pa.RecordBatchReader.from_batches(pa.schema([("a", pa.string())]), iter(())))
    con.execute("from nothing").to_arrow_reader().read_all()
    con.unregister("nothing")


def _read(con: duckdb.DuckDBPyConnection, request: ReadRequest, path: Path, out: BinaryIO) -> None:
    records = 0
    for source in _sources(request, path):
        records = source.records
        if request.expected_rows not in (None, records):
            raise wrong_number_of_rows(int(request.expected_rows or 0), records)
        try:
            rows = _send_rows(con, request, source, out)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            if source.failure:
                raise source.failure from None
            if isinstance(error, _OURS):
                raise error from None
            if _is_memory(error) and not isinstance(source, FastDelimited):
                raise MemoryError from None
            continue  # the message may quote the row, so it goes no further than here
        if rows == records:
            send(out, kind="done")
            return
        send(out, kind="again")
    raise Refusal(
        f"{records} records were counted and another number could be read, so its quotes or "
        "line ends contradict each other; double each quote inside a field (RFC 4180) and export again."
        if request.suffix not in (".xlsx", ".parquet")
        else "not every row could be read; export the file again."
    )


def _sources(request: ReadRequest, path: Path) -> Iterator[Source]:
    """Give the ways to read the file, the fastest first. Raises Refusal."""
    contract, bounds = request.contract, request.bounds
    if request.suffix == ".xlsx":
        yield workbook(path, contract, bounds)
    elif request.suffix == ".parquet":
        yield columnar(path, contract, bounds)
    else:
        found = scan(path, request.suffix, bounds)
        first = delimited(path, request.suffix, found, contract, careful=False, bounds=bounds)
        yield first
        if isinstance(first, FastDelimited):
            yield delimited(path, request.suffix, found, contract, careful=True, bounds=bounds)


def _send_rows(con: duckdb.DuckDBPyConnection, request: ReadRequest, source: Source, out: BinaryIO) -> int:
    """Send the rows of a source and return their number."""
    contract = request.contract
    text_rows = source.relation(con)
    typed = checked(contract, text_rows, set(source.positions), request.zone, request.extracted_at)
    sql = f"select *, {content_hash(contract)} as _content_hash from ({typed})"
    batches = con.execute(sql).to_arrow_reader(BATCH_ROWS)
    becomes = {contract.by_name[each].becomes for each in source.positions}
    send(
        out,
        kind="rows",
        records=source.records,
        first_row=source.first_row,
        notes=source.notes,
        remarks=source.remarks,
        present=[each.name for each in contract.stored if each.name in source.positions or each.name in becomes],
    )
    rows = 0
    with pa.ipc.new_stream(pa.PythonFile(out, mode="w"), schema_of(contract)) as stream:
        try:
            for batch in batches:
                rows += batch.num_rows
                stream.write_batch(batch)
        except BaseException:
            stream.close()
            send(out, kind="again")
            raise
    return rows


def _is_memory(error: Exception) -> bool:
    """Whether DuckDB lacked memory. pyarrow passes its errors on as text, which begins with the kind of error."""
    return isinstance(error, duckdb.OutOfMemoryException) or str(error).startswith("Out of Memory Error")
