"""Extracts through ingest: what a person is told of each file, and how the command ends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hotline.errors import DONE, FAILED, HELD, QUARANTINED, CommandError, first_that_holds
from hotline.home import Home
from hotline.judge import Judge, JudgingFailed
from hotline.landed import landing
from hotline.project import seeds_of
from hotline.settings import Settings
from ingest import recognise
from ingest.land import IngestSettings, JudgeFailed, check, ingest
from ingest.ledger import LoadResult
from ingest.profile import Limits

Progress = Callable[[LoadResult], None]


def ingest_files(
    home: Home, settings: Settings, paths: Sequence[Path], judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Land files and folders. Raises JudgingFailed where a batch could not be judged; earlier files stay landed."""
    try:
        return ingest(
            paths,
            landing=home.landing,
            settings=_ingest_settings(settings, home.temp),
            judge=_asking(judge),
            progress=progress,
        )
    except JudgeFailed as error:
        raise JudgingFailed(str(error)) from None


def check_files(
    home: Home, settings: Settings, paths: Sequence[Path], judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Hold files against the contract and store nothing."""
    home.prepare()
    temp = home.checking
    temp.mkdir(exist_ok=True)
    try:
        return check(paths, settings=_ingest_settings(settings, temp), judge=_asking(judge), progress=progress)
    except JudgeFailed as error:
        raise JudgingFailed(str(error)) from None
    finally:
        shutil.rmtree(temp, ignore_errors=True)


def release_batch(
    home: Home, settings: Settings, load_id: str, reason: str, judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Let a held batch through: its file is read again where it still lies, else the next time it is delivered.

    Raises CommandError if there is no such held batch, or if its file is gone.
    """
    with landing(home, settings) as con:
        path = recognise.release(con, load_id, reason)
    if path is None:
        raise CommandError(f"{load_id} is no batch that is held: 'hotline status' lists those that are.")
    if not path.is_file():
        raise CommandError(
            f"{load_id} is released, but its file is no longer where it was read from: "
            "ingest the same file again, with the same name and manifest, and it will land."
        )
    return ingest_files(home, settings, [path], judge, progress)


def exit_code(results: Sequence[LoadResult]) -> int:
    """1 if a file was refused, 4 if one was held, 3 if rows went to quarantine, else 0."""
    codes = {"refused": FAILED, "held": HELD}
    return first_that_holds(
        *(codes.get(each.status, QUARANTINED if each.rows_quarantined else DONE) for each in results)
    )


def as_sentence(result: LoadResult) -> str:
    """What became of a file, for a person."""
    if result.status == "refused":
        return str(result.reason)
    if result.status == "unchanged":
        return f"{result.file_name}: unchanged, {result.reason}."
    if result.status == "held":
        return (
            f"{result.file_name}: held whole ({result.rows_in_file or 0:,} rows). {result.reason} "
            f"Mend the file and deliver it again, or let it through with: "
            f"hotline release {result.load_id} --reason '…'"
        )
    return f"{result.file_name}: landed as {result.load_id}, {_rows(result)}."


def as_check_sentence(result: LoadResult) -> str:
    """What would become of a file in an empty warehouse, for a person."""
    if result.status == "refused":
        return str(result.reason)
    if result.status == "held":
        return f"{result.file_name}: would be held whole ({result.rows_in_file or 0:,} rows). {result.reason}"
    return f"{result.file_name}: fits the contract, {_rows(result)}."


def _rows(result: LoadResult) -> str:
    parts = {
        "loaded": result.rows_loaded,
        "unchanged": result.rows_unchanged,
        "older than what is there": result.rows_superseded,
        "in quarantine": result.rows_quarantined,
    }
    said = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
    deleted = f"; {result.keys_deleted:,} deleted because the full file lacks them" if result.keys_deleted else ""
    notes = f" ({result.notes})" if result.notes else ""
    return f"{result.rows_in_file or 0:,} rows{': ' + said if said else ''}{deleted}{notes}"


def remarks(result: LoadResult) -> list[str]:
    """What else a person should look at: the rules that rows broke, and what the expectations warned of."""
    found = [
        f"{each['rows']:,} rows in quarantine: {each['rule']}"
        + (f", column {each['column_name']}" if each["column_name"] else "")
        + f" (rows {', '.join(map(str, each['row_numbers'][:10]))}{', …' if each['rows'] > 10 else ''})"
        for each in result.rejections
    ]
    return found + [
        f"Warning: {each['sentence']}" for each in result.results if each["severity"] == "warn" and not each["success"]
    ]


def _ingest_settings(settings: Settings, temp: Path) -> IngestSettings:
    return IngestSettings(
        seeds=seeds_of(settings.jurisdiction),
        limits=Limits(
            settings.max_quarantined_share,
            settings.max_quarantined_rows,
            settings.max_deleted_share,
            settings.max_deleted_keys,
        ),
        memory_limit=settings.memory_limit,
        temp_directory=temp,
        threads=settings.threads,
    )


def _asking(judge: Judge) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda profile: dict(judge.judge_batch(profile))
