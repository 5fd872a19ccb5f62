"""Writes a drawn table as a file of each format, in the many ways in which programs write them.

In: a table and Hypothesis's draw. Out: a `Written`: the bytes, the ending of the file's name, the rows as the file has
them, and the number by which the program calls each.
"""

from __future__ import annotations

import gzip
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import xlsxwriter
from hypothesis import strategies as st
from oracle import EXTRACTS, day, instant, trimmed
from tables import Draw, Table
from written_files import parquet, zst

FORMATS = (".csv", ".csv.gz", ".csv.zst", ".parquet", ".xlsx")


@dataclass(frozen=True)
class Written:
    """A file, and what it says: `numbers` has the number of each of `rows`."""

    content: bytes
    suffix: str
    rows: tuple[tuple[str | None, ...], ...]
    numbers: tuple[int, ...]


def write(table: Table, suffix: str, draw: Draw) -> Written:
    """Write the table in the format of that ending."""
    if suffix == ".parquet":
        return _parquet(table, draw)
    if suffix == ".xlsx":
        return _workbook(table, draw)
    content, rows = _delimited(table, draw)
    if suffix == ".csv.gz":
        half = int(str(draw(st.integers(0, len(content)))))
        # Some programs write a file of several members.
        content = gzip.compress(content[:half], mtime=0) + gzip.compress(content[half:], mtime=0)
    elif suffix == ".csv.zst":
        content = zst(content)
    return Written(content, suffix, rows, tuple(range(2, len(rows) + 2)))


def _delimited(table: Table, draw: Draw) -> tuple[bytes, tuple[tuple[str | None, ...], ...]]:
    columns = [_header(each, draw) for each in table.columns]
    rows = [_uneven(row, draw) for row in table.rows]
    quoting = draw(st.sampled_from(["needed", "all", "any"]))
    ends = {"LF": ["\n"], "CRLF": ["\r\n"], "mixed": ["\n", "\r\n"]}[
        str(draw(st.sampled_from(["LF", "CRLF", "mixed"])))
    ]
    lines = []
    for row in [columns, *rows]:
        fields = [_field(each or "", str(quoting), draw) for each in row]
        # A lone empty field would be a blank line.
        lines.append(",".join(fields) if fields != [""] else '""')
        if not draw(st.integers(0, 12)):
            lines.append("")
    said = "".join(line + str(draw(st.sampled_from(ends))) for line in lines)
    if not draw(st.integers(0, 2)):
        said = said.rstrip("\r\n")
    encoding = str(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252"])))
    try:
        content = said.encode(encoding)
    except UnicodeEncodeError:
        content = said.encode()
    else:
        # The same bytes may be UTF-8: then they are read as such.
        if encoding == "cp1252" and not content.isascii() and _is_utf8(content):
            content = said.encode()
    return content, tuple(rows)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _header(name: str, draw: Draw) -> str:
    cased = str(draw(st.sampled_from([name, name, name.upper(), name.title()])))
    return f"{cased} " if not draw(st.integers(0, 5)) else cased


def _uneven(row: tuple[str | None, ...], draw: Draw) -> tuple[str | None, ...]:
    if draw(st.integers(0, 20)):
        return row
    return row[:-1] if draw(st.booleans()) and len(row) > 2 else (*row, draw(st.sampled_from([None, "more"])))  # type: ignore[return-value]


def _field(value: str, quoting: str, draw: Draw) -> str:
    needs = any(each in value for each in ',"\n\r')
    if needs or quoting == "all" or (quoting == "any" and draw(st.booleans())):
        return '"' + value.replace('"', '""') + '"'
    return value


def _parquet(table: Table, draw: Draw) -> Written:
    arrays, rows = [], [list(row) for row in table.rows]
    for at, name in enumerate(table.columns):
        texts = [row[at] for row in table.rows]
        native = _native(EXTRACTS[table.extract].get(name), texts)
        if native is None or draw(st.booleans()):
            array = pa.array(texts, draw(st.sampled_from([pa.string(), pa.large_string()])))
            arrays.append(array.dictionary_encode() if draw(st.booleans()) and texts else array)
        else:
            arrays.append(native)
    made = pa.table(dict(zip(table.columns, arrays, strict=True)))
    group = max(1, int(str(draw(st.integers(1, 4)))))
    content = parquet(made, row_group_size=group, compression=draw(st.sampled_from(["snappy", "zstd", "none", "gzip"])))
    kept = tuple(tuple(row) for row in rows)
    return Written(content, ".parquet", kept, tuple(range(1, len(kept) + 1)))


def _native(kind: object, texts: Sequence[str | None]) -> pa.Array | None:
    """The column with values of its own type, where every text of it is a plain value of that type."""
    values = [trimmed(each) for each in texts]
    try:
        if kind == "count":
            numbers = [
                None if each is None else int(each) for each in values if each is None or re.fullmatch("[0-9]+", each)
            ]
            if len(numbers) != len(values) or any(each is not None and not 0 <= each < 10**15 for each in numbers):
                return None
            return pa.array(numbers, pa.float64() if None in numbers else pa.int64())
        if kind == "flag":
            words = {"true": True, "false": False, None: None}
            return pa.array([words[each.lower() if each else None] for each in values], pa.bool_())
        if kind == "day":
            days = [None if each is None else day(each) for each in values]
            return None if days.count(None) != values.count(None) else pa.array(days, pa.date32())
        if kind == "time":
            walls = [None if each is None else datetime.fromisoformat(each) for each in values]
            if any(each is not None and (instant(each) is None or len(each) < 16) for each in values):
                return None
            if all(each is None or each.tzinfo is not None for each in walls):
                return pa.array(walls, pa.timestamp("us", "UTC"))
            if all(each is None or each.tzinfo is None for each in walls):
                return pa.array(walls, pa.timestamp("us"))
    except (ValueError, KeyError, OverflowError, pa.ArrowInvalid):
        return None
    return None


def _workbook(table: Table, draw: Draw) -> Written:
    """A workbook. A row without any value is no row there."""
    out = io.BytesIO()
    rows, numbers = [], []
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        # The same table gives the same bytes.
        book.set_properties({"created": datetime.fromisoformat("2024-11-20T00:00")})
        sheet = book.add_worksheet()
        forms = {each: book.add_format({"num_format": each}) for each in ("yyyy-mm-dd hh:mm:ss.000", "yyyy-mm-dd")}
        for across, name in enumerate(table.columns):
            sheet.write_string(0, across, _header(name, draw))
        for down, row in enumerate(table.rows, start=1):
            cells = [_printable(each) for each in row]
            for across, said in enumerate(cells):
                if said:
                    native = bool(draw(st.booleans()))
                    _cell(
                        sheet, forms, (down, across), said, EXTRACTS[table.extract].get(table.columns[across]), native
                    )
            if any(cells):
                rows.append(tuple(cells))
                numbers.append(down + 1)
    return Written(out.getvalue(), ".xlsx", tuple(rows), tuple(numbers))


def _printable(value: str | None) -> str | None:
    """XML has no control characters, and reads a carriage return as a line feed."""
    if value is None:
        return None
    return "".join(each for each in value if each in "\t\n" or (each >= " " and each not in "\x7f\x85\u2028")) or None


def _cell(
    sheet: object, forms: dict[str, object], place: tuple[int, int], said: str, kind: object, native: bool
) -> None:
    """Write a value as text, or as a value of its own type where it is a plain one."""
    write: Callable[..., object] = sheet.write_string  # type: ignore[attr-defined]
    given: tuple[object, ...] = (said,)
    if native and kind == "count" and said.isascii() and said.isdigit() and said[0] != "0" and len(said) < 15:
        write, given = sheet.write_number, (float(said),)  # type: ignore[attr-defined]
    elif native and kind == "flag" and said in ("True", "TRUE"):
        write, given = sheet.write_boolean, (True,)  # type: ignore[attr-defined]
    elif native and kind == "time" and len(said) in (19, 23) and said[10] in "T " and instant(said):
        wall = datetime.fromisoformat(said.replace(",", "."))
        if wall.tzinfo is None and wall.year > 1900 and wall.microsecond % 1000 == 0 and math.isfinite(wall.year):
            write, given = sheet.write_datetime, (wall, forms["yyyy-mm-dd hh:mm:ss.000"])  # type: ignore[attr-defined]
    elif native and kind == "day" and "1901" < said[:4] < "9999" and (on := day(said)):
        write, given = sheet.write_datetime, (on, forms["yyyy-mm-dd"])  # type: ignore[attr-defined]
    write(*place, *given)
