"""The landing file, opened for writing, and the facts about it that a build needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache

import duckdb

from hotline.warehouse.home import Home
from hotline.warehouse.program_files import code_version, policy_version, seeds_of
from hotline.warehouse.publications.publication_ids import DeliveredFile, build_id
from hotline.warehouse.settings import Settings
from ingest.contract import Contract, load_contracts
from ingest.storing.landing import open_landing


def contracts_of(settings: Settings) -> dict[str, Contract]:
    """The contracts by extract, with the jurisdiction's code lists."""
    return _contracts(settings.jurisdiction)


@cache
def _contracts(jurisdiction: str) -> dict[str, Contract]:
    return load_contracts(seeds_of(jurisdiction))


@contextmanager
def landing_file(home: Home, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the landing file for writing; checkpoint and close it at the end. The lock must be held."""
    con = open_landing(
        home.landing,
        contracts_of(settings),
        memory_limit=settings.memory_limit,
        temp_directory=home.temp,
        threads=settings.threads,
    )
    try:
        yield con
        con.execute("checkpoint")
    finally:
        con.close()


def delivered_files(
    con: duckdb.DuckDBPyConnection, oversight: set[str], read_until: datetime | None
) -> list[DeliveredFile]:
    """The files that a build is made from and tells of, in the order of their ids.

    A delivery that had landed before is left out, because it says nothing new. `oversight` names the oversight office's
    extracts; a file that was extracted after `read_until` is left out where that is given.
    """
    rows = con.execute(
        "select load_id, status, extract, kind, file_sha256, "
        "case when extracted_at_source <> 'load_time' then extracted_at end "
        "from ledger.loads where status <> 'unchanged' "
        "and ($until is null or extracted_at is null or extracted_at <= $until) order by load_id",
        {"until": read_until},
    ).fetchall()
    return [
        DeliveredFile(load, status, extract, kind, sha256, stated, extract is None or extract in oversight)
        for load, status, extract, kind, sha256, stated in rows
    ]


def id_of_build(
    settings: Settings, deliveries: Iterable[DeliveredFile], as_of: datetime | None, read_until: datetime | None
) -> str:
    """The id of a build from these files by this program, with the seeds of the settings' jurisdiction."""
    return build_id(
        deliveries,
        as_of=as_of,
        read_until=read_until,
        code_version=code_version(),
        jurisdiction=settings.jurisdiction,
        policy_version=policy_version(seeds_of(settings.jurisdiction)),
    )


def landed_loads(con: duckdb.DuckDBPyConnection, oversight: set[str]) -> list[tuple[str, bool]]:
    """The files that have landed, each with whether it is of the oversight office's own extracts."""
    rows = con.execute("select load_id, extract from ledger.loads where status = 'landed'").fetchall()
    return [(str(load), extract in oversight) for load, extract in rows]


def newest_referrals(con: duckdb.DuckDBPyConnection, until: datetime | None) -> datetime | None:
    """When the newest landed file of referrals was extracted, of those up to `until` where that is given.

    Held and refused files do not count.
    """
    found = con.execute(
        "select max(extracted_at) from ledger.loads where status = 'landed' and extract = 'referrals' "
        "and ($until is null or extracted_at <= $until)",
        {"until": until},
    ).fetchone()
    return found[0] if found else None


def last_instant(con: duckdb.DuckDBPyConnection, until: date | datetime | None, zone: str) -> datetime | None:
    """The last instant of a day in a time zone; an instant is its own."""
    if until is None or isinstance(until, datetime):
        return until
    end = "?::timestamp + interval 1 day - interval 1 microsecond"
    found = con.execute(f"select timezone(?, {end})", [zone, until]).fetchone()
    assert found is not None
    instant: datetime = found[0]
    return instant
