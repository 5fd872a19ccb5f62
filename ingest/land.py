"""Lands files. Each file is one batch in one transaction, and it is landed, unchanged, held or refused as a whole.

In: paths, the landing file, settings and a judge. Out: a `LoadResult` per file. Whatever becomes of a file, the ledger
has a line for it, and the rows of that line add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from ingest.contract import Contract, load_contracts, time_zone
from ingest.judging import JudgeBatch, NobodyJudges, with_doubts
from ingest.profile import Limits, history, limits_as_dict, measure
from ingest.reading.delivery import Delivery, describe, find_files, missing_from_folders
from ingest.reading.opening import hash_of, hold_against_announcement, opening, state_of
from ingest.reading.read import INCOMING
from ingest.reading.shape_check import require_shapes_that_hold
from ingest.reading.stage import Staged, find_reasons, stage, wrong_number_of_rows
from ingest.refusal import Refusal
from ingest.storing import ledger, recognise
from ingest.storing.landing import open_landing
from ingest.storing.ledger import LoadResult
from ingest.storing.reasons_to_hold import reasons_to_hold
from ingest.storing.versions import Standing, find_contradictions, place

_TEMPORARY = (
    "_stage", "_narrow", "_contradicting", "_rejected", "_existing", "_placed", "_current", "_absent", "_deletions",
)  # fmt: skip


@dataclass(frozen=True)
class IngestSettings:
    """The settings of `ingest` and `check`. `seeds` is the jurisdiction's folder of seeds."""

    seeds: Path
    limits: Limits = field(default_factory=Limits)
    memory_limit: str | None = None
    temp_directory: Path | None = None
    threads: int | None = None


class JudgeFailed(Exception):
    """The expectations could not be evaluated. That is not a verdict, so the batch does not land."""


def ingest(
    paths: Iterable[Path],
    *,
    landing: Path,
    settings: IngestSettings,
    judge: JudgeBatch | None = None,
    progress: Callable[[LoadResult], None] | None = None,
) -> list[LoadResult]:
    """Land files and folders in the order given, and the files of a folder in the order of their names.

    Returns one result per file. `judge` gets the batch's profile and says land or hold; without it every batch lands.
    Raises Refusal for a path that does not exist, NewerWarehouse, JudgeFailed, duckdb.Error, OSError.
    """
    return _land_in(landing, paths, settings, judge, progress)


def check(
    paths: Iterable[Path],
    *,
    settings: IngestSettings,
    judge: JudgeBatch | None = None,
    progress: Callable[[LoadResult], None] | None = None,
) -> list[LoadResult]:
    """Check files against the contract as `ingest` does, in an empty warehouse in memory that is then discarded."""
    return _land_in(None, paths, settings, judge, progress)


def _land_in(
    landing: Path | None,
    paths: Iterable[Path],
    settings: IngestSettings,
    judge: JudgeBatch | None,
    progress: Callable[[LoadResult], None] | None,
) -> list[LoadResult]:
    """Land in the file `landing`, or in memory if it is None."""
    paths = list(paths)
    files = find_files(paths)
    contracts = load_contracts(settings.seeds)
    con = open_landing(
        landing,
        contracts,
        memory_limit=settings.memory_limit,
        temp_directory=settings.temp_directory,
        threads=settings.threads,
    )
    try:
        require_shapes_that_hold(con, (each.shape for one in contracts.values() for each in one.stored if each.shape))
        return _land_all(con, files, missing_from_folders(paths), contracts, settings, judge, progress)
    finally:
        con.close()


def _land_all(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    missing: Sequence[tuple[Path, str]],
    contracts: dict[str, Contract],
    settings: IngestSettings,
    judge: JudgeBatch | None,
    progress: Callable[[LoadResult], None] | None,
) -> list[LoadResult]:
    zone = time_zone(settings.seeds)
    results = []
    for path in files:
        delivery = describe(path, list(contracts), ZoneInfo(zone))
        result = _land(con, delivery, contracts, zone, settings.limits, judge)
        results.append(result)
        if progress:
            progress(result)
    for path, sentence in missing:
        refused = Delivery(path, describe(path, list(contracts), ZoneInfo(zone)).extract, "delta", None, "load_time")
        results.append(ledger.refuse(con, refused, None, sentence))
        if progress:
            progress(results[-1])
    return results


def _land(
    con: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    contracts: dict[str, Contract],
    zone: str,
    limits: Limits,
    judge: JudgeBatch | None,
) -> LoadResult:
    sha256 = None
    try:
        with opening():
            state = state_of(delivery.path)
        sha256 = hash_of(delivery)
        hold_against_announcement(delivery, sha256)
        earlier = recognise.landed_before(con, delivery, sha256)
        if earlier:
            return _unchanged(con, delivery, sha256, earlier)
        contradicting, batch = _read(con, delivery, sha256, state, contracts[str(delivery.extract)], zone)
        return _decide(con, batch, contradicting, limits, judge)
    except Refusal as refusal:
        return ledger.refuse(con, delivery, sha256, str(refusal))
    finally:
        _forget(con)


def _unchanged(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str, earlier: tuple[str, int]) -> LoadResult:
    rows = earlier[1]
    if delivery.manifest_rows not in (None, rows):
        raise wrong_number_of_rows(int(delivery.manifest_rows or 0), rows)
    return ledger.unchanged(con, delivery, sha256, earlier)


def _read(
    con: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    sha256: str,
    state: tuple[int, int, int],
    contract: Contract,
    zone: str,
) -> tuple[int, ledger.Batch]:
    """Read a file into temporary tables. Returns how many of its rows contradict each other, and the batch.

    Raises Refusal if the file has left the `state` in which its hash was taken.
    """
    loaded_at = datetime.now(UTC)
    extracted_at = delivery.extracted_at or loaded_at
    with opening():
        staged = stage(con, contract, delivery.path, delivery.suffix, zone, extracted_at, delivery.manifest_rows)
        if state_of(delivery.path) != state:
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
