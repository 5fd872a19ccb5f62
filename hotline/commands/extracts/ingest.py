"""Land extracts: files or folders, a folder in the order of its names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import cast

from expectations.profile_shape import Profile
from hotline.commands.session import writing_session
from hotline.publishing.judge import Judge, JudgingFailed, start_judge
from hotline.terminal.command_documents import LoadedFiles
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import DONE, FAILED, HELD, QUARANTINED, first_that_holds
from hotline.warehouse.home import Home
from hotline.warehouse.log import log_mishap
from hotline.warehouse.program_files import seeds_of
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import Settings, load_settings
from ingest import land
from ingest.judging import JudgeBatch
from ingest.land import IngestSettings
from ingest.profile import Limits
from ingest.reading.bounds import Bounds
from ingest.storing.ledger import LoadResult

Progress = Callable[[LoadResult], None]


def execute(paths: list[Path], as_json: bool) -> int:
    """Land the files at `paths`, and say what became of each."""
    settings, reporting = load_settings(), Reporting(as_json)
    require_sound_seeds(settings.jurisdiction)
    with writing_session(settings, "ingest") as session, start_judge() as judge, reporting.files() as progress:
        results = ingest_files(session.home, settings, paths, judge, progress)
    if not results:
        reporting.remark("There is no extract in what was given: 'hotline template DIR' shows how one is named.")
    code = loads_exit_code(results)
    reporting.document("ingest", code, LoadedFiles(results))
    return code


def ingest_files(
    home: Home, settings: Settings, paths: Sequence[Path], judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Land files and folders. Raises JudgingFailed where a batch could not be judged; earlier files stay landed."""
    try:
        return land.ingest(
            paths,
            landing=home.landing,
            settings=ingest_settings(settings, home.temp),
            judge=asking(judge),
            progress=progress,
            tell=lambda mishap: log_mishap(home.logs, "ingest", mishap),
        )
    except land.JudgeFailed as error:
        raise JudgingFailed(str(error)) from None


def loads_exit_code(results: Sequence[LoadResult]) -> int:
    """1 if a file was refused, 4 if one was held, 3 if rows went to quarantine, else 0."""
    codes = {"refused": FAILED, "held": HELD}
    return first_that_holds(
        *(codes.get(each.status, QUARANTINED if each.rows_quarantined else DONE) for each in results)
    )


def ingest_settings(settings: Settings, temp: Path) -> IngestSettings:
    """The part of the settings that ingest needs; DuckDB spills into `temp`."""
    return IngestSettings(
        seeds=seeds_of(settings.jurisdiction),
        limits=Limits(
            settings.max_quarantined_share,
            settings.max_quarantined_rows,
            settings.max_deleted_share,
            settings.max_deleted_keys,
        ),
        bounds=Bounds(**{each.name: getattr(settings, each.name) for each in fields(Bounds)}),
        memory_limit=settings.memory_limit,
        temp_directory=temp,
        threads=settings.threads,
    )


def asking(judge: Judge) -> JudgeBatch:
    """The judge as ingest asks it."""
    return lambda profile: judge.judge_batch(cast("Profile", profile))
