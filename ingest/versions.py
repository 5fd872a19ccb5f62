"""Where a delivered row stands among the versions of its key, whatever the order of the files.

A version's place is (updated_at, extracted_at, content), each only as far as somebody stated it. Everything
here follows from the set of versions alone, so the same files in any order end in the same set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.content import DELETION
from ingest.contract import Contract
from ingest.deletions import delete_absent, delete_where_later_full_files_lack
from ingest.landing import count_of
from ingest.sql_text import instant, quote


@dataclass(frozen=True)
class Standing:
    """How many rows of a batch became current, said nothing new, or were older than what is there."""

    loaded: int
    unchanged: int
    superseded: int
    contradicting: int
    keys_before: int
    keys_deleted: int


def find_contradictions(con: duckdb.DuckDBPyConnection, stated: datetime | None) -> int:
    """Group the good rows of `_stage` into `_narrow`; rows of one key and time that differ go to
    `_contradicting`. Returns how many rows those are."""
    con.execute(
        f"""
        create or replace temp table _narrow as
        select _key as key, _content_hash as hash, coalesce(updated_at, {instant(stated)}) as order_updated_at,
            updated_at, deleted, count(*) as copies, min(rowid) as place,
            max(_time_notes) as time_notes
        from _stage where not _bad group by all
        """
    )
    con.execute(
        """
        create or replace temp table _contradicting as
        select key, updated_at, sum(copies) as copies from _narrow group by all having count(*) > 1
        """
    )
    contradicting = count_of(con, "select coalesce(sum(copies), 0) from _contradicting")
    if contradicting:
        con.execute(
            "delete from _narrow using _contradicting c where _narrow.key = c.key "
            "and _narrow.updated_at is not distinct from c.updated_at"
        )
    return contradicting


def place(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    *,
    load_id: str,
    extracted_at: datetime,
    stated: datetime | None,
    full: bool,
    contradicting: int,
) -> Standing:
    """Append what `_narrow` brings to the raw tables, inside the caller's transaction.

    `stated` is extracted_at where manifest or name gave it, else None. `full` deletes the keys that the file
    lacks.
    """
    raw, seen = f"raw.{contract.name}", f"raw.{contract.name}_seen"
    keys_before = _current_keys(con, contract) if full else 0
    delete_where_later_full_files_lack(con, contract, stated)
    _existing(con, contract, "where {key} in (select key from _narrow)")
    moment = instant(stated)
    con.execute(
        f"""
        create or replace temp table _placed as
        with winner as (
            select key, max({{'u': order_updated_at, 'e': order_extracted_at, 'h': hash}}) as top
            from _existing group by key
        ), file_winner as (
            select key, max({{'u': order_updated_at, 'h': hash}}) as top from _narrow group by key
        ), known as (select distinct key, hash from _existing)
        select n.*, known.hash is not null as is_known,
            case
                when n.hash = winner.top.h then 'unchanged'
                when file_winner.top.h = n.hash and (winner.top is null or
                    {{'u': n.order_updated_at, 'e': {moment}, 'h': n.hash}} > winner.top) then 'loaded'
                when known.hash is not null then 'unchanged'
                else 'superseded'
            end as standing
        from _narrow n
        join file_winner on file_winner.key = n.key
        left join winner on winner.key = n.key
        left join known on known.key = n.key and known.hash = n.hash
        """
    )
    at = f"timestamptz '{extracted_at.isoformat(sep=' ')}'"
    columns = ", ".join(f"s.{quote(each.name)}" for each in contract.stored)
    # Rows go in as they were read: sorting them by place would cost more than all the rest.
    con.execute(
        f"""
        insert into {raw}
        select {columns}, '{load_id}', {at}, coalesce(s.updated_at, {moment}), {moment}, s._content_hash, s._time_notes
        from _stage s
        where not s._bad {"" if _is_all_new(con) else "and s.rowid in (select place from _placed where not is_known)"}
        """
    )
    con.execute(
        f"insert into {seen} select key, '{load_id}', {at}, order_updated_at, {moment}, hash "
        "from _placed where is_known"
    )
    _join_time_notes(con, contract)
    keys_deleted = delete_absent(con, contract, load_id, stated) if full and stated is not None else 0
    counts = dict(con.execute("select standing, count(*) from _placed group by standing").fetchall())
    repeated = count_of(con, "select coalesce(sum(copies - 1), 0) from _placed")
    return Standing(
        loaded=counts.get("loaded", 0),
        unchanged=counts.get("unchanged", 0) + repeated,
        superseded=counts.get("superseded", 0),
        contradicting=contradicting,
        keys_before=keys_before,
        keys_deleted=keys_deleted,
    )


def _join_time_notes(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """The same instant may be written as a wall-clock time that needs a note and as one that needs none.

    The content is the same, so one version stands for both; the note stays whichever came first.
    """
    con.execute(
        f"""
        update raw.{contract.name} r set _time_notes = greatest(r._time_notes, p.time_notes)
        from _placed p
        where not p.deleted and p.time_notes is not null
            and r.{quote(contract.key)} = p.key and r._content_hash = p.hash
            and r._time_notes is distinct from greatest(r._time_notes, p.time_notes)
        """
    )


def _is_all_new(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether every good row is a version that is not there yet, so that none needs to be picked out."""
    return bool(
        con.execute(
            "select (select count(*) from _stage where not _bad) = (select count(*) from _placed where not is_known)"
        ).fetchall()[0][0]
    )


def _existing(con: duckdb.DuckDBPyConnection, contract: Contract, condition: str) -> None:
    """Every place at which a version of these keys stands: versions and sightings, narrow."""
    key = quote(contract.key)
    condition = condition.format(key=key)
    con.execute(
        f"""
        create or replace temp table _existing as
        select {key} as key, _content_hash as hash, _order_updated_at as order_updated_at,
            _order_extracted_at as order_extracted_at
        from raw.{contract.name} {condition}
        union all
        select {key}, _content_hash, _order_updated_at, _order_extracted_at
        from raw.{contract.name}_seen {condition}
        """
    )


def _current_keys(con: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """Make `_current`, the keys that are in the warehouse now, and count them."""
    _existing(con, contract, "")
    con.execute(
        f"""
        create or replace temp table _current as
        with winner as (
            select key, max({{'u': order_updated_at, 'e': order_extracted_at, 'h': hash}}) as top
            from _existing group by key
        )
        select key, top from winner where top.h < {DELETION}
        """
    )
    return count_of(con, "select count(*) from _current")
