"""To version 2: the ledger numbers builds, publications and everything else whose order counts, and shows fewer names.

In version 1 their order followed from the times in the ledger, and those come from a clock that can be set back.
Quarantine kept a hash of each key, whatever it was, and the ledger the names of files and of unknown columns as they
came.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from ingest.contract import Contract
from ingest.storing.upgrades.hide_names import hide_names

# Rows of a table lie in the order in which they were added.
_NUMBERED = ("loads", "releases", "publications")


def upgrade(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Add the list of builds, which begins empty, and number the rows that are there."""
    del contracts
    con.execute("create table ledger.builds (sequence bigint, build_id varchar, asked_at timestamptz)")
    for table in _NUMBERED:
        con.execute(f"alter table ledger.{table} add column sequence bigint")
        con.execute(f"update ledger.{table} set sequence = rowid + 1")
    # The rows of one judgement share a number.
    con.execute("alter table ledger.validations add column sequence bigint")
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
