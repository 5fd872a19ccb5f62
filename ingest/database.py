"""The one place that opens DuckDB: nothing comes from the network, no name comes from Python, instants are in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb


def open_database(
    path: Path | None,
    *,
    read_only: bool = False,
    memory_limit: str | None = None,
    threads: int | None = None,
    spill_folder: Path | None = None,
    external_access: bool = True,
) -> duckdb.DuckDBPyConnection:
    """Open a file, or a database in memory where `path` is None.

    `memory_limit` is written as DuckDB writes it ("2GB"); without it and `threads` DuckDB's own limits hold. Without a
    `spill_folder` a query that does not fit into memory fails, instead of writing rows to a folder of DuckDB's choice.
    Raises duckdb.Error if the file can't be opened.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "temp_directory": str(spill_folder) if spill_folder else "",
    }
    if memory_limit:
        config["memory_limit"] = memory_limit
    if threads:
        config["threads"] = threads
    if not external_access:
        config["enable_external_access"] = "false"
    con = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)
    con.execute("set TimeZone = 'UTC'")
    return con


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows, each with a value for every column of `table`, by one statement.

    With one statement per row DuckDB takes some thirty times as long.
    """
    columns = [list(values) for values in zip(*rows, strict=True)]
    if columns:
        con.execute(f"insert into {table} select {', '.join('unnest(?)' for _ in columns)}", columns)


@contextmanager
def memory_limited_to(con: duckdb.DuckDBPyConnection, limit: int, otherwise: str) -> Iterator[None]:
    """Limit the memory of a database to `limit` bytes for a while, and afterwards to `otherwise`.

    A database that uses more at the moment, and can't spill it, keeps its limit.
    """
    with suppress(duckdb.OutOfMemoryException):
        con.execute(f"set memory_limit = '{limit}B'")
    try:
        yield
    finally:
        con.execute(f"set memory_limit = '{otherwise}'")
