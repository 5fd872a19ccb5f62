"""Files as other programs write them: Parquet, workbooks, Zstandard."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter


def parquet(table: pa.Table | pd.DataFrame, **options: Any) -> bytes:
    """A Parquet file of a table or a frame."""
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(table) if isinstance(table, pd.DataFrame) else table, out, **options)
    return out.getvalue()


def workbook(rows: list[list[object]], formats: dict[int, str] | None = None, **options: Any) -> bytes:
    """A workbook of one sheet; `formats` are number formats by column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        styles = {at: book.add_format({"num_format": text}) for at, text in (formats or {}).items()}
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, datetime | date):
                    sheet.write_datetime(down, across, value, styles.get(across, book.add_format({"num_format": 14})))
                elif isinstance(value, str):
                    sheet.write_string(down, across, value)
                else:
                    sheet.write(down, across, value)
        for name in options.get("more_sheets", []):
            book.add_worksheet(name)
        if "formula" in options:
            sheet.write_formula(*options["formula"])
    return out.getvalue()


def zst(content: bytes) -> bytes:
    """Compressed as Zstandard."""
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(content)
    return bytes(out.getvalue())
