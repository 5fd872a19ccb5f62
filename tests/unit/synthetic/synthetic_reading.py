"""Reads delivered extracts for the generator's tests, with readers other than the loader's."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from ingest.contract import Contract, Field, load_contracts

SEEDS = Path(__file__).parents[3] / "seeds" / "policy" / "oklahoma"
TIMESTAMP = r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?"


def text_rows(path: Path) -> pa.Table:
    """Return a file's rows with every column as text; null and empty are the same."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
    if path.suffix == ".xlsx":
        lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        header = [str(name) for name in lines[0]]
        columns = zip(*lines[1:], strict=True) if len(lines) > 1 else [[] for _ in header]
        texts = [[_cell(value) for value in column] for column in columns]
        return pa.table({name: pa.array(column, pa.string()) for name, column in zip(header, texts, strict=True)})
    stream = pa.input_stream(str(path)) if path.suffix != ".gz" else pa.input_stream(str(path), compression="gzip")
    data = stream.read()
    try:
        data.decode()
    except UnicodeDecodeError:
        data = data.decode("cp1252").encode()
    names = data[: data.index(b"\n")].decode("utf-8-sig").strip().split(",")
    types = {name: pa.string() for name in names}
    options = pa_csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    return pa_csv.read_csv(pa.BufferReader(data), parse_options=parse, convert_options=options)


def _cell(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_all(paths: list[Path], zone: str, *, checked: bool = True) -> duckdb.DuckDBPyConnection:
    """Load files as text_<extract> (each delivered row), rows_<extract> (typed, with `_valid`), <extract> (current).

    If not `checked`, a row is valid if its key and its time of change can be read.
    """
    con = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    con.execute(f"set TimeZone = '{zone}'")
    contracts = load_contracts(SEEDS)
    for extract, contract in contracts.items():
        files = [
            path
            for path in paths
            if path.name.removeprefix(extract)[:1] in ("_", "-") and path.name.startswith(extract)
        ]
        for number, path in enumerate(files):
            stated = json.loads((path.parent / "manifest.json").read_text())["files"][path.name]
            delivered = text_rows(path).append_column("_file", pa.array([number] * stated["rows"]))
            derived = [name for name in delivered.column_names if name.endswith("_given")]
            instead = "".join(
                f", case when lower({name}) = 'y' then 'given' end as {name.removesuffix('_given')}" for name in derived
            )
            select = f"select *{instead}, timestamptz '{stated['extracted_at']}' as _extracted_at from delivered"
            if number == 0:
                con.execute(f"create table text_{extract} as {select}")
                wanted = [row[0] for row in con.execute(f"describe text_{extract}").fetchall()]
            else:
                there = {*delivered.column_names, *(name.removesuffix("_given") for name in derived), "_extracted_at"}
                present = [name for name in wanted if name in there]
                con.execute(f"insert into text_{extract} by name select {', '.join(present)} from ({select})")
        con.execute(_typed(contract, set(wanted), checked))
        con.execute(
            f"create table {extract} as select * from rows_{extract} where _valid "
            f"qualify row_number() over (partition by {contract.key} order by updated_at desc, _extracted_at desc) = 1"
        )
        con.execute(f"delete from {extract} where deleted")
    return con


def _typed(contract: Contract, present: set[str], checked: bool) -> str:
    fields = [field for field in contract.fields if field.name in present]
    columns = ", ".join(f"{_value(field)} as {field.name}" for field in fields)
    keep = {contract.key, "updated_at", "deleted"}
    is_deleted = "lower(trim(deleted)) in ('y', 'yes', 'true', 't', '1')"
    checks = [
        _ok(field) if field.name in keep else f"(coalesce({is_deleted}, false) or {_ok(field)})"
        for field in fields
        if checked or field.name in keep
    ]
    return (
        f"create table rows_{contract.name} as select {columns}, _file, _extracted_at, "
        f"coalesce({' and '.join(checks)}, false) as _valid from text_{contract.name}"
    )


def _value(field: Field) -> str:
    text = f"nullif(trim({field.name}), '')"
    if field.type == "datetime":
        return f"try_cast({text} as timestamptz)"
    if field.type == "date":
        return f"try_cast({text} as date)"
    if field.type == "boolean":
        return f"case when {text} is not null then lower({text}) in ('y', 'yes', 'true', 't', '1') end"
    if field.values:
        return f"case lower({text}) when 'i' then 1 when 'ii' then 2 else try_cast({text} as bigint) end"
    if field.type == "integer":
        return f"try_cast({text} as bigint)"
    return f"lower({text})" if field.codes else text


def _ok(field: Field) -> str:
    text = f"nullif(trim({field.name}), '')"
    if field.type == "datetime":
        check = (
            f"regexp_full_match({text}, '{TIMESTAMP}') and try_cast({text} as timestamptz) "
            f"between timestamptz '1970-01-01 00:00:00Z' and _extracted_at + interval 1 day"
        )
    elif field.type == "date":
        check = f"try_cast({text} as date) is not null"
    elif field.type == "boolean":
        check = f"lower({text}) in ('y', 'yes', 'true', 't', '1', 'n', 'no', 'false', 'f', '0')"
    elif field.values:
        check = f"lower({text}) in ({', '.join(repr(each) for each in field.values)})"
    elif field.codes:
        check = f"lower({text}) in ({', '.join(repr(each) for each in field.codes)})"
    elif field.type == "integer":
        high = field.maximum if field.maximum is not None else 10**9
        check = f"regexp_full_match({text}, '\\d+') and try_cast({text} as bigint) <= {high}"
    else:
        check = "true"
    missing = "false" if field.required else "true"
    return f"case when {text} is null then {missing} else coalesce({check}, false) end"
