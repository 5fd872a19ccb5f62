"""Opening DuckDB files the way this program does: nothing from the network, no names from Python, UTC."""

from __future__ import annotations

from pathlib import Path

import duckdb

from hotline.warehouse.settings import Settings

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def connect(path: Path, settings: Settings, temp: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a file with the settings' limits; instants come out in UTC."""
    con = duckdb.connect(str(path), read_only=read_only, config=CONFIG)
    con.execute(f"set memory_limit = {literal(settings.memory_limit)}")
    con.execute(f"set threads = {settings.threads}")
    con.execute(f"set temp_directory = {literal(str(temp))}")
    con.execute("set TimeZone = 'UTC'")
    return con


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
