"""Brings an older landing file up to date: to this program's version, with every column of the contracts.

In: the path of a landing file that nobody has open. Out: the same path with the new file. The work is done on a copy,
which takes the place of the old file in one step. A crash before that step leaves the old file as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from ingest.contract import Contract, contract_version
from ingest.database import open_database
from ingest.reading.rows.content import content_hash
from ingest.sql_text import literal, quote
from ingest.storing.upgrades import SCHEMA_VERSION, STEPS
from ingest.storing.whole_files import move_into_place


def needs_upgrade(con: duckdb.DuckDBPyConnection, version: int, contracts: Mapping[str, Contract]) -> bool:
    """Whether a landing file is older than this program, or lacks a column of a contract."""
    if version < SCHEMA_VERSION:
        return True
    there = _columns(con)
    return any(_missing_columns(each, there) for each in contracts.values())


def upgrade_landing(
    path: Path,
    version: int,
    contracts: Mapping[str, Contract],
    *,
    memory_limit: str | None,
    temp_directory: Path | None,
    threads: int | None,
) -> None:
    """Put an upgraded copy of a landing file of `version` in its place.

    The old file is left as it is if this fails. Raises duckdb.Error or OSError, for instance if the disk is full.
    """
    made = path.with_name(f"{path.name}.tmp")
    log = made.with_name(f"{made.name}.wal")
    made.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    try:
        with open_database(made, memory_limit=memory_limit, threads=threads, spill_folder=temp_directory) as con:
            con.execute("set preserve_insertion_order = true")
            _copy(con, path)
            for to in range(version + 1, SCHEMA_VERSION + 1):
                con.begin()
                STEPS[to](con, contracts)
                con.commit()
            con.begin()
            _add_missing_columns(con, contracts)
            _take_hashes_anew(con, contracts)
            con.execute("update ledger.meta set schema_version = ?, contract_version = ?",
                        [SCHEMA_VERSION, contract_version()])  # fmt: skip
            con.commit()
            con.execute("checkpoint")
        if log.exists():
            raise OSError("the upgraded landing file still has a write-ahead log")
        made.chmod(path.stat().st_mode & 0o777)
        move_into_place(made, path)
    finally:
        made.unlink(missing_ok=True)
        log.unlink(missing_ok=True)


def _copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy every table of a file; what was deleted from it is not copied."""
    con.execute(f"attach {literal(str(path))} as before (read_only)")
    (name,) = con.execute("select current_database()").fetchall()[0]
    con.execute(f"copy from database before to {quote(name)}")
    con.execute("detach before")


def _add_missing_columns(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Add the columns that a contract got since the file was made; what landed before has no value in them."""
    there = _columns(con)
    for contract in contracts.values():
        for name, kind in _missing_columns(contract, there):
            con.execute(f"alter table raw.{contract.name} add column {quote(name)} {kind}")


def _take_hashes_anew(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Give each version, and each sighting of it, the content hash that this program takes of its columns."""
    there = _columns(con)
    for contract in contracts.values():
        if contract.name not in there:
            continue
        raw, key = f"raw.{contract.name}", quote(contract.key)
        con.execute(
            f"create or replace temp table _hashes as select {key} as key, _content_hash as before, "
            f"{content_hash(contract)} as now from {raw}"
        )
        con.execute(f"update {raw} set _content_hash = {content_hash(contract)}")
        con.execute(
            f"update {raw}_seen as seen set _content_hash = _hashes.now from _hashes "
            f"where seen.{key} = _hashes.key and seen._content_hash = _hashes.before"
        )
    con.execute("drop table if exists temp._hashes")


def _missing_columns(contract: Contract, there: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """The columns of a contract that its raw table lacks, with their types; none where the table itself is missing."""
    columns = there.get(contract.name)
    return [(each.name, each.duckdb_type) for each in contract.stored if each.name not in columns] if columns else []


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The columns of each raw table that is there."""
    rows = con.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'raw' group by table_name"
    ).fetchall()
    return {table: set(columns) for table, columns in rows}
