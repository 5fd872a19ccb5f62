"""From the landing file to a build file with every mart, as of one instant; a build that fails leaves no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from hotline.building.dbt_run import run_dbt
from hotline.building.published_objects import write_published_objects
from hotline.building.state_words import state_words
from hotline.building.withheld_rows import write_withheld_rows
from hotline.warehouse.builds import list_build, passed_builds, prune_builds
from hotline.warehouse.disk.files import rename_database
from hotline.warehouse.disk.limited_database import open_limited
from hotline.warehouse.documents import fields_of
from hotline.warehouse.errors import WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.landed import (
    contracts_of,
    delivered_files,
    id_of_build,
    landing_file,
    last_instant,
    newest_referrals,
)
from hotline.warehouse.program_files import code_version, seeds_of
from hotline.warehouse.publications.publication_ids import DeliveredFile
from hotline.warehouse.settings import Settings
from ingest.contract import oversight_extracts, time_zone
from ingest.database import insert_rows
from ingest.storing.reasons_to_hold import CENTURY


@dataclass(frozen=True)
class PassedBuild:
    """A build that passed. `made` is false where the same build was there already."""

    build_id: str
    path: Path
    as_of: datetime | None
    time_zone: str
    made: bool


@dataclass(frozen=True)
class _Begun:
    """What a new build file says of itself: the parameters of control.build."""

    build_id: str
    as_of: datetime | None
    time_zone: str
    read_until: datetime | None
    jurisdiction: str
    code_version: str


def build_from_landing(
    home: Home,
    settings: Settings,
    lock: int,
    until: date | datetime | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> PassedBuild:
    """Build from everything that has landed, or from what had been extracted by the day's end, or the instant, `until`.

    The build is as of the newest referrals among that, so no clock runs past the data that it judges. dbt inherits the
    descriptor `lock`; `on_progress` gets the numbers of steps done and of all steps.
    Raises CommandError if a model or a test of it fails; then no build is left, and the last one stays. Raises
    WrongUsage if `until` lies over a century ahead: that is a slip.
    """
    if until and until.year > (datetime.now(UTC) + CENTURY).year:
        raise WrongUsage(f"{until:%Y-%m-%d} is over a century ahead: build as of a moment that has come.")
    zone = time_zone(seeds_of(settings.jurisdiction))
    contracts = contracts_of(settings)
    oversight = set(oversight_extracts())
    with landing_file(home, settings) as con:
        asked = last_instant(con, until, zone)
        as_of = newest_referrals(con, asked)
        read_until = asked and (as_of or asked)
        found = delivered_files(con, oversight, read_until)
        name = id_of_build(settings, found, as_of, read_until)
        path = home.build(name)
        if path in passed_builds(con, home):
            list_build(con, name, datetime.now(UTC))
            return PassedBuild(name, path, as_of, zone, made=False)
    begun = _Begun(name, as_of, zone, read_until, settings.jurisdiction, code_version())
    try:
        _begin(home, settings, begun, found, sorted(set(contracts) - oversight))
        nodes = run_dbt(home, settings, lock, on_progress)
        with open_limited(home.warehouse, settings, home.temp) as con:
            write_published_objects(con, nodes, state_words(settings.jurisdiction))
            write_withheld_rows(con, nodes)
            con.execute("checkpoint")
        rename_database(home.warehouse, path)
    except BaseException:
        _remove_unfinished(home)
        raise
    with landing_file(home, settings) as con:
        list_build(con, name, datetime.now(UTC))
        prune_builds(con, home)
    return PassedBuild(name, path, as_of, zone, made=True)


def _begin(
    home: Home, settings: Settings, begun: _Begun, found: list[DeliveredFile], agency_extracts: list[str]
) -> None:
    """Make a file that says what it is a build of; dbt adds the rest."""
    _remove_unfinished(home)
    with open_limited(home.warehouse, settings, home.temp) as con:
        con.execute("create schema control")
        con.execute(
            "create table control.build as select $build_id::varchar as build_id, $as_of::timestamptz as as_of, "
            "timezone($time_zone, $as_of::timestamptz)::date as as_of_on, $read_until::timestamptz as read_until, "
            "$jurisdiction::varchar as jurisdiction, $time_zone::varchar as time_zone, "
            "$code_version::varchar as code_version",
            fields_of(begun),
        )
        con.execute("create table control.loads (load_id varchar, oversight boolean)")
        landed = [(each.load_id, each.oversight) for each in found if each.status == "landed"]
        insert_rows(con, "control.loads", landed)
        con.execute(
            "create table control.agency_extracts as select unnest(?::varchar[]) as extract",
            [agency_extracts],
        )


def _remove_unfinished(home: Home) -> None:
    for path in home.builds.glob("warehouse.duckdb*"):
        path.unlink(missing_ok=True)
