"""Takes a landed batch back, so that the raw tables are what they would be had it never come.

In: the number of a load and a reason. Out: a `Retraction`; the ledger keeps the batch's line, and says that it was
taken back and why. Everything happens in one transaction.

Only the keys that the batch touched are worked on. What the batch brought leaves the raw tables. A version that another
batch brought too stays, and the first of its other sightings takes the place of the version. The deletions of full
files follow from everything else, so they are derived anew.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from ingest.contract import Contract
from ingest.sql_text import quote
from ingest.storing.deletions import ABSENT, delete_again
from ingest.storing.landing import next_sequence
from ingest.storing.recognise import Recorded, identity, landed_before, recorded, repeats

_TEMPORARY = ("_touched", "_taken", "_promoted", "_deletions")


@dataclass(frozen=True)
class Retraction:
    """A batch that was taken back. `repeats` names the lines of the same delivery that had said nothing new."""

    load_id: str
    extract: str
    file_name: str
    retracted_at: datetime
    rows_in_file: int
    repeats: list[str]


class NotLanded(Exception):
    """There is nothing to take back; the message says why, in one sentence."""


def retract(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], load_id: str, reason: str) -> Retraction:
    """Take a landed batch back. Raises NotLanded if the load is not a landed one."""
    line = recorded(con, load_id)
    if line is None or line.status != "landed":
        raise NotLanded(_why_not(con, load_id, line))
    delivery, sha256 = line.delivery, str(line.sha256)
    now, repeated = datetime.now(UTC), repeats(con, delivery, sha256)
    con.begin()
    try:
        _take_out(con, contracts[str(delivery.extract)], load_id)
        con.execute(
            """
            insert into ledger.retractions
            select ?, ?, ?, ?, (select coalesce(max(sequence), 0) from ledger.releases), ?
            """,
            [now, load_id, identity(delivery, sha256), reason, next_sequence(con, "retractions")],
        )
        con.execute("update ledger.loads set status = 'retracted' where list_contains(?, load_id)",
                    [[load_id, *repeated]])  # fmt: skip
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
    finally:
        for table in _TEMPORARY:
            with suppress(duckdb.Error):
                con.execute(f"drop table if exists temp.{table}")
    return Retraction(load_id, str(delivery.extract), line.file_name, now, line.rows or 0, repeated)


def _why_not(con: duckdb.DuckDBPyConnection, load_id: str, line: Recorded | None) -> str:
    if line is None:
        return f"There is no load {load_id}: 'hotline status' lists the loads."
    if line.status == "retracted":
        return f"{load_id} was taken back already."
    if line.status == "unchanged":
        landed = landed_before(con, line.delivery, str(line.sha256))
        first = f": take that one back (hotline retract {landed[0]})" if landed else ""
        return f"{load_id} brought nothing, because it repeats a delivery that had landed{first}."
    return f"{load_id} was {line.status}, so nothing of it landed, and there is nothing to take back."


def _take_out(con: duckdb.DuckDBPyConnection, contract: Contract, load_id: str) -> None:
    """Leave in the raw tables and beside them what would be there without the load."""
    raw, seen, key = f"raw.{contract.name}", f"raw.{contract.name}_seen", quote(contract.key)
    touched = "select key from _touched"
    con.execute(
        f"""
        create or replace temp table _touched as
        select {key} as key from {raw} where _load_id = '{load_id}'
        union
        select {key} from {seen} where _load_id = '{load_id}'
        """
    )
    for table in ("quarantine.rows", "ledger.delivered_columns"):
        con.execute(f"delete from {table} where load_id = ?", [load_id])
    going = f"{key} in ({touched}) and (_load_id = '{load_id}' or _time_notes is not distinct from '{ABSENT}')"
    con.execute(f"create or replace temp table _taken as select * from {raw} where {going}")
    con.execute(f"delete from {raw} where {going}")
    con.execute(f"delete from {seen} where {going}")
    _promote(con, contract)
    _join_time_notes_again(con, contract)
    delete_again(con, contract, touched, without=load_id)


def _promote(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make the first other sighting of each version in `_taken` the version."""
    raw, seen, key = f"raw.{contract.name}", f"raw.{contract.name}_seen", quote(contract.key)
    con.execute(
        f"""
        create or replace temp table _promoted as
        select s.* from {seen} s
        semi join _taken t on t.{key} = s.{key} and t._content_hash = s._content_hash
        join ledger.loads l on l.load_id = s._load_id
        qualify row_number() over (partition by s.{key}, s._content_hash order by l.sequence) = 1
        """
    )
    content = ", ".join(f"t.{quote(each.name)}" for each in contract.stored)
    con.execute(
        f"""
        insert into {raw} by name
        select {content}, p._load_id, p._extracted_at, p._order_updated_at, p._order_extracted_at, p._content_hash,
            p._time_notes, p._time_notes as _own_time_notes
        from _promoted p join _taken t on t.{key} = p.{key} and t._content_hash = p._content_hash
        """
    )
    con.execute(
        f"delete from {seen} s using _promoted p "
        f"where s.{key} = p.{key} and s._content_hash = p._content_hash and s._load_id = p._load_id"
    )


def _join_time_notes_again(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Join the time notes of the touched versions from the sightings that are left."""
    raw, seen, key = f"raw.{contract.name}", f"raw.{contract.name}_seen", quote(contract.key)
    con.execute(
        f"""
        update {raw} r set _time_notes = greatest(r._own_time_notes, (
            select max(s._time_notes) from {seen} s where s.{key} = r.{key} and s._content_hash = r._content_hash))
        where r.{key} in (select key from _touched) and not r.deleted
        """
    )
