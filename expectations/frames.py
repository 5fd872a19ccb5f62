"""Small frames: one row of facts to judge, and the figures of a build, read by SQL from files opened read-only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.facts import Fact
from ingest.database import open_database
from ingest.sql_text import literal

if TYPE_CHECKING:
    import pandas as pd

QUERIES = Path(__file__).parent / "sql"


def column_of(position: int, fact: Fact) -> str:
    """The frame's column of a fact; the position keeps two facts of one expectation apart."""
    return f"{position:03d}:{fact.expectation}" + (f":{fact.column_name}" if fact.column_name else "")


def facts_frame(facts: Sequence[Fact]) -> pd.DataFrame:
    """One row, a column a fact."""
    import pandas as pd  # Here, so that the suites can be built without waiting for pandas.

    return pd.DataFrame([{column_of(i, fact): float(fact.value) for i, fact in enumerate(facts)}])


@cache
def query(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def one(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """The only row of a query, by column; LookupError where there is none."""
    found = con.execute(sql, parameters or {})
    row, names = found.fetchone(), [column[0] for column in found.description or []]
    if row is None:
        raise LookupError("the query found no row")
    return dict(zip(names, row, strict=True))


@contextmanager
def open_build(
    build: Path, previous: Path | None = None, landing: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the databases `build`, and where given `previous` and `landing`, all read-only."""
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
    """The columns of build.marts.<table> that hold counts: whole numbers, ranks and years left out."""
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = 'build' and schema_name = 'marts' "
        "and table_name = $t and data_type in ('BIGINT', 'HUGEINT', 'INTEGER') "
        "and column_name not in ('priority', 'fiscal_year') order by column_index",
        {"t": table},
    ).fetchall()
    return [name for (name,) in found]
