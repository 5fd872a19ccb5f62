"""Measures a batch, so that Great Expectations can judge it.

In: the rows in `_stage` and the ledger. Out: counts, codes and the time of the newest event; no other value of a row.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import duckdb

from ingest.contract import Contract
from ingest.sql_text import quote

HISTORY = 10


@dataclass(frozen=True)
class Limits:
    """The limits that hold a batch. A batch is held only if it exceeds both the share (of one) and the number."""

    max_quarantined_share: float = 0.02
    max_quarantined_rows: int = 20
    max_deleted_share: float = 0.05
    max_deleted_keys: int = 20


def measure(con: duckdb.DuckDBPyConnection, contract: Contract, present: set[str]) -> dict[str, Any]:
    """Count the nulls, codes and found references of the good rows in `_stage`, and find their newest event."""
    live = "from _stage where not _bad and not deleted"
    stored = [each for each in contract.stored if each.name not in ("deleted",)]
    nulls = con.execute(
        "select count(*), " + ", ".join(f"count(*) filter ({quote(each.name)} is null)" for each in stored) + f" {live}"
    ).fetchall()[0]
    columns = []
    for field, empty in zip(stored, nulls[1:], strict=True):
        codes = None
        if field.coded and field.name in present:
            codes = {
                str(code): number
                for code, number in con.execute(
                    f"select {quote(field.name)}, count(*) {live} and {quote(field.name)} is not null "
                    "group by 1 order by 1"
                ).fetchall()
            }
        columns.append(
            {
                "name": field.name,
                "type": field.type,
                "delivered": field.name in present,
                "nulls": empty,
                "codes": codes,
            }
        )
    references = []
    for each in contract.references:
        if each.column in present:
            rows, found = con.execute(
                f"select count(*), count(*) filter ({quote(each.column)} in "
                f"(select {quote(each.to_column)} from raw.{each.to} where not deleted)) "
                f"{live} and {quote(each.column)} is not null"
            ).fetchall()[0]
            references.append({"column": each.column, "to": each.to, "rows": rows, "found": found})
    event = next((each.name for each in contract.fields if each.type == "datetime" and each.required), "updated_at")
    newest = con.execute(f"select max({quote(event)}) {live}").fetchall()[0][0]
    return {
        "rows_good": nulls[0],
        "columns": columns,
        "references": references,
        "newest_event_at": newest.isoformat() if newest else None,
    }


def history(con: duckdb.DuckDBPyConnection, extract: str, before: datetime) -> list[dict[str, Any]]:
    """Return the profiles of the extract's last batches landed with a time before `before`, as shares, newest last."""
    rows = con.execute(
        """
        select p.profile from ledger.profiles p join ledger.loads l using (load_id)
        where p.extract = ? and l.status = 'landed' and l.extracted_at < ?
        order by l.extracted_at desc, l.load_id desc limit ?
        """,
        [extract, before, HISTORY],
    ).fetchall()
    return [_reduced(json.loads(each)) for (each,) in reversed(rows)]


def _reduced(profile: dict[str, Any]) -> dict[str, Any]:
    good = profile["rows_good"]
    return {
        "extracted_at": profile["extracted_at"],
        "kind": profile["kind"],
        "rows_in_file": profile["rows_in_file"],
        "nulls": {each["name"]: each["nulls"] / good for each in profile["columns"] if good and each["delivered"]},
        "codes": {
            each["name"]: {code: number / good for code, number in each["codes"].items()}
            for each in profile["columns"]
            if good and each["codes"]
        },
    }


def limits_as_dict(limits: Limits) -> dict[str, float]:
    """Return the limits as the profile carries them."""
    return asdict(limits)
