"""To version 2: the ledger numbers builds, publications and everything else whose order counts, and shows fewer names.

In version 1 their order followed from the times in the ledger, and those come from a clock that can be set back.
Quarantine kept a hash of each key, whatever it was, and the ledger the names of files and of unknown columns as they
came. The ledger of version 2 keeps the hash of each published file.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from ingest.contract import Contract
from ingest.storing.upgrades.hide_names import hide_names

_NUMBERED = ("loads", "releases", "publications", "validations")
# What a version's time notes say where a full file lacks its key.
_ABSENT = "absent from a full file"


def upgrade(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Add the lists of builds and retractions, which begin empty, number what is there, and keep its time notes."""
    con.execute("create table ledger.builds (sequence bigint, build_id varchar, asked_at timestamptz)")
    con.execute(
        "create table ledger.retractions (retracted_at timestamptz, load_id varchar, identity varchar, reason varchar, "
        "releases_before bigint, sequence bigint)"
    )
    # Within a transaction, DuckDB alters no table that was updated.
    for table in _NUMBERED:
        con.execute(f"alter table ledger.{table} add column sequence bigint")
    # The first command that writes takes the hash of each file that is current.
    con.execute("alter table ledger.publications add column sha256 varchar")
    # Rows of a table lie in the order in which they were added.
    for table in _NUMBERED:
        con.execute(f"update ledger.{table} set sequence = rowid + 1")
    # The rows of one judgement share a number.
    con.execute(
        """
        update ledger.validations as rows set sequence = judged.sequence
        from (
            select validated_at, subject, subject_id, row_number() over (order by min(rowid)) as sequence
            from ledger.validations group by all
        ) as judged
        where rows.validated_at = judged.validated_at and rows.subject = judged.subject
            and rows.subject_id = judged.subject_id
        """
    )
    for contract in contracts.values():
        _keep_time_notes(con, contract)
    # A table that was updated can't be altered in the same transaction, so values change last.
    _forget_hashes(con)
    hide_names(con)


def _forget_hashes(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the hashes of keys in quarantine.

    The full file of a row whose key was kept as a hash alone deletes nothing more: that key may be any that it lacks.
    """
    con.execute(
        """
        update ledger.loads set deletes_absent = false
        where load_id in (select load_id from quarantine.rows where key is null and key_hash is not null)
        """
    )
    con.execute("alter table quarantine.rows drop column key_hash")


def _keep_time_notes(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Keep what each sighting of a version said of its times, so that a batch can be taken back.

    Version 1 kept the notes of a version alone: its first sighting is taken to have said them.
    """
    there = con.execute(
        "select count(*) from duckdb_tables() "
        "where database_name = current_database() and schema_name = 'raw' and table_name = ?",
        [contract.name],
    ).fetchall()[0][0]
    if not there:
        return
    raw, seen = f"raw.{contract.name}", f"raw.{contract.name}_seen"
    con.execute(f"alter table {raw} add column _own_time_notes varchar")
    con.execute(f"update {raw} set _own_time_notes = _time_notes where _time_notes <> '{_ABSENT}'")
    con.execute(f"alter table {seen} add column _time_notes varchar")
    # A full file's deletion of a key that it lacks takes effect at the file's time. A row that a file itself marked as
    # deleted does so only without updated_at, and such a file can't be told apart here.
    con.execute(
        f"""
        update {seen} as seen set _time_notes = '{_ABSENT}' from ledger.loads as loads
        where seen._load_id = loads.load_id and loads.deletes_absent and seen._content_hash >= 9223372036854775808
            and seen._order_updated_at = loads.extracted_at and seen._order_extracted_at = loads.extracted_at
        """
    )
