"""Reads Parquet files: each column becomes the text that the contract expects for its type.

In: a path and the extract's contract. Out: a `Source`, whose SQL gives the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contract import Contract
from ingest.reading.bounds import DEFAULT_BOUNDS, Bounds
from ingest.reading.read import Source, compare_header, sql_path
from ingest.refusal import Refusal
from ingest.sql_text import quote

_BINARY = (
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)


@dataclass
class Columnar(Source):
    """The rows of a Parquet file. Whole numbers lose their fraction; times stay wall clock or instant, as they are."""

    types: dict[str, pa.DataType] = field(default_factory=dict)
    field_types: dict[str, str] = field(default_factory=dict)
    first_row: ClassVar[int] = 1  # there is no header row

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:  # noqa: ARG002
        wanted = ", ".join(
            f"{_text(quote(self.header[at]), self.types[self.header[at]], self.field_types[each])} as {quote(each)}"
            for each, at in self.positions.items()
        )
        return (
            f"select {wanted}, true as _fields_ok, cast(null as bigint) as _row_number "
            f"from read_parquet({sql_path(self.path)})"
        )


def _text(column: str, kind: pa.DataType, field_type: str) -> str:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            return f"strftime(timezone('UTC', {column}), '%Y-%m-%dT%H:%M:%S.%fZ')"
        wall = f"cast({column} as timestamp)"
        text = f"strftime({wall}, '%Y-%m-%d %H:%M:%S.%f')"
        if field_type == "date":
            # A data frame has no date type; it writes a date as midnight of that day.
            return f"case when {wall} = date_trunc('day', {wall}) then strftime({wall}, '%Y-%m-%d') else {text} end"
        return text
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # A data frame writes NaN where there is no number.
        nothing = f"when isnan({column}) then null " if pa.types.is_floating(kind) else ""
        return (
            f"case {nothing}when {column} = trunc({column}) and abs({column}) < 1e15 "
            f"then cast(cast({column} as bigint) as varchar) else cast({column} as varchar) end"
        )
    return f"cast({column} as varchar)"


def columnar(path: Path, contract: Contract, bounds: Bounds = DEFAULT_BOUNDS) -> Source:
    """Open a Parquet file.

    Raises Refusal for a damaged file, one that exceeds a bound, a bad header, a nested or binary column.
    """
    try:
        with pq.ParquetFile(path) as file:
            metadata = file.metadata
            bounds.hold_columns(metadata.num_columns)
            if metadata.num_row_groups > bounds.max_row_groups:
                raise bounds.exceeded("max_row_groups", "it has more row groups", "export it in larger ones")
            content = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
            schema, records = file.schema_arrow, metadata.num_rows
            names = list(schema.names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno is not None):
            raise
        raise _damaged() from None
    if records < 0:
        raise _damaged()
    source = Columnar(
        path,
        names,
        records,
        types={each.name: each.type for each in schema},
        field_types={each.name: each.type for each in contract.fields},
    )
    compare_header(source, contract)
    # As text, each value takes at least the byte of a delimiter.
    bounds.hold_content(max(content, records * len(source.positions)), path.stat().st_size)
    for name, at in source.positions.items():
        kind = source.types[source.header[at]]
        if pa.types.is_nested(kind) or any(is_binary(kind) for is_binary in _BINARY):
            raise Refusal(f"column {name} is nested or binary and the contract has plain values; export it as text.")
    return source


def _damaged() -> Refusal:
    return Refusal("the file can't be read as Parquet; export it again.")
