"""What was not delivered is not assessed and never 0, a year that runs says so, and texts stay texts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pdf_text import Paper
from published_fixture import publish
from report_fixture import YEAR, change, csv_rows, description, forms_of, page, published, report_of, sheet

from serving.published import Published, open_audience
from serving.report.content import Absent
from serving.report.read import subject_of
from serving.report.years import NoSuchYear

FINDING = "calls_unsubstantiated_or_ruled_out"
HOSTILE = '<img src=x onerror="alert(1)">&#(x) $y$'
FORMULA = '=HYPERLINK("http://example.org")'


def published_again(home: Path) -> Published:
    found = open_audience(home, "administrators")
    assert found is not None
    return found


def test_a_count_that_was_not_delivered_says_so_in_every_form(tmp_path: Path) -> None:
    report = report_of(published(tmp_path, lost_findings=True))
    files = forms_of(report)
    last = report.headlines[-1]
    assert (last.metric_id, last.value) == (FINDING, Absent.NOT_ASSESSED)
    assert last.reason == "The extract allegations was not delivered."
    assert "Not assessed: unsubstantiated or ruled out." in report.findings
    assert {row[FINDING] for row in csv_rows(files, "counties")} == {"not assessed"}
    assert {row["metric_id"] for row in csv_rows(files, "not_assessed")} >= {FINDING, "allegations_ruled_out"}
    heads, *rows = sheet(files, "counties")[3:]
    at = heads.index("Unsubstantiated or ruled out")
    assert {row[at] for row in rows} == {"Not assessed"}
    shown = page(files)
    assert {row[at - 1] for row in shown.tables["The counts by county"][1:]} == {"Not assessed"}
    paper = " ".join(Paper(files[f"hotline-report-fy{YEAR}.pdf"]).text.split())
    for text in (shown.text, paper):
        assert "The extract allegations was not delivered." in text
        assert "Findings were not assessed." in text


def test_response_times_that_were_not_delivered_say_so(tmp_path: Path) -> None:
    report = report_of(published(tmp_path, lost_clocks=True))
    files = forms_of(report)
    assert {row["timely"] for row in csv_rows(files, "response_times")} == {"not assessed"}
    assert {row["compliance_rate"] for row in csv_rows(files, "response_times")} == {"not assessed"}
    assert "Response times were not assessed. The column initiated_at" in page(files).text


def test_a_year_that_runs_says_so_in_its_title(tmp_path: Path) -> None:
    report = report_of(published(tmp_path), 2027)
    files = forms_of(report)
    assert report.title == "Annual report, fiscal year 2027: not complete"
    assert report.extent.endswith("142 of 365 days had begun when the figures were taken.")
    assert "in the same number of days a year before" in report.findings[0]
    assert description(files)["is_whole"] is False
    assert report.title in Paper(files["hotline-report-fy2027.pdf"]).pages[0]
    assert csv_rows(files, "months")[-1]["month"] == "2026-11 *"
    assert csv_rows(files, "fiscal_years")[0]["fiscal_year"] == "2027 *"


def test_a_year_that_ended_and_was_not_delivered_to_its_end_says_so(tmp_path: Path) -> None:
    file = publish(tmp_path)
    change(
        file,
        "update marts.statutory_counts set is_covered = false where period_label = 'FY2026'",
        "create table marts.statutory_counts_daily as select date '2026-06-28' as received_on, 1 as calls_received",
    )
    report = report_of(published_again(tmp_path))
    assert report.title.endswith(": not complete")
    assert report.extent.endswith("the newest report that was delivered was received on 28 June 2026.")


def test_the_first_year_has_no_year_before(tmp_path: Path) -> None:
    files = forms_of(report_of(published(tmp_path), 2025))
    rows = csv_rows(files, "five_counts")
    assert {(row["value_year_before"], row["change"]) for row in rows} == {("no figures", "no figures")}
    assert "Year before: no figures" in page(files, 2025).text


def test_a_report_of_an_empty_warehouse_has_no_year(tmp_path: Path) -> None:
    with pytest.raises(NoSuchYear, match="has no fiscal year yet"):
        subject_of(published(tmp_path, empty=True), YEAR)


def test_texts_are_neither_markup_nor_formulas(tmp_path: Path) -> None:
    file = publish(tmp_path)
    change(
        file,
        f"update marts.statutory_counts set geography_name = '{HOSTILE}' where geography_name = 'Tulsa'",
        f"update marts.statutory_counts set geography_name = '{FORMULA}' where geography_name = 'Canadian'",
        f"update reference.metrics set label = '-{HOSTILE}' where metric_id = 'calls_screened_out'",
    )
    files = forms_of(report_of(published_again(tmp_path)))
    shown = page(files)
    assert [row[0] for row in shown.tables["The counts by county"][1:]].count(HOSTILE) == 1
    assert not {name for name, _ in shown.tags} & {"img", "script"}
    assert HOSTILE in Paper(files[f"hotline-report-fy{YEAR}.pdf"]).text
    names = [row["county"] for row in csv_rows(files, "counties")]
    assert f"'{FORMULA}" in names
    for name, content in files.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode())):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "-")) and not is_number(cell)]
    assert FORMULA in [row[1] for row in sheet(files, "counties")]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_days_without_reports_and_maturity_are_told(tmp_path: Path) -> None:
    file = publish(tmp_path)
    change(
        file,
        "create or replace table marts.screening_measures as select 'fiscal_year' as period_type, "
        "date '2025-07-01' as period_start, 'state' as geography_type, 3::bigint as days_without_reports",
        "create or replace table marts.performance_trends as select 'share_unsubstantiated_or_ruled_out' as measure, "
        "'state' as geography_type, period_start, period_start < date '2026-05-01' as is_mature "
        "from marts.statutory_counts where period_type = 'month' and geography_type = 'state'",
    )
    report = report_of(published_again(tmp_path))
    files = forms_of(report)
    bounds = {row["bound"]: row["number"] for row in csv_rows(files, "bounds")}
    assert bounds["days_without_reports"] == "3"
    assert (bounds["rows_quarantined"], bounds["orphan_rows"]) == ("5", "12")
    assert "The findings of 10 of 12 months have settled" in page(files).text
