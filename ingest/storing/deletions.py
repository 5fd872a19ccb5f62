"""Deletes the keys that a full file lacks, with the same result in any order of files.

In: the rows of a file in `_stage` and `_narrow`. Out: deletions in the raw tables. A deletion is a version like any
other; it keeps only the key of the deleted row and the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.contract import Contract
from ingest.reading.rows.content import DELETION, content_hash
from ingest.sql_text import instant, quote

ABSENT = "absent from a full file"


@dataclass(frozen=True)
class Deleted:
    """How many current keys a full file deletes.

    `in_doubt` counts those of them that a file without any time brought after the full file's time: nobody knows
    whether the full file lacks them because they were gone, or because they were not there yet.
    """

    keys: int = 0
    in_doubt: int = 0


def delete_absent(con: duckdb.DuckDBPyConnection, contract: Contract, load_id: str, stated: datetime) -> Deleted:
    """Delete each key that was in the warehouse at the file's time and is not in the file.

    The deletions take effect at `stated`, the file's time.
    """
    key, moment = quote(contract.key), instant(stated)
    timeless = f"_order_updated_at = {instant(None)} and _extracted_at >= {moment}"
    con.execute(
        f"""
        create or replace temp table _absent as
        select distinct r.{key} as key, '{load_id}' as load_id, {moment} as deleted_at
        from raw.{contract.name} r
        left join raw.{contract.name}_seen s on s.{key} = r.{key} and s._content_hash = r._content_hash
        where not r.deleted
            and least(r._order_extracted_at, coalesce(s._order_extracted_at, r._order_extracted_at)) <= {moment}
        and r.{key} not in (select _key from _stage where _key is not null)
        """
    )
    keys, in_doubt = con.execute(
        f"""
        select count(*), count(*) filter (c.key in (
            select {key} from raw.{contract.name}
            where not deleted and {timeless}
            union all
            select {key} from raw.{contract.name}_seen
            where {timeless} and _content_hash < {DELETION}))
        from _current c join _absent a using (key)
        where {{'u': {moment}, 'e': {moment}}} >= {{'u': c.top.u, 'e': c.top.e}}
        """
    ).fetchall()[0]
    _insert_deletions(con, contract, "select key, load_id, deleted_at from _absent")
    return Deleted(keys, in_doubt)


def delete_where_later_full_files_lack(
    con: duckdb.DuckDBPyConnection, contract: Contract, stated: datetime | None
) -> None:
    """Delete the keys of `_narrow` that a landed full file of the same or a later time lacks.

    A deletion takes effect at the full file's time. The rows of a file without a stated time are deleted too: had the
    file come before the full file, the full file would have deleted them.
    """
    for each in _full_files(con, contract, instant(stated)):
        _insert_deletions(con, contract, each.lacks(contract, "select key from _narrow where not deleted"))


def delete_again(con: duckdb.DuckDBPyConnection, contract: Contract, keys: str, *, without: str) -> None:
    """Derive the deletions of all landed full files but the load `without` anew, for keys that have none of them now.

    `keys` is SQL that gives these keys.
    """
    key = quote(contract.key)
    for each in _full_files(con, contract, instant(None)):
        if each.load_id == without:
            continue
        there = f"""
            select {key} as key from raw.{contract.name}
            where not deleted and _order_extracted_at <= {each.moment} and {key} in ({keys})
            union all
            select {key} from raw.{contract.name}_seen
            where _content_hash < {DELETION} and _order_extracted_at <= {each.moment} and {key} in ({keys})"""
        _insert_deletions(con, contract, each.lacks(contract, there))


@dataclass(frozen=True)
class _FullFile:
    """A landed full file that deletes what it lacks; `moment` is its time as SQL."""

    load_id: str
    moment: str

    def lacks(self, contract: Contract, keys: str) -> str:
        """SQL that gives (key, load_id, deleted_at) for those of `keys` that the file lacks.

        `keys` is SQL that gives a column `key`. The file has the keys of its rows, the quarantined ones among them.
        """
        key = quote(contract.key)
        return f"""
            select n.key, '{self.load_id}' as load_id, {self.moment} as deleted_at
            from (select distinct key from ({keys})) n
            where n.key not in (
                select {key} from raw.{contract.name}
                where _load_id = '{self.load_id}' and _time_notes is distinct from '{ABSENT}'
                union all
                select {key} from raw.{contract.name}_seen
                where _load_id = '{self.load_id}' and _time_notes is distinct from '{ABSENT}')
            and n.key not in (
                select key from quarantine.rows where load_id = '{self.load_id}' and key is not null)
        """


def _full_files(con: duckdb.DuckDBPyConnection, contract: Contract, earliest: str) -> list[_FullFile]:
    """The landed full files that delete what they lack, from the time `earliest` on, in the order of landing."""
    rows = con.execute(
        f"""
        select load_id, extracted_at from ledger.loads
        where extract = ? and kind = 'full' and status = 'landed' and deletes_absent and extracted_at >= {earliest}
        order by sequence
        """,
        [contract.name],
    ).fetchall()
    return [_FullFile(load_id, instant(at)) for load_id, at in rows]


def _insert_deletions(con: duckdb.DuckDBPyConnection, contract: Contract, keys: str) -> None:
    """Append deletions for `keys`, SQL that gives (key, load_id, deleted_at). They keep nothing else of a row.

    If a file has stated the same deletion itself, the version is there already; this is then a sighting of it.
    """
    raw, seen, key = f"raw.{contract.name}", f"raw.{contract.name}_seen", quote(contract.key)
    blank = ", ".join(
        {
            contract.key: f"k.key as {quote(contract.key)}",
            "updated_at": "k.deleted_at as updated_at",
            "deleted": "true as deleted",
        }.get(each.name, f"cast(null as {each.duckdb_type}) as {quote(each.name)}")
        for each in contract.stored
    )
    con.execute(
        f"""
        create or replace temp table _deletions as
        select d.*, {content_hash(contract, "d.")} as _content_hash
        from (select {blank}, k.load_id as _load, k.deleted_at as _at from ({keys}) k) d
        """
    )
    con.execute(
        f"""
        insert into {seen}
        select d.{key}, d._load, d._at, d._at, d._at, d._content_hash, '{ABSENT}' from _deletions d
        semi join {raw} r on r.{key} = d.{key} and r._content_hash = d._content_hash and r._order_extracted_at <> d._at
        anti join {seen} s on s.{key} = d.{key} and s._content_hash = d._content_hash and s._order_extracted_at = d._at
        """
    )
    con.execute(
        f"""
        insert into {raw} by name
        select d.* exclude (_load, _at), d._load as _load_id, d._at as _extracted_at, d._at as _order_updated_at,
            d._at as _order_extracted_at, '{ABSENT}' as _time_notes
        from _deletions d
        anti join {raw} r on r.{key} = d.{key} and r._content_hash = d._content_hash
        """
    )
