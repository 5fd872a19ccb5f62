"""Hold extracts against the contract; store nothing and print no value."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from hotline.commands.extracts.ingest import Progress, asking, ingest_settings, loads_exit_code
from hotline.publishing.judge import Judge, JudgingFailed, start_judge
from hotline.terminal.command_documents import CheckedFiles
from hotline.terminal.load_sentences import as_check_sentence
from hotline.terminal.reporting import Reporting
from hotline.warehouse.home import Home
from hotline.warehouse.log import log_mishap
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import Settings, load_settings
from ingest import land
from ingest.storing.ledger import LoadResult


def execute(files: list[Path], as_json: bool) -> int:
    """Say what would become of each file in an empty warehouse."""
    settings, reporting = load_settings(), Reporting(as_json)
    require_sound_seeds(settings.jurisdiction)
    with start_judge() as judge, reporting.files(as_check_sentence) as progress:
        results = check_files(Home(settings.home), settings, files, judge, progress)
    code = loads_exit_code(results)
    reporting.document("check", code, CheckedFiles(results))
    return code


def check_files(
    home: Home, settings: Settings, paths: Sequence[Path], judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Hold files against the contract and store nothing. Raises JudgingFailed where a batch could not be judged."""
    home.prepare()
    temp = home.checking
    temp.mkdir(exist_ok=True)
    try:
        return land.check(
            paths,
            settings=ingest_settings(settings, temp),
            judge=asking(judge),
            progress=progress,
            tell=lambda mishap: log_mishap(home.logs, "check", mishap),
        )
    except land.JudgeFailed as error:
        raise JudgingFailed(str(error)) from None
    finally:
        shutil.rmtree(temp, ignore_errors=True)
