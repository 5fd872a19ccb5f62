"""Finds the reasons to hold a batch that lie in its time and in what has landed before it.

In: a batch whose rows are placed, in a transaction that can still be rolled back. Out: a `Doubt` per reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb

from ingest.judging import IMPOSSIBLE_TIME, UNPLACEABLE, Doubt
from ingest.storing.landing import count_of
from ingest.storing.ledger import Batch
from ingest.storing.recognise import taken_back_as
from ingest.storing.versions import Standing

# A clock may be wrong by hours, or show another zone's time; no extract comes from further ahead.
AHEAD = timedelta(days=1)
# What is built grows with the years up to as_of, so a time this far ahead is never taken.
CENTURY = timedelta(days=36525)


def reasons_to_hold(con: duckdb.DuckDBPyConnection, batch: Batch, standing: Standing) -> list[Doubt]:
    """Return every reason to hold the batch; none for nearly every batch."""
    return [
        *_taken_back(con, batch),
        *_from_the_future(batch),
        *_without_any_time(con, batch),
        *_deletes_what_may_be_newer(standing),
    ]


def _taken_back(con: duckdb.DuckDBPyConnection, batch: Batch) -> Iterator[Doubt]:
    """The daily job reads its folder again, and what somebody took back must not come back by that."""
    load_id = taken_back_as(con, batch.delivery, batch.sha256)
    if load_id:
        yield Doubt(
            "was_not_taken_back",
            load_id,
            f"The same delivery was taken back as {load_id}: remove the file from what is delivered, or release it if "
            "it should land after all.",
        )


def _from_the_future(batch: Batch) -> Iterator[Doubt]:
    """A stated time that has not come is a typo, and as_of would stand at it until that day."""
    stated = batch.delivery.extracted_at
    if stated is None or stated <= batch.loaded_at + AHEAD:
        return
    says = "The manifest" if batch.delivery.extracted_at_source == "manifest" else "Its name"
    ahead = stated - batch.loaded_at
    can_be_released = ahead <= CENTURY
    yield Doubt(
        "extracted_before_it_was_loaded" if can_be_released else IMPOSSIBLE_TIME,
        f"{ahead.days} days ahead",
        f"{says} says that it was extracted at {_text(stated)}, over a {'day' if can_be_released else 'century'} after "
        f"this machine's clock ({_text(batch.loaded_at)}): put the right time there, or set the clock right.",
        can_be_released=can_be_released,
    )


def _without_any_time(con: duckdb.DuckDBPyConnection, batch: Batch) -> Iterator[Doubt]:
    """Such rows come before all others, so every full file would count as newer and delete what it lacks."""
    if batch.delivery.extracted_at is not None or "updated_at" in batch.staged.present:
        return
    name = batch.contract.name
    full_files = count_of(
        con, f"select count(*) from ledger.loads where extract = '{name}' and kind = 'full' and status = 'landed'"
    )
    if full_files:
        yield Doubt(
            UNPLACEABLE,
            "no time in name, manifest or rows",
            f"Nobody stated when it was extracted, it has no updated_at, and full files of {name} have landed, so "
            "nothing could tell its new rows from deleted ones: put the day of the extract into its name "
            f"({name}_2026-11-20.csv) or extracted_at into a manifest, and deliver it again.",
            can_be_released=False,
        )


def _deletes_what_may_be_newer(standing: Standing) -> Iterator[Doubt]:
    """The same doubt where the file without any time came first."""
    keys = standing.deleted.in_doubt
    if keys:
        amount, were = (f"{keys:,} keys", "they were") if keys > 1 else ("1 key", "it was")
        yield Doubt(
            "deletes_no_row_of_an_unknown_time",
            amount,
            f"It would delete {amount} that came later than its time in a file without any time, "
            f"so nothing tells whether {were} gone by then or not there yet: take that file back (hotline retract), "
            "deliver it with the day of the extract in its name, and then deliver this one again; or release this one "
            "if it is right.",
        )


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
