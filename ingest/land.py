"""Lands files. Each file is one batch in one transaction, and it is landed, unchanged, held or refused as a whole.

In: paths, the landing file, settings and a judge. Out: a `LoadResult` per file. Whatever becomes of a file, the ledger
has a line for it, and the rows of that line add up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from ingest.byte_sizes import bytes_of
from ingest.contract import Contract, load_contracts, time_zone
from ingest.database import memory_limited_to
from ingest.isolation.process import Reader
from ingest.isolation.request import ReadRequest, shares
from ingest.judging import BatchVerdict, JudgeBatch, NobodyJudges, with_doubts
from ingest.profile import Limits, history, limits_as_dict, measure
from ingest.reading.bounds import Bounds
from ingest.reading.delivery import Delivery, describe, extract_of, find_files, missing_from_folders, unread
from ingest.reading.manifest import Manifests
from ingest.reading.opening import LACKING, hash_of, hold_against_announcement, opened, state_of, wrong_number_of_rows
from ingest.reading.rows.shape_check import require_shapes_that_hold
from ingest.reading.rows.stage import INCOMING, Staged, find_reasons, stage
from ingest.refusal import Mishap, ReaderFailed, Refusal, Unforeseen
from ingest.storing import ledger, recognise
from ingest.storing.landing import open_landing
from ingest.storing.ledger import LoadResult
from ingest.storing.reasons_to_hold import reasons_to_hold
from ingest.storing.versions import Standing, find_contradictions, place

_OF_THE_MACHINE = (
    MemoryError, duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException, duckdb.InternalException,
    duckdb.SerializationException, duckdb.TransactionException, duckdb.ConnectionException,
)  # fmt: skip
_TEMPORARY = (
    "_stage", "_narrow", "_contradicting", "_rejected", "_existing", "_placed", "_current", "_absent", "_deletions",
)  # fmt: skip


@dataclass(frozen=True)
class IngestSettings:
    """The settings of `ingest` and `check`. `seeds` is the jurisdiction's folder of seeds."""

    seeds: Path
    limits: Limits = field(default_factory=Limits)
    bounds: Bounds = field(default_factory=Bounds)
    memory_limit: str | None = None
    temp_directory: Path | None = None
    threads: int | None = None


class JudgeFailed(Exception):
    """The expectations could not be evaluated. That is not a verdict, so the batch does not land."""


class _JudgeRaised(BaseException):
    """The judge raised its cause. That says nothing of the file, so no file is refused for it."""


@dataclass(frozen=True)
class _Command:
    """What a command lands its files with. `tell` gets what nobody foresaw, for a log."""

    con: duckdb.DuckDBPyConnection
    reader: Reader
    contracts: dict[str, Contract]
    zone: str
    settings: IngestSettings
    judge: JudgeBatch | None
    tell: Callable[[Mishap], None] | None


def ingest(
    paths: Iterable[Path],
    *,
    landing: Path,
    settings: IngestSettings,
    judge: JudgeBatch | None = None,
    progress: Callable[[LoadResult], None] | None = None,
    tell: Callable[[Mishap], None] | None = None,
    reader: Reader | None = None,
) -> list[LoadResult]:
    """Land files and folders in the order given, and the files of a folder in the order of their names.

    Returns one result per file. `judge` gets the batch's profile and says land or hold; without it every batch lands.
    `tell` gets each exception that nobody foresaw; it refuses its file only. `reader` is a reading process that stays
    after the call; without it there is one for the call.
    Raises Refusal for a path that does not exist, NewerWarehouse, JudgeFailed, ReaderFailed, and duckdb.Error or
    OSError where the machine or the landing file is at fault.
    """
    return _land_in(landing, paths, settings, judge, progress, tell, reader)


def check(
    paths: Iterable[Path],
    *,
    settings: IngestSettings,
    judge: JudgeBatch | None = None,
    progress: Callable[[LoadResult], None] | None = None,
    tell: Callable[[Mishap], None] | None = None,
    reader: Reader | None = None,
) -> list[LoadResult]:
    """Check files against the contract as `ingest` does, in an empty warehouse in memory that is then discarded."""
    return _land_in(None, paths, settings, judge, progress, tell, reader)


def _land_in(
    landing: Path | None,
    paths: Iterable[Path],
    settings: IngestSettings,
    judge: JudgeBatch | None,
    progress: Callable[[LoadResult], None] | None,
    tell: Callable[[Mishap], None] | None,
    reader: Reader | None,
) -> list[LoadResult]:
    """Land in the file `landing`, or in memory if it is None."""
    paths = list(paths)
    files = find_files(paths)
    with ExitStack() as stack:
        zone = time_zone(settings.seeds)
        if reader is None:
            reader = stack.enter_context(Reader(zone))
        contracts = load_contracts(settings.seeds)
        con = open_landing(
            landing,
            contracts,
            memory_limit=settings.memory_limit,
            temp_directory=settings.temp_directory,
            threads=settings.threads,
        )
        stack.callback(con.close)
        shapes = (each.shape for one in contracts.values() for each in one.stored)
        require_shapes_that_hold(con, (each for each in shapes if each and not each.takes_words))
        command = _Command(con, reader, contracts, zone, settings, judge and _marked(judge), tell)
        try:
            return _land_all(command, files, paths, progress)
        except _JudgeRaised as error:
            raise error.__cause__ or error from None


def _marked(judge: JudgeBatch) -> JudgeBatch:
    """Mark what the judge raises."""

    def ask(profile: dict[str, Any]) -> BatchVerdict:
        try:
            return judge(profile)
        except Exception as error:
            raise _JudgeRaised from error

    return ask


def _land_all(
    command: _Command,
    files: Sequence[Path],
    paths: Sequence[Path],
    progress: Callable[[LoadResult], None] | None,
) -> list[LoadResult]:
    extracts, zone = list(command.contracts), ZoneInfo(command.zone)
    manifests = Manifests(command.settings.bounds)
    results = []
    for path in files:
        results.append(_land(command, path, lambda path: describe(path, extracts, zone, manifests)))
        if progress:
            progress(results[-1])
    for missing in missing_from_folders(paths, manifests):
        # Of one that stands for others nothing is told that they may not share.
        told = replace(unread(missing.path), extract=extract_of(missing.path.name, extracts))
        if missing.alone:
            told = describe(missing.path, extracts, zone, manifests)
        results.append(ledger.refuse(command.con, told, None, missing.sentence))
        if progress:
            progress(results[-1])
    return results


def _land(command: _Command, path: Path, described: Callable[[Path], Delivery]) -> LoadResult:
    """Land one file. Whatever goes wrong with it is its refusal, unless the machine or the warehouse is at fault."""
    con, delivery, sha256 = command.con, unread(path), None
    try:
        delivery = described(path)
        with opened(delivery.path) as file:
            state = state_of(file)
            sha256 = hash_of(file)
            hold_against_announcement(delivery, sha256)
            earlier = recognise.landed_before(con, delivery, sha256)
            if earlier:
                return _unchanged(con, delivery, sha256, earlier)
            contradicting, batch = _read(command, delivery, sha256, file, state)
        return _decide(con, batch, contradicting, command.settings.limits, command.judge)
    except Refusal as refusal:
        if isinstance(refusal, Unforeseen) and command.tell:
            command.tell(refusal.mishap)
        return ledger.refuse(con, delivery, sha256, str(refusal))
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise KeyboardInterrupt from None  # DuckDB wraps it
        if isinstance(error, (JudgeFailed, ReaderFailed)) or _is_of_the_machine(error):
            raise
        unforeseen = Unforeseen(Mishap.of(error))
        if command.tell:
            command.tell(unforeseen.mishap)
        return ledger.refuse(con, delivery, sha256, str(unforeseen))
    finally:
        _forget(con)


def _is_of_the_machine(error: Exception) -> bool:
    """Whether the machine lacks something or the landing file is broken, so that no other file could land either."""
    return isinstance(error, _OF_THE_MACHINE) or (isinstance(error, OSError) and error.errno in LACKING)


def _unchanged(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str, earlier: tuple[str, int]) -> LoadResult:
    rows = earlier[1]
    if delivery.manifest_rows not in (None, rows):
        raise wrong_number_of_rows(int(delivery.manifest_rows or 0), rows)
    return ledger.unchanged(con, delivery, sha256, earlier)


def _read(
    command: _Command, delivery: Delivery, sha256: str, file: int, state: tuple[int, int, int]
) -> tuple[int, ledger.Batch]:
    """Read an open file into temporary tables. Returns how many of its rows contradict each other, and the batch.

    Raises Refusal if the file has left the `state` in which its hash was taken.
    """
    con, settings, contract = command.con, command.settings, command.contracts[str(delivery.extract)]
    loaded_at = datetime.now(UTC)
    extracted_at = delivery.extracted_at or loaded_at
    limit = settings.memory_limit or con.execute("select current_setting('memory_limit')").fetchall()[0][0]
    for_child, for_command = shares(bytes_of(limit))
    request = ReadRequest(
        contract,
        delivery.suffix,
        command.zone,
        extracted_at,
        delivery.manifest_rows,
        settings.bounds,
        for_child,
        settings.threads or os.cpu_count() or 1,
    )
    with memory_limited_to(con, for_command, limit):
        staged = stage(con, command.reader, file, request)
    if not state == state_of(file) == state_of(delivery.path):
        raise Refusal("the file changed while it was being read; deliver it again when it is whole.")
    contradicting = find_contradictions(con, delivery.extracted_at)
    quarantined = staged.bad + contradicting
    if quarantined:
        find_reasons(con, contract, staged)
    return contradicting, ledger.Batch(delivery, sha256, contract, loaded_at, extracted_at, staged, quarantined)


def _decide(
    con: duckdb.DuckDBPyConnection, batch: ledger.Batch, contradicting: int, limits: Limits, judge: JudgeBatch | None
) -> LoadResult:
    """Land the batch or hold it, in one transaction."""
    load_id = ledger.next_load_id(con, batch.contract.name)
    con.begin()
    try:
        standing = _place(con, batch, load_id, contradicting)
        profile = _profile(con, batch, load_id, standing, limits)
        verdict = judge(profile) if judge else NobodyJudges()
        if verdict.error:
            raise JudgeFailed(verdict.error)
        doubts = reasons_to_hold(con, batch, standing)
        verdict = with_doubts(verdict, doubts, released=profile["released"])
        if verdict.outcome == "land":
            result = ledger.land(con, batch, load_id, standing, profile, verdict)
        else:
            con.rollback()
            con.begin()
            can_be_released = all(each.can_be_released for each in doubts)
            result = ledger.hold(con, batch, load_id, verdict, can_be_released=can_be_released)
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
    return result


def _forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables of a file."""
    with suppress(duckdb.Error):
        con.unregister(INCOMING)
        for table in _TEMPORARY:
            con.execute(f"drop table if exists temp.{table}")


def _place(con: duckdb.DuckDBPyConnection, batch: ledger.Batch, load_id: str, contradicting: int) -> Standing:
    return place(
        con,
        batch.contract,
        load_id=load_id,
        extracted_at=batch.extracted_at,
        stated=batch.delivery.extracted_at,
        full=batch.deletes_absent,
        contradicting=contradicting,
    )


def _profile(
    con: duckdb.DuckDBPyConnection, batch: ledger.Batch, load_id: str, standing: Standing, limits: Limits
) -> dict[str, Any]:
    staged: Staged = batch.staged
    return {
        "load_id": load_id,
        "extract": batch.contract.name,
        "kind": batch.delivery.kind,
        "extracted_at": batch.extracted_at.isoformat(),
        "extracted_at_source": batch.delivery.extracted_at_source,
        "rows_in_file": staged.rows,
        "rows_quarantined": batch.quarantined,
        "rows_loaded": standing.loaded,
        "rows_unchanged": standing.unchanged,
        "rows_superseded": standing.superseded,
        "keys_before": standing.keys_before,
        "keys_deleted": standing.deleted.keys,
        "limits": limits_as_dict(limits),
        "released": recognise.is_released(con, batch.delivery, batch.sha256),
        **measure(con, batch.contract, set(staged.present)),
        "history": history(con, batch.contract.name, batch.extracted_at),
    }
