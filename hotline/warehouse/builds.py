"""The builds that passed: the ledger lists them in the order in which they were asked for.

A build counts if its file is there and the ledger lists it. The file comes first and the row after it, so a crash
between the two leaves a file that counts for nothing; the same build is then made again. Neither a clock nor the time
of a file decides which build is the newest.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.publications.publication_ids import is_rebuild
from hotline.warehouse.settings import Settings
from ingest.storing.landing import next_sequence

# Of the builds from everything, and of the rebuilds as of a moment that was asked for.
KEPT_BUILDS, KEPT_REBUILDS = 2, 1


def list_build(con: duckdb.DuckDBPyConnection, build_id: str, asked_at: datetime) -> None:
    """Make a build whose file is in its place the newest."""
    if build_id not in _listed(con)[:1]:
        con.execute("insert into ledger.builds values (?, ?, ?)", [next_sequence(con, "builds"), build_id, asked_at])


def passed_builds(con: duckdb.DuckDBPyConnection, home: Home) -> list[Path]:
    """The files of the builds that passed, the newest first."""
    files = [home.build(name) for name in _listed(con)]
    return [path for path in files if path.is_file()]


def newest_build(home: Home, settings: Settings) -> Path | None:
    """The file of the newest build; None where there is none. The lock must be held."""
    if not home.landing.exists():
        return None
    with landing_file(home, settings) as con:
        return newest_of(con, home)


def newest_of(con: duckdb.DuckDBPyConnection, home: Home) -> Path | None:
    """The file of the build that was asked for last; None where it is gone, because an older one is not the newest."""
    path = next((home.build(name) for name in _listed(con)), None)
    return path if path and path.exists() else None


def newest_of_each_kind(con: duckdb.DuckDBPyConnection, home: Home) -> list[Path]:
    """The files of the newest build from everything and of the newest rebuild, as far as they are there."""
    listed = _listed(con)
    newest = (next((name for name in listed if is_rebuild(name) is kind), None) for kind in (False, True))
    return [path for name in newest if name and (path := home.build(name)).exists()]


def prune_builds(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Remove all builds but the newest ones of each kind, and every file that the ledger does not list."""
    passed = passed_builds(con, home)
    kept = [path for path in passed if not is_rebuild(path.stem)][:KEPT_BUILDS]
    kept += [path for path in passed if is_rebuild(path.stem)][:KEPT_REBUILDS]
    for path in home.builds.glob("*.duckdb"):
        if path not in kept and path != home.warehouse:
            path.unlink()


def _listed(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("select build_id from ledger.builds group by build_id order by max(sequence) desc").fetchall()
    return [str(name) for (name,) in rows]
