"""The daily job: ingest, build and publish, one after the other under one lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from hotline.building.build_file import build_from_landing
from hotline.building.dbt_run import parsed_beside
from hotline.commands.extracts.ingest import ingest_files, loads_exit_code
from hotline.commands.publications.publish import publication_exit_code
from hotline.commands.session import Session, writing_session
from hotline.publishing.judge import Judge, start_judge
from hotline.publishing.publish_build import publish_newest_build
from hotline.terminal.command_documents import RunDocument, build_document
from hotline.terminal.outcomes import RunOutcome, tell_run
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import first_that_holds
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import Settings, load_settings


def execute(paths: list[Path], until: date | datetime | None, as_json: bool) -> int:
    """Ingest the files at `paths`, build as of the moment `until` where one is given, and publish."""
    settings, reporting = load_settings(), Reporting(as_json)
    require_sound_seeds(settings.jurisdiction)
    with writing_session(settings, "run") as session, start_judge() as judge:
        result = ingest_build_publish(session, paths, until, judge, reporting)
    tell_run(result, reporting)
    document = RunDocument(result.loads, build_document(result.build) if result.build else None, result.published)
    reporting.document("run", result.exit_code, document)
    return result.exit_code


class _NothingToBuild(Exception):
    """Ends what runs beside ingest."""


def _anything_landed(home: Home, settings: Settings) -> bool:
    with landing_file(home, settings) as con:
        return bool(con.execute("select 1 from ledger.loads where status = 'landed' limit 1").fetchall())


def ingest_build_publish(
    session: Session, paths: Sequence[Path], until: date | datetime | None, judge: Judge, reporting: Reporting
) -> RunOutcome:
    """Ingest, build, publish.

    A file that is refused or held does not keep the others back: they land, are built and published, and the
    exit code says that something is to be mended. Where no file lands and none ever has, nothing is built.
    """
    home, settings = session.home, session.settings
    try:
        with parsed_beside(home, settings), reporting.files() as progress:
            loads = ingest_files(home, settings, paths, judge, progress)
            if loads and not _anything_landed(home, settings):
                raise _NothingToBuild
    except _NothingToBuild:
        return RunOutcome(loads, None, None, loads_exit_code(loads))
    with reporting.steps("Building") as step:
        built = build_from_landing(home, settings, session.lock, until, step)
    with reporting.waiting("Publishing"):
        published = publish_newest_build(home, settings, judge)
    code = first_that_holds(loads_exit_code(loads), publication_exit_code(published))
    return RunOutcome(loads, built, published, code)
