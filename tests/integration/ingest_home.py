"""A warehouse for one test.

Files are written into a folder and delivered by `ingest`; queries then read what landed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from expectations.verdict import Outcome, Verdict
from ingest.contract import Contract, load_contracts
from ingest.isolation.process import Reader
from ingest.judging import JudgeBatch
from ingest.land import IngestSettings, check, ingest
from ingest.profile import Limits
from ingest.storing.landing import open_landing
from ingest.storing.ledger import LoadResult
from ingest.storing.retract import Retraction, retract

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"
ZONE = "America/Chicago"

Row = Mapping[str, object]


@cache
def contracts() -> dict[str, Contract]:
    """Return the contracts with the shipped code lists."""
    return load_contracts(SEEDS)


@cache
def reader() -> Reader:
    """Return the reading process that all tests share; it ends with the process of the tests."""
    return Reader(ZONE)


def report(number: int = 1, **values: object) -> dict[str, object]:
    """Return the smallest valid row, with the values that matter to the test."""
    return {
        "referral_id": f"R{number}", "received_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00", **values,
    }  # fmt: skip


def reports(*numbers: int, **values: object) -> list[dict[str, object]]:
    """Return one row for each number."""
    return [report(each, **values) for each in numbers]


def bad_and_good(bad: int, good: int) -> list[dict[str, object]]:
    """Return `bad` rows for quarantine, then `good` rows to land."""
    return [report(at, priority="high" if at < bad else "1") for at in range(bad + good)]


def csv_text(rows: Sequence[Row], columns: Iterable[str] | None = None) -> str:
    """Return rows as RFC 4180 text; None becomes an empty field."""
    names = list(columns) if columns is not None else list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([["" if row.get(name) is None else row[name] for name in names] for row in rows])
    return out.getvalue()


def judged_by_limits(profile: dict[str, Any]) -> Verdict:
    """Judge a batch by the contract's two limits alone, without Great Expectations."""
    limits = profile["limits"]
    reasons = []
    quarantined, deleted = profile["rows_quarantined"], profile["keys_deleted"]
    share = profile["rows_in_file"] * limits["max_quarantined_share"]
    if quarantined > share and quarantined > limits["max_quarantined_rows"]:
        reasons.append("Too many rows can't be right.")
    share = profile["keys_before"] * limits["max_deleted_share"]
    if profile["kind"] == "full" and deleted > share and deleted > limits["max_deleted_keys"]:
        reasons.append("The full file lacks too many keys.")
    outcome: Outcome = "hold" if reasons and not profile["released"] else "land"
    return Verdict(profile["load_id"], outcome, reasons, [], None)


class Home:
    """A folder to deliver from and a landing file beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.landing = folder / "landing.duckdb"
        self.temp = folder / "temp"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.temp.mkdir(exist_ok=True)
        self.limits = Limits()
        self.zone_seeds = SEEDS

    @property
    def settings(self) -> IngestSettings:
        """Settings with one thread: for tiny files, starting threads would be most of the work."""
        return IngestSettings(seeds=SEEDS, limits=self.limits, memory_limit="1GB", temp_directory=self.temp, threads=1)

    def write(self, name: str, content: str | bytes | Sequence[Row]) -> Path:
        """Write a file into the inbox: text (as UTF-8), bytes, or rows as CSV."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else csv_text(content)
            path.write_bytes(text.encode("utf-8"))
        return path

    def ingest(self, *paths: Path, judge: JudgeBatch | None = None) -> list[LoadResult]:
        """Deliver files, in the order given."""
        return ingest(paths, landing=self.landing, settings=self.settings, judge=judge, reader=reader())

    def deliver(self, name: str, content: str | bytes | Sequence[Row], judge: JudgeBatch | None = None) -> LoadResult:
        """Write one file and deliver it."""
        (result,) = self.ingest(self.write(name, content), judge=judge)
        return result

    def retract(self, load_id: str, reason: str = "a wrong file") -> Retraction:
        """Take a landed batch back."""
        with open_landing(self.landing, contracts(), threads=1) as con:
            return retract(con, contracts(), load_id, reason)

    def check(self, *paths: Path) -> list[LoadResult]:
        """Check files against the contract without storing anything."""
        return check(paths, settings=self.settings, reader=reader())

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query on the landing file, with instants in UTC."""
        with duckdb.connect(str(self.landing), read_only=True) as con:
            con.execute("set TimeZone = 'UTC'")
            found = con.execute(sql, list(parameters))
            names = [each[0] for each in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def raw(self, extract: str = "referrals") -> list[dict[str, Any]]:
        """Return every version of an extract in the order of loads, without the columns that ingest adds."""
        key = contracts()[extract].key
        rows = self.ask(f"select * from raw.{extract} order by _load_id, {key}, updated_at")
        return [{name: value for name, value in row.items() if not name.startswith("_")} for row in rows]

    def current(self, extract: str = "referrals", read_until: datetime | None = None) -> list[dict[str, Any]]:
        """Return the current rows: for each key the greatest (updated_at, extracted_at, content), unless deleted."""
        contract = contracts()[extract]
        stored = ", ".join(each.name for each in contract.stored)
        return self.ask(
            f"""
            with delivered as (
                select {contract.key} as key, _content_hash as hash, _extracted_at,
                    (_order_updated_at, _order_extracted_at, _content_hash) as place from raw.{extract}
                union all
                select {contract.key}, _content_hash, _extracted_at,
                    (_order_updated_at, _order_extracted_at, _content_hash) from raw.{extract}_seen
            ), newest as (
                select key, arg_max(hash, place) as hash from delivered
                where $until is null or _extracted_at <= $until group by key
            )
            select {stored}, _time_notes from raw.{extract} v
            join newest on newest.key = v.{contract.key} and newest.hash = v._content_hash
            where not v.deleted order by v.{contract.key}
            """.replace("$until", f"timestamptz '{read_until.isoformat()}'" if read_until else "null::timestamptz")
        )

    def quarantine(self) -> list[dict[str, Any]]:
        """Return the quarantined rows in the order of loads and rows."""
        return self.ask("select * from quarantine.rows order by load_id, row_number")

    def loads(self) -> list[dict[str, Any]]:
        """Return the lines of the ledger."""
        return self.ask("select * from ledger.loads order by load_id")


def keys(home: Home) -> list[str]:
    """Return the keys of the current reports."""
    return [row["referral_id"] for row in home.current()]


def assert_adds_up(result: LoadResult) -> None:
    """Loaded + unchanged + superseded + quarantined + held = rows in the file. A refused file has no counts."""
    parts = (
        result.rows_loaded + result.rows_unchanged + result.rows_superseded + result.rows_quarantined + result.rows_held
    )
    if result.status == "refused":
        assert (result.rows_in_file, parts) == (None, 0)
    else:
        assert parts == result.rows_in_file


def rules(result: LoadResult) -> set[tuple[str, str | None]]:
    """Return the rules that the rows of a file broke, with their columns."""
    return {(each.rule, each.column_name) for each in result.rejections}
