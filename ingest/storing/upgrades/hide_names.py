"""Replaces the names in a ledger of version 1 by the form in which later versions show them.

In: an open landing file. Out: the same file. A file's name is shown without words about people, a reason begins with
that name, and a note on unknown columns gives their number and not their names. The path of a file stays.
"""

from __future__ import annotations

import re

import duckdb

from ingest.reading.shown_names import shown_name

_UNKNOWN_COLUMNS = re.compile(r"(ignored, unread): [^;]*")


def hide_names(con: duckdb.DuckDBPyConnection) -> None:
    """Rewrite the names of files and of unknown columns in the ledger and in quarantine."""
    loads = con.execute("select load_id, file_name, reason, notes from ledger.loads").fetchall()
    for load_id, name, reason, notes in loads:
        shown = shown_name(name or "")
        con.execute(
            "update ledger.loads set file_name = ?, reason = ?, notes = ? where load_id = ?",
            [
                shown,
                f"{shown}: {reason.removeprefix(f'{name}: ')}" if reason and reason.startswith(f"{name}: ") else reason,
                _UNKNOWN_COLUMNS.sub(r"\1", notes) if notes else notes,
                load_id,
            ],
        )
    for table in ("ledger.rejections", "quarantine.rows"):
        con.execute(f"update {table} as t set file_name = l.file_name from ledger.loads l where l.load_id = t.load_id")
