"""Opens a build, the previous publication and the landing file read-only, and reads them with the SQL of `sql/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from ingest.database import open_database
from ingest.sql_text import literal

QUERIES = Path(__file__).parent / "sql"


@cache
def sql_text(name: str) -> str:
    """Return the text of sql/<name>.sql."""
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def one_row(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the only row of a query, by column. Raises LookupError where there is none."""
    found = con.execute(sql, parameters or {})
    row, names = found.fetchone(), [column[0] for column in found.description or []]
    if row is None:
        raise LookupError("the query found no row")
    return dict(zip(names, row, strict=True))


@contextmanager
def open_build(
    build: Path, previous: Path | None = None, landing: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection with the databases `build` and, where given, `previous` and `landing`, all read-only."""
    con = open_database(None)  # without a folder to spill into: no row is written beside the files
    try:
        for name, path in (("build", build), ("previous", previous), ("landing", landing)):
            if path is not None:
                con.execute(f"attach {literal(str(path.resolve()))} as {name} (read_only)")
        con.execute("set enable_external_access = false")
        yield con
    finally:
        con.close()


def has_table(con: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> bool:
    """Whether an attached database has the table."""
    found = con.execute(
        "select 1 from duckdb_tables() where database_name = $d and schema_name = $s and table_name = $t",
        {"d": database, "s": schema, "t": table},
    ).fetchone()
    return found is not None


def count_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return the columns of build.marts.<table> that hold counts: whole numbers, except priorities and years."""
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = 'build' and schema_name = 'marts' "
        "and table_name = $t and data_type in ('BIGINT', 'HUGEINT', 'INTEGER') "
        "and column_name not in ('priority', 'fiscal_year') order by column_index",
        {"t": table},
    ).fetchall()
    return [name for (name,) in found]
