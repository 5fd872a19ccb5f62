"""An answer with the types of its columns, for forms that keep them: whole numbers, decimals, days and instants.

The sandbox sends text, so that no digit is lost. A column becomes typed where every cell of it can be; one that holds
what the type has no room for, such as the day "infinity" or a number of forty digits, stays text as a whole.
"""

from __future__ import annotations

import re

import pyarrow as pa

from serving.asking.answered import Answered
from serving.sandbox.columns import DECIMAL, INSTANT, Column, cell_text

_PLAIN = {
    "BOOLEAN": pa.bool_(),
    "TINYINT": pa.int8(),
    "SMALLINT": pa.int16(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    # A sum of whole numbers is a HUGEINT; most fit.
    "HUGEINT": pa.int64(),
    "UTINYINT": pa.uint8(),
    "USMALLINT": pa.uint16(),
    "UINTEGER": pa.uint32(),
    "UBIGINT": pa.uint64(),
    "FLOAT": pa.float32(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "TIMESTAMP_S": pa.timestamp("s"),
    "TIMESTAMP_MS": pa.timestamp("ms"),
    "TIMESTAMP_NS": pa.timestamp("ns"),
}
_WITH_ZONE = "TIMESTAMP WITH TIME ZONE"
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)", re.ASCII)


def typed(answer: Answered, zone: str) -> pa.Table:
    """The answer as a table of Arrow in which each column has its type; instants are in `zone`."""
    columns = [_typed(column, answer.texts[column.name], zone) for column in answer.columns]
    return pa.table(columns, names=[column.name for column in answer.columns])


def type_of(column: Column, zone: str) -> pa.DataType:
    """The type of Arrow for a column of DuckDB's; text where there is none."""
    if column.type == _WITH_ZONE:
        return pa.timestamp("us", tz=zone)
    if found := _DECIMAL.fullmatch(column.type):
        return pa.decimal128(int(found[1]), int(found[2]))
    return _PLAIN.get(column.type, pa.string())


def _typed(column: Column, texts: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    kind = type_of(column, zone)
    if column.kind in (INSTANT, DECIMAL):
        # Arrow reads an offset with its minutes alone, and a decimal with a digit before its point.
        cells = [None if cell is None else cell_text(column, cell) for cell in texts.to_pylist()]
        texts = pa.chunked_array([pa.array(cells, pa.string())])
    try:
        return texts.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return texts
