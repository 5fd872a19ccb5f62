"""Opens the landing file and creates its tables: append-only versions per extract, quarantined rows and the ledger.

In: a path and the contracts. Out: a connection. One process writes the file. Every table exists from the start, so no
reader has to ask whether it does.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from ingest.contract import Contract, contract_version
from ingest.database import open_database
from ingest.refusal import NewerWarehouse, NoWarehouse
from ingest.sql_text import quote
from ingest.storing.upgrade import needs_upgrade, upgrade_landing
from ingest.storing.upgrades import SCHEMA_VERSION

# The tables of the version that the program writes. Whoever changes them adds a step to ingest/storing/upgrades/.
_LEDGER = """
create schema if not exists raw;
create schema if not exists ledger;
create schema if not exists quarantine;
create table if not exists ledger.meta (schema_version bigint, contract_version varchar);
create table if not exists ledger.loads (
    load_id varchar not null, extract varchar, file_name varchar, file_sha256 varchar, kind varchar,
    extracted_at timestamptz, extracted_at_source varchar, loaded_at timestamptz, status varchar, reason varchar,
    rows_in_file bigint, rows_loaded bigint, rows_unchanged bigint, rows_superseded bigint,
    rows_quarantined bigint, rows_held bigint, keys_deleted bigint, notes varchar, contract_version varchar,
    deletes_absent boolean, file_path varchar, sequence bigint);
create table if not exists ledger.delivered_columns (
    load_id varchar, extract varchar, column_name varchar, extracted_at timestamptz);
create table if not exists ledger.rejections (
    load_id varchar, extract varchar, file_name varchar, rule varchar, column_name varchar, "rows" bigint,
    row_numbers bigint[]);
create table if not exists ledger.profiles (load_id varchar, extract varchar, profile varchar);
create table if not exists ledger.validations (
    validated_at timestamptz, subject varchar, subject_id varchar, extract varchar, suite varchar,
    expectation varchar, column_name varchar, severity varchar, success boolean, observed varchar,
    sentence varchar, sequence bigint);
create table if not exists ledger.releases (
    released_at timestamptz, subject varchar, subject_id varchar, identity varchar, reason varchar, sequence bigint);
create table if not exists ledger.retractions (
    retracted_at timestamptz, load_id varchar, identity varchar, reason varchar, releases_before bigint,
    sequence bigint);
create table if not exists ledger.publications (
    publication_id varchar, audience varchar, build_id varchar, as_of timestamptz, published_at timestamptz,
    code_version varchar, loads varchar[], sequence bigint, sha256 varchar);
create table if not exists ledger.builds (sequence bigint, build_id varchar, asked_at timestamptz);
create table if not exists ledger.recorded_builds (
    sequence bigint, build_id varchar, as_of timestamptz, recorded_at timestamptz);
create table if not exists ledger.recorded_reports (
    referral_id varchar, received_on date, county_fips varchar, screening_outcome varchar, finding_outcome varchar,
    counted_as varchar, from_sequence bigint, until_sequence bigint);
create table if not exists ledger.recorded_counts (
    period_type varchar, period_start date, period_label varchar, metric_id varchar, value bigint,
    from_sequence bigint, until_sequence bigint);
create table if not exists quarantine.rows (
    load_id varchar, extract varchar, file_name varchar, row_number bigint, key varchar,
    reasons struct(rule varchar, column_name varchar, shape varchar)[]);
"""

# The columns of a version beside its content. The two `_order` columns hold '-infinity' where nobody stated a time,
# because the time of loading must never decide between two rows. A sighting's `_time_notes` are its own; those of a
# version are joined from all its sightings, and `_own_time_notes` are what the first of them said.
ORDER_COLUMNS = """
    _load_id varchar, _extracted_at timestamptz, _order_updated_at timestamptz,
    _order_extracted_at timestamptz, _content_hash ubigint, _time_notes varchar"""


def count_of(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the one whole number that a query gives."""
    return int(con.execute(sql).fetchall()[0][0])


def next_sequence(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of the next entry of a table of the ledger.

    What came first and last follows from these numbers and from nothing else, because a clock can be set back.
    """
    return count_of(con, f"select coalesce(max(sequence), 0) + 1 from ledger.{table}")


def create_schema(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]) -> None:
    """Create every table that is missing, in one transaction."""
    con.begin()
    con.execute(_LEDGER)
    for contract in contracts.values():
        columns = ", ".join(f"{quote(each.name)} {each.duckdb_type}" for each in contract.stored)
        con.execute(
            f"create table if not exists raw.{contract.name} ({columns}, {ORDER_COLUMNS}, _own_time_notes varchar)"
        )
        con.execute(
            f"create table if not exists raw.{contract.name}_seen ({quote(contract.key)} varchar, {ORDER_COLUMNS})"
        )
    if not count_of(con, "select count(*) from ledger.meta"):
        con.execute("insert into ledger.meta values (?, ?)", [SCHEMA_VERSION, contract_version()])
    con.commit()


def open_landing(
    path: Path | None,
    contracts: dict[str, Contract],
    *,
    memory_limit: str | None = None,
    temp_directory: Path | None = None,
    threads: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open the landing file for writing, or one in memory where `path` is None. An older file is upgraded first.

    Raises NewerWarehouse if a later version of the program wrote the file, NoWarehouse if it is another DuckDB file,
    duckdb.Error if it can't be opened, duckdb.Error or OSError if it can't be upgraded.
    """
    if path and not path.exists():
        _make(path, contracts)
    con = open_database(path, memory_limit=memory_limit, threads=threads, spill_folder=temp_directory)
    version = landing_version(con)
    if version is None:
        _require_ours(con, path)
        _discard_unfinished(con)
    elif path and needs_upgrade(con, version, contracts):
        con.execute("checkpoint")
        con.close()
        upgrade_landing(
            path, version, contracts, memory_limit=memory_limit, temp_directory=temp_directory, threads=threads
        )
        con = open_database(path, memory_limit=memory_limit, threads=threads, spill_folder=temp_directory)
    # A row's number in its file follows from its place in the table that it was read into.
    con.execute("set preserve_insertion_order = true")
    if version is None or _lacks_a_table(con, contracts):
        create_schema(con, contracts)
    return con


def _lacks_a_table(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]) -> bool:
    """Whether an extract, or a table of the ledger, is newer than the file."""
    wanted = {f"raw.{each}" for name in contracts for each in (name, f"{name}_seen")}
    wanted.update(re.findall(r"create table if not exists ([\w.]+)", _LEDGER))
    rows = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return not wanted <= {name for (name,) in rows}


def _discard_unfinished(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what a killed program of version 1 left when it had begun to create a file: nothing has landed in it."""
    if count_of(con, "select count(*) from duckdb_tables() where schema_name = 'ledger' and estimated_size > 0"):
        return
    for schema in ("raw", "ledger", "quarantine"):
        con.execute(f"drop schema if exists {schema} cascade")


def landing_version(con: duckdb.DuckDBPyConnection) -> int | None:
    """The version of an open landing file; None for a new one.

    Raises NewerWarehouse if a later version of the program wrote the file; then it is closed.
    """
    there = "select count(*) from duckdb_tables() where schema_name = 'ledger' and table_name = 'meta'"
    if not count_of(con, there):
        return None
    version = con.execute("select max(schema_version) from ledger.meta").fetchall()[0][0]
    if version is not None and version > SCHEMA_VERSION:
        con.close()
        raise NewerWarehouse(version, SCHEMA_VERSION)
    return None if version is None else int(version)


def _make(path: Path, contracts: dict[str, Contract]) -> None:
    """Make a new landing file that appears whole or not at all: half a file could not be opened by the next command."""
    made = path.with_name(f"{path.name}.new")
    log, log_made = (each.with_name(f"{each.name}.wal") for each in (path, made))
    if log.exists():
        raise NoWarehouse(
            f"{path} is gone, but {log.name} is still there: put the file back, "
            "or move that one away too and restore the last backup."
        )
    made.unlink(missing_ok=True)
    log_made.unlink(missing_ok=True)
    try:
        with open_database(made) as con:
            create_schema(con, contracts)
            con.execute("checkpoint")
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
        log_made.unlink(missing_ok=True)


def _require_ours(con: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Close the file and raise NoWarehouse if it has tables, and none of them is a landing file's."""
    schemas = {schema for (schema,) in con.execute("select distinct schema_name from duckdb_tables()").fetchall()}
    if schemas and not schemas & {"raw", "ledger", "quarantine"}:
        con.close()
        raise NoWarehouse(
            f"{path} is a DuckDB file but no landing file: move it away, then put the landing file back "
            "or restore the last backup."
        )
