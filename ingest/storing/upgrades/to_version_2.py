"""To version 2: the ledger numbers builds, publications and everything else whose order counts.

In version 1 their order followed from the times in the ledger, and those come from a clock that can be set back. The
ledger also keeps the hash of each published file.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from ingest.contract import Contract

_NUMBERED = ("loads", "releases", "publications", "validations")


def upgrade(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    """Add the list of builds, which begins empty, and number the rows that are there."""
    del contracts
    con.execute("create table ledger.builds (sequence bigint, build_id varchar, asked_at timestamptz)")
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
