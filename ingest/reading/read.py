"""Reads every format into one form: text columns, and for each row whether its number of fields is right.

In: a file and its extract's contract. Out: a `Source`, whose SQL gives the rows. DuckDB reads a clean delimited file.
Python's csv module reads any other (another encoding, a row with a field too many, a field of megabytes, a thousand
columns); it is slower and says which rows are wrong.
"""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa

from ingest.contract import Contract
from ingest.reading.bounds import DEFAULT_BOUNDS, Bounds
from ingest.reading.formats.scan import Scan, records
from ingest.reading.header import compare, other_kind
from ingest.refusal import Refusal
from ingest.sql_text import literal, quote

BATCH_ROWS = 20_000
BATCH_CHARACTERS = 8 << 20
INCOMING = "_incoming_rows"
# DuckDB's reader takes no line of over two megabytes, and its memory grows with the number of columns.
FAST_RECORD, FAST_COLUMNS = 1 << 20, 1_000
csv.field_size_limit(2**31 - 1)  # for the whole process: the bounds say how long a field may be
_COMPRESSION = {".csv": "none", ".csv.gz": "gzip", ".csv.zst": "zstd"}


@dataclass
class Source(ABC):
    """A file whose header has been read and compared. `positions` maps a contract column to its place.

    `notes` are for the ledger, which is published, and `remarks` for the person who loads the file.
    `failure` says why reading had to stop. It is kept here because DuckDB replaces an exception raised while it reads.
    """

    path: Path
    header: list[str]
    records: int
    positions: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    failure: Exception | None = None
    first_row: ClassVar[int] = 2  # the number of the first row of data: the header is row 1

    @abstractmethod
    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        """Return SQL that gives the rows in the file's order; it can be run once.

        The rows have a VARCHAR column for each known column, `_fields_ok`, and `_row_number` (null where the number
        follows from the order alone).
        """

    def columns(self) -> list[str]:
        """Return the known columns of the file, in the file's order."""
        return sorted(self.positions, key=self.positions.__getitem__)


def sql_path(path: Path) -> str:
    """Return a path as a SQL literal that names only that file: a star or a bracket in it is not a pattern."""
    text = "".join(f"[{each}]" if each in "[*?" else each for each in str(path.absolute()))
    return literal(text)


def compare_header(source: Source, contract: Contract) -> None:
    """Fill `source.positions`, `source.notes` and `source.remarks`.

    Raises Refusal if there is no header, or if a column is missing or there twice.
    """
    found = compare(source.header, contract)
    source.positions = found.positions
    source.notes += found.notes
    source.remarks += found.remarks


# ---------------------------------------------------------------------------------------- delimited text


def read_header(path: Path, suffix: str, encoding: str, contract: Contract) -> list[str]:
    """Return the first record of a delimited file. Raises Refusal if its quotes are malformed."""
    first = next(records(path, suffix, encoding), "")
    header = _fields(first) if first else []
    if header is None:
        raise Refusal(
            other_kind(first, contract) or "the header can't be read, its quotes are malformed; export the file again."
        )
    return header


def _fields(record: str) -> list[str] | None:
    """Return the fields of one record, or None if a quote or a line end is in a wrong place."""
    try:
        # One record at a time, so that a wrong quote in one record can't swallow the next.
        return next(csv.reader((record,), strict=True))
    except csv.Error:
        return None


@dataclass
class FastDelimited(Source):
    """A file that DuckDB reads, in parallel and strictly. Any doubt is an error that sends it to the careful reader."""

    suffix: str = ".csv"

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:  # noqa: ARG002
        names = [f"c{at}" for at in range(len(self.header))]
        columns = ", ".join(f"'{each}': 'VARCHAR'" for each in names)
        wanted = ", ".join(f"c{at} as {quote(each)}" for each, at in self.positions.items())
        return (
            f"select {wanted}, true as _fields_ok, cast(null as bigint) as _row_number "
            f"from read_csv({sql_path(self.path)}, header = true, compression = '{_COMPRESSION[self.suffix]}', "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
            f"strict_mode = true, null_padding = false, ignore_errors = false, columns = {{{columns}}})"
        )


@dataclass
class CarefulDelimited(Source):
    """A file that Python's csv module reads: any encoding, fields of any length, rows with any number of fields."""

    suffix: str = ".csv"
    encoding: str = "utf-8"
    bounds: Bounds = DEFAULT_BOUNDS

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return stream_rows(con, self, self._rows())

    def _rows(self) -> Iterator[tuple[list[str | None] | None, int]]:
        width, longest = len(self.header), self.bounds.max_field_bytes
        order = [self.positions[each] for each in self.columns()]
        for number, record in enumerate(records(self.path, self.suffix, self.encoding), start=1):
            if number == 1:
                continue  # the header
            row = _fields(record)
            if row is None and ("\n" in record or "\r" in record):
                # Within one line, one row is bad. Over several lines, good rows may have been swallowed.
                raise Refusal(
                    f"in row {number} or the lines that follow it a quote or a carriage return "
                    "stands where none may be, so where the row ends can't be told; "
                    "double each quote inside a field (RFC 4180) and export again."
                )
            # A character has four bytes at most.
            if len(record) > longest // 4 and any(len(each.encode()) > longest for each in row or ()):
                raise self.bounds.exceeded(
                    "max_field_bytes", f"row {number} has a field that is longer", "look there for a quote too many"
                )
            yield ([row[at] for at in order] if row is not None and len(row) == width else None), number


def stream_rows(
    con: duckdb.DuckDBPyConnection, source: Source, rows: Iterator[tuple[list[str | None] | None, int]]
) -> str:
    """Hand rows to DuckDB as a stream of Arrow batches, and return SQL that reads them.

    `rows` gives (cells, row number); the cells are None where the number of fields is wrong. Nothing is held beyond a
    batch, whose rows and characters are bounded, and nothing is written on the way. What goes wrong on the way is kept
    in `source.failure`.
    """
    columns = source.columns()
    schema = pa.schema(
        [(each, pa.string()) for each in columns] + [("_fields_ok", pa.bool_()), ("_row_number", pa.int64())]
    )
    blank: list[str | None] = [None] * len(columns)

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches()
        except Exception as error:
            source.failure = error
            raise

    def batches() -> Iterator[pa.RecordBatch]:
        cells: list[list[str | None]] = []
        right: list[bool] = []
        numbers: list[int] = []
        characters = 0
        for row, number in rows:
            cells.append(blank if row is None else row)
            right.append(row is not None)
            numbers.append(number)
            characters += sum(len(each) for each in row if each) if row else 0
            if len(cells) == BATCH_ROWS or characters > BATCH_CHARACTERS:
                yield batch(cells, right, numbers)
                cells, right, numbers, characters = [], [], [], 0
        if cells:
            yield batch(cells, right, numbers)

    def batch(cells: list[list[str | None]], right: list[bool], numbers: list[int]) -> pa.RecordBatch:
        arrays = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
        return pa.record_batch([*arrays, pa.array(right), pa.array(numbers, pa.int64())], schema=schema)

    con.register(INCOMING, pa.RecordBatchReader.from_batches(schema, watched()))
    return f"select * from {INCOMING}"


def delimited(
    path: Path, suffix: str, found: Scan, contract: Contract, *, careful: bool, bounds: Bounds = DEFAULT_BOUNDS
) -> Source:
    """Open a delimited file and compare its header. `careful` rules out DuckDB's reader. Raises Refusal."""
    if not found.line_ends and found.stray_returns:
        raise Refusal("its lines end with a carriage return alone; export it with line feeds or with both (CRLF).")
    header = read_header(path, suffix, found.encoding, contract)
    bounds.hold_columns(len(header))
    rows = found.records - 1
    source: Source
    # DuckDB silently accepts an extra delimiter at the end of a row. It reads quotes in the middle of a field and
    # single carriage returns in its own way.
    uneven = found.delimiters != found.records * (len(header) - 1)
    doubtful = found.encoding != "utf-8" or found.stray_quotes or found.stray_returns or uneven
    large = found.longest > min(FAST_RECORD, bounds.max_field_bytes) or len(header) > FAST_COLUMNS
    if careful or doubtful or large:
        source = CarefulDelimited(path, header, rows, suffix=suffix, encoding=found.encoding, bounds=bounds)
    else:
        source = FastDelimited(path, header, rows, suffix=suffix)
    if found.encoding == "cp1252":
        source.notes.append("not UTF-8: read as Windows-1252")
    if len(found.line_ends) > 1:
        source.notes.append("line ends are mixed (LF and CRLF); every record was read")
    compare_header(source, contract)
    return source
