# ruff: noqa: DTZ001  (these tests need wall-clock times, which have no zone)
"""Every format gives the same rows, whatever wrote the file."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from ingest_home import Home, assert_adds_up, csv_text, rules
from written_files import parquet, workbook, zst

COLUMNS = [
    "referral_id", "received_at", "priority", "prior_accepted_reports", "response_due_on", "emergency_response",
    "residence_county_fips", "screening_decision", "reporter_last_name", "screened_at", "updated_at",
]  # fmt: skip
MIDNIGHT, MOMENT = datetime(2026, 11, 2), datetime(2026, 11, 2, 8, 30, 15, 250000)
ROWS: list[dict[str, Any]] = [
    {"referral_id": "101", "received_at": MOMENT, "priority": 1, "prior_accepted_reports": 3,
     "response_due_on": date(2026, 11, 5), "emergency_response": True, "residence_county_fips": "40109",
     "screening_decision": "assigned", "reporter_last_name": "O'Neil", "screened_at": MOMENT, "updated_at": MOMENT},
    {"referral_id": "102", "received_at": MIDNIGHT, "priority": None, "prior_accepted_reports": None,
     "response_due_on": None, "emergency_response": False, "residence_county_fips": None,
     "screening_decision": None, "reporter_last_name": None, "screened_at": None, "updated_at": MIDNIGHT},
    {"referral_id": "103", "received_at": MOMENT, "priority": 2, "prior_accepted_reports": 0,
     "response_due_on": date(2024, 2, 29), "emergency_response": None, "residence_county_fips": "4001",
     "screening_decision": "screened_out", "reporter_last_name": "Unknown", "screened_at": MIDNIGHT,
     "updated_at": MOMENT},
]  # fmt: skip


def as_csv() -> bytes:
    def text(value: object) -> object:
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="milliseconds")
        return {True: "Y", False: "n"}.get(value, value) if isinstance(value, bool) else value

    return csv_text([{name: text(value) for name, value in row.items()} for row in ROWS], COLUMNS).encode()


def as_frame() -> pd.DataFrame:
    """Return rows as an analyst holds them: numbers with nulls as floats, codes as categories, dates as midnights."""
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    frame["screening_decision"] = frame["screening_decision"].astype("category")
    frame["response_due_on"] = pd.to_datetime(frame["response_due_on"])
    frame["prior_accepted_reports"] = frame["prior_accepted_reports"].astype("float64")
    return frame


def as_workbook() -> bytes:
    timed = {1: "yyyy-mm-dd hh:mm:ss.000", 4: "yyyy-mm-dd", 9: "m/d/yy h:mm", 10: "[$-409]m/d/yy h:mm AM/PM;@"}
    return workbook([COLUMNS, *([row[name] for name in COLUMNS] for row in ROWS)], timed)


def with_bom_and_crlf(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")


def zoned() -> pd.DataFrame:
    frame = as_frame()
    for column in ("received_at", "screened_at", "updated_at"):
        frame[column] = frame[column].dt.tz_localize("America/Chicago").dt.tz_convert("Asia/Tokyo")
    return frame


def numbered() -> pd.DataFrame:
    frame = as_frame()
    frame["referral_id"] = frame["referral_id"].astype("int64")
    frame["residence_county_fips"] = frame["residence_county_fips"].astype("float64")
    frame["priority"] = frame["priority"].astype("Int64")
    frame["received_at"] = frame["received_at"].astype("datetime64[ns]")
    return frame


WRITTEN = {
    "referrals_2026-11-20.csv": as_csv,
    "REFERRALS_2026-11-20.CSV": lambda: with_bom_and_crlf(as_csv()),
    "referrals_2026-11-20.csv.gz": lambda: gzip.compress(as_csv()),
    "referrals_members_2026-11-20.csv.gz": lambda: b"".join(gzip.compress(each) for each in as_csv().splitlines(True)),
    "Referrals_2026-11-20.CSV.ZST": lambda: zst(as_csv()),
    "referrals_cp_2026-11-20.csv": lambda: as_csv().replace(b"O'Neil", b"O\x92Neil\xe9"),
    "referrals_2026-11-20.parquet": lambda: parquet(as_frame()),
    "referrals_zoned_2026-11-20.parquet": lambda: parquet(zoned()),
    "referrals_numbered_2026-11-20.parquet": lambda: parquet(numbered()),
    "referrals_zstd_2026-11-20.parquet": lambda: parquet(as_frame(), compression="zstd", row_group_size=1),
    "referrals_2026-11-20.xlsx": as_workbook,
}


def test_every_format_gives_the_same_rows(tmp_path: Path) -> None:
    found = {}
    for number, (name, content) in enumerate(WRITTEN.items()):
        home = Home(tmp_path / str(number))
        result = home.deliver(name, content())
        assert (result.status, result.rows_loaded) == ("landed", 3), (name, result.reason, result.rejections)
        assert_adds_up(result)
        hashes = home.ask("select _content_hash from raw.referrals order by referral_id")
        found[name] = (home.raw(), hashes)
    first = found.pop("referrals_2026-11-20.csv")
    for name, rows in found.items():
        assert rows == first, name
    one, two, three = first[0]
    assert one["received_at"] == datetime(2026, 11, 2, 14, 30, 15, 250000, tzinfo=UTC)
    assert two["received_at"] == datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
    assert (one["reporter_last_name_given"], two["reporter_last_name_given"]) == (True, False)
    assert (three["residence_county_fips"], three["response_due_on"]) == ("4001", date(2024, 2, 29))


def test_windows_1252_is_reported(tmp_path: Path) -> None:
    result = Home(tmp_path).deliver("referrals_2026-11-20.csv", as_csv().replace(b"O'Neil", b"O\x92Neil\xe9"))
    assert "not UTF-8: read as Windows-1252" in str(result.notes)


def minimal(**columns: list[Any]) -> dict[str, list[Any]]:
    rows = len(next(iter(columns.values())))
    return {"referral_id": [f"R{at}" for at in range(rows)], "received_at": [MOMENT] * rows, **columns}


def test_parquet_numbers(tmp_path: Path) -> None:
    home = Home(tmp_path)
    values = pa.array([3.0, 1.7, float("nan"), None, 1e20, -1.0])
    result = home.deliver("referrals_2026-11-20.parquet", parquet(pa.table(minimal(prior_accepted_reports=values))))
    assert [row["prior_accepted_reports"] for row in home.raw()] == [3, None, None]  # R0, R2, R3
    assert rules(result) == {("not_a_whole_number", "prior_accepted_reports")}
    assert [row["row_number"] for row in home.quarantine()] == [2, 5, 6]


def test_parquet_decimals_dates_and_plain_flags(tmp_path: Path) -> None:
    home = Home(tmp_path)
    table = pa.table(
        minimal(
            prior_accepted_reports=pa.array([2, None], pa.decimal128(10, 2)),
            response_due_on=pa.array([date(2026, 11, 5), None]),
            emergency_response=pa.array([1, 0], pa.int8()),
            family_id=pa.array([17, None], pa.int32()),
            screening_decision=pa.array(["ASSIGNED", None]).dictionary_encode(),
            kids_searched=pa.nulls(2),
        )
    )
    result = home.deliver("referrals_2026-11-20.parquet", parquet(table))
    assert result.rows_loaded == 2, result.rejections
    names = ("prior_accepted_reports", "response_due_on", "emergency_response", "family_id", "screening_decision")
    assert [tuple(row[name] for name in names) for row in home.raw()] == [
        (2, date(2026, 11, 5), True, "17", "assigned"), (None, None, False, None, None),
    ]  # fmt: skip


def test_a_parquet_date_is_not_a_timestamp(tmp_path: Path) -> None:
    table = pa.table({"referral_id": ["R1"], "received_at": [date(2026, 11, 2)]})
    result = Home(tmp_path).deliver("referrals_2026-11-20.parquet", parquet(table))
    assert rules(result) == {("not_a_timestamp", "received_at")}


def test_a_parquet_wall_clock_in_the_repeated_hour_and_an_instant(tmp_path: Path) -> None:
    home = Home(tmp_path)
    wall = pa.array([datetime(2026, 11, 1, 1, 30)] * 2, pa.timestamp("ms"))
    instant = pa.array([datetime(2026, 11, 1, 7, 30, tzinfo=UTC)] * 2, pa.timestamp("ns", "UTC"))
    home.deliver("referrals_2026-11-20.parquet", parquet(pa.table(minimal(screened_at=wall, accepted_at=instant))))
    row = home.current()[0]
    assert row["screened_at"] == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert row["accepted_at"] == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert row["_time_notes"] == "screened_at:repeated"


@pytest.mark.parametrize(
    "column",
    [pa.array([["a"]]), pa.array([b"a"]), pa.array([{"a": 1}]), pa.array([b"ab"], pa.binary(2))],
)
def test_nested_and_binary_columns(tmp_path: Path, column: pa.Array) -> None:
    home = Home(tmp_path)
    refused = home.deliver("referrals_2026-11-20.parquet", parquet(pa.table(minimal(family_id=column))))
    assert refused.status == "refused"
    assert "family_id" in str(refused.reason)
    ignored = home.deliver("referrals_2026-11-20.parquet", parquet(pa.table(minimal(attachment=column))))
    assert ignored.status == "landed"


def test_parquet_column_names_that_differ_only_in_case(tmp_path: Path) -> None:
    home = Home(tmp_path)
    table = pa.table([["R1"], [MOMENT], ["x"], ["y"]], names=["Referral_ID ", "RECEIVED_AT", "Note", "note"])
    assert home.deliver("referrals_2026-11-20.parquet", parquet(table)).rows_loaded == 1
    doubled = pa.table([["R1"], ["R2"], [MOMENT]], names=["referral_id", "REFERRAL_ID", "received_at"])
    result = home.deliver("referrals_2026-11-21.parquet", parquet(doubled))
    assert result.status == "refused"
    assert "more than once" in str(result.reason)
