"""Places each delivered row among the versions of its key, with the same result in any order of files.

In: the good rows of `_stage`. Out: versions and sightings in the raw tables, and a `Standing`. A version's place is
(updated_at, extracted_at, content); a time that nobody stated comes before all others. Everything here follows from the
set of versions alone, so the same files in any order end in the same set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.contract import Contract
from ingest.reading.rows.content import DELETION
from ingest.sql_text import instant, quote
from ingest.storing.deletions import Deleted, delete_absent, delete_where_later_full_files_lack
from ingest.storing.landing import count_of


@dataclass(frozen=True)
class Standing:
    """Counts of a batch's rows and of its extract's keys.

    Rows `loaded` became current, rows `unchanged` said nothing new, rows `superseded` were older than a version that is
    there, and rows `contradicting` were set aside. For a full file, `keys_before` counts the keys that were current and
    `deleted` those that the file deleted.
    """

    loaded: int
    unchanged: int
    superseded: int
    contradicting: int
    keys_before: int
    deleted: Deleted


def find_contradictions(con: duckdb.DuckDBPyConnection, stated: datetime | None) -> int:
    """Group the good rows of `_stage` into `_narrow`, one row per key and content.

    Rows of one key and time that differ leave `_narrow`; their keys and times go to `_contradicting`. Returns how many
    rows those are.
    """
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
    """Append the rows of `_narrow` to the raw tables, inside the caller's transaction.

    `stated` is extracted_at if the manifest or the name stated it, else None. If `full`, the keys that the file lacks
    are deleted.
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
    # Insert the rows in the order in which they were read: sorting them by place would cost more than everything else.
    con.execute(
        f"""
        insert into {raw} by name
        select {columns}, '{load_id}' as _load_id, {at} as _extracted_at,
            coalesce(s.updated_at, {moment}) as _order_updated_at, {moment} as _order_extracted_at,
            s._content_hash, s._time_notes, s._time_notes as _own_time_notes
        from _stage s
        where not s._bad {"" if _is_all_new(con) else "and s.rowid in (select place from _placed where not is_known)"}
        """
    )
    con.execute(
        f"insert into {seen} select key, '{load_id}', {at}, order_updated_at, {moment}, hash, time_notes "
        "from _placed where is_known"
    )
    _join_time_notes(con, contract, load_id)
    deleted = delete_absent(con, contract, load_id, stated) if full and stated is not None else Deleted()
    counts = dict(con.execute("select standing, count(*) from _placed group by standing").fetchall())
    repeated = count_of(con, "select coalesce(sum(copies - 1), 0) from _placed")
    return Standing(
        loaded=counts.get("loaded", 0),
        unchanged=counts.get("unchanged", 0) + repeated,
        superseded=counts.get("superseded", 0),
        contradicting=contradicting,
        keys_before=keys_before,
        deleted=deleted,
    )


def _join_time_notes(con: duckdb.DuckDBPyConnection, contract: Contract, load_id: str) -> None:
    """Keep the time note of a version, whichever of its rows came first, and what the rows of each file said.

    One instant may be written as a wall-clock time that needs a note and as a time that needs none. Both rows have the
    same content, so they are one version.
    """
    con.execute(
        f"""
        update raw.{contract.name} r set _time_notes = greatest(r._time_notes, p.time_notes),
            _own_time_notes = case
                when r._load_id = '{load_id}' then greatest(r._own_time_notes, p.time_notes) else r._own_time_notes
            end
        from _placed p
        where not p.deleted and p.time_notes is not null
            and r.{quote(contract.key)} = p.key and r._content_hash = p.hash
            and r._time_notes is distinct from greatest(r._time_notes, p.time_notes)
        """
    )


def _is_all_new(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether every good row is a new version, so that no row needs to be picked out."""
    return bool(
        con.execute(
            "select (select count(*) from _stage where not _bad) = (select count(*) from _placed where not is_known)"
        ).fetchall()[0][0]
    )


def _existing(con: duckdb.DuckDBPyConnection, contract: Contract, condition: str) -> None:
    """Make `_existing`: the key, content and place of each version and sighting that meets `condition`.

    `condition` is a SQL where clause, in which {key} stands for the key column; an empty one takes every key.
    """
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
    """Make `_current`, the keys that are in the warehouse now, and return their number."""
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
