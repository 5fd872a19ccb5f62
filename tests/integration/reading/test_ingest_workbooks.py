# ruff: noqa: DTZ001  (these tests need wall-clock times, which have no zone)
"""Workbooks: a cell is read as it is shown, and some contents are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest_home import Home, rules
from written_files import workbook

MIDNIGHT, MOMENT = datetime(2026, 11, 2), datetime(2026, 11, 2, 8, 30, 15, 250000)


HEADER = ["referral_id", "received_at", "response_due_on", "updated_at"]


def delivered(home: Home, rows: list[list[object]], formats: dict[int, str] | None = None, **options: Any) -> Any:
    return home.deliver("referrals_2026-11-20.xlsx", workbook([list(HEADER), *rows], formats, **options))


def test_a_date_cell_that_shows_no_time_is_a_date_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows: list[list[object]] = [[1.0, MIDNIGHT, MIDNIGHT, MOMENT], [2.0, MOMENT, MIDNIGHT, MOMENT]]
    result = delivered(home, rows, {1: "yyyy-mm-dd", 2: "d mmm yyyy hh:mm", 3: "yyyy-mm-dd hh:mm"})
    assert rules(result) == {("not_a_timestamp", "received_at")}
    (row,) = home.raw()
    assert (row["referral_id"], row["response_due_on"]) == ("2", date(2026, 11, 2))
    (bad,) = home.quarantine()
    assert (bad["row_number"], bad["key"]) == (2, "1")


def test_a_date_kept_as_a_number_is_not_a_timestamp(tmp_path: Path) -> None:
    result = delivered(Home(tmp_path), [[1, 46328.354, 46328, MOMENT]], {3: "yyyy-mm-dd hh:mm"})
    assert rules(result) == {("not_a_timestamp", "received_at"), ("not_a_date", "response_due_on")}


def test_text_cells_are_read_as_text(tmp_path: Path) -> None:
    home = Home(tmp_path)
    result = delivered(
        home, [["007", "2026-11-02T08:00", "2026-11-05", " 2026-11-02 08:00 "], ["  ", None, None, None]]
    )
    assert (result.rows_loaded, result.rows_quarantined) == (1, 1)
    assert home.raw()[0]["referral_id"] == "007"


def test_blank_rows_are_left_out_and_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rows = [[None] * 4, ["R1", "soon", None, "2026-11-02 08:00"], [None] * 4, ["R2", "2026-11-02 08:00", None, "never"]]
    result = delivered(home, rows)
    assert result.rows_in_file == 2
    assert [row["row_number"] for row in home.quarantine()] == [3, 5]


def test_a_value_under_no_column_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    result = delivered(home, [["R1", "2026-11-02 08:00", None, "2026-11-02 08:00", "Okafor"]])
    assert rules(result) == {("wrong_number_of_fields", None)}
    assert home.quarantine()[0]["key"] is None


def test_a_formula_is_refused_with_its_cell(tmp_path: Path) -> None:
    good: list[list[object]] = [["R1", "2026-11-02 08:00", None, "2026-11-02 08:00"]]
    result = delivered(Home(tmp_path), good, formula=(1, 2, "=TODAY()", None, 46328))
    assert result.status == "refused"
    assert "cell C2 holds a formula" in str(result.reason)


def test_a_second_sheet_is_refused(tmp_path: Path) -> None:
    result = delivered(Home(tmp_path), [], more_sheets=["Notes"])
    assert result.status == "refused"
    assert "2 sheets" in str(result.reason)


def test_an_empty_sheet_and_a_header_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.deliver("referrals_2026-11-20.xlsx", workbook([])).status == "refused"
    assert delivered(home, []).rows_in_file == 0


def test_excel_times_are_right_to_the_millisecond(tmp_path: Path) -> None:
    home = Home(tmp_path)
    moments = [datetime(2026, 11, 2) + timedelta(seconds=7 * at, milliseconds=at) for at in range(300)]
    rows: list[list[object]] = [[f"R{at:03d}", moment, None, moment] for at, moment in enumerate(moments)]
    delivered(home, rows, {1: "yyyy-mm-dd hh:mm:ss.000", 3: "yyyy-mm-dd hh:mm:ss.000"})
    found = [row["received_at"] for row in home.ask("select received_at from raw.referrals order by referral_id")]
    assert found == [(moment + timedelta(hours=6)).replace(tzinfo=UTC) for moment in moments]
