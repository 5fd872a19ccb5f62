"""Every form of the report says what the published tables say, and says it so that everybody can read it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from frictionless import Package
from pdf_text import Paper
from report_fixture import (
    COUNTY,
    FIVE,
    ROW_COUNTS,
    STATE,
    YEAR,
    csv_rows,
    description,
    forms_of,
    mart,
    page,
    published,
    report_of,
    sheet,
)

from serving.published import Published
from serving.report.content import Report


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def report(source: Published) -> Report:
    return report_of(source)


@pytest.fixture(scope="module")
def files(report: Report) -> dict[str, bytes]:
    return forms_of(report)


def test_the_five_counts_lead(report: Report, source: Published) -> None:
    [row] = mart(source, STATE)
    assert [(each.metric_id, each.value) for each in report.headlines] == [(name, row[name]) for name in FIVE]
    assert report.findings[0].startswith(f"In fiscal year 2026 the Hotline received {row['calls_received']:,} reports")


def test_csv_has_the_counts_of_the_state(files: dict[str, bytes], source: Published) -> None:
    [row] = mart(source, STATE)
    found = {each["metric_id"]: each for each in csv_rows(files, "five_counts")}
    assert list(found) == list(FIVE)
    for name in FIVE:
        before = row[f"{name}_previous_year"]
        assert int(found[name]["value"]) == row[name]
        assert int(found[name]["value_year_before"]) == before
        assert int(found[name]["change"]) == row[name] - before


def test_every_form_has_the_counts_of_every_county(files: dict[str, bytes], source: Published) -> None:
    rows = mart(source, COUNTY)
    expected = [[row["geography_name"], *(row[name] for name in ROW_COUNTS)] for row in rows]
    assert [row[0] for row in expected] == ["Canadian", "Oklahoma", "Tulsa", "Unknown"]

    in_csv = csv_rows(files, "counties")
    assert [[row["county"], *(int(row[name]) for name in ROW_COUNTS)] for row in in_csv[:-1]] == expected
    assert [row["geography_id"] for row in in_csv] == [*(row["geography_id"] for row in rows), "OK"]
    in_book = sheet(files, "counties")[4:-1]
    assert [row[1:] for row in in_book] == expected
    written = [[name, *(f"{number:,}" for number in numbers)] for name, *numbers in expected]
    assert page(files).tables["The counts by county"][1:-1] == written
    lines = Paper(files[f"hotline-report-fy{YEAR}.pdf"]).text.splitlines()
    for row in written:
        assert " ".join(row) in lines


def test_counties_add_up_to_the_state(files: dict[str, bytes]) -> None:
    *counties, state = csv_rows(files, "counties")
    for name in ROW_COUNTS:
        assert sum(int(row[name]) for row in counties) == int(state[name])


def test_months_and_years_are_those_of_the_table(files: dict[str, bytes], source: Published) -> None:
    months = csv_rows(files, "months")
    assert [row["month"] for row in months] == [
        *(f"2025-{month:02d}" for month in range(7, 13)),
        *(f"2026-{month:02d}" for month in range(1, 7)),
    ]
    [row] = mart(source, STATE)
    assert sum(int(each["calls_received"]) for each in months) == row["calls_received"]
    years = csv_rows(files, "fiscal_years")
    assert [each["fiscal_year"] for each in years] == ["2026", "2025"]
    assert int(years[1]["calls_received"]) == row["calls_received_previous_year"]


def test_response_times_are_those_of_the_table(files: dict[str, bytes], source: Published) -> None:
    rows = source.rows(
        "select * from marts.response_compliance where period_label = 'FY2026' and period_type = 'fiscal_year' "
        "and geography_type = 'state' order by priority nulls first"
    )
    found = csv_rows(files, "response_times")
    assert [each["responses"] for each in found] == ["All", "Priority I", "Priority II"]
    for each, row in zip(found, rows, strict=True):
        assert int(each["timely"]) == row["timely"]
        assert float(each["compliance_rate"]) == row["compliance_rate"]
        assert float(each["compliance_rate_low"]) == row["compliance_rate_low"]


def test_every_table_is_in_every_form(report: Report, files: dict[str, bytes]) -> None:
    shown = {table.title for table in report.tables if table.rows}
    assert set(page(files).tables) == shown
    assert {f"csv/{table.name}.csv" for table in report.tables} | {"csv/datapackage.json"} == {
        name for name in files if name.startswith("csv/")
    }
    paper = Paper(files[f"hotline-report-fy{YEAR}.pdf"])
    assert paper.count("Table") == len(shown)
    assert all(" ".join(title.split()) in " ".join(paper.text.split()) for title in shown)


def test_the_description_of_the_csv_files_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        if name.startswith("csv/"):
            (tmp_path / name.removeprefix("csv/")).write_bytes(content)
    found = Package(str(tmp_path / "datapackage.json")).validate()
    assert found.valid, found.flatten(["name", "type", "note"])
    assert len(found.tasks) == len(files) - 4
    for resource in description(files)["resources"]:
        content = files[f"csv/{resource['path']}"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert all(field["description"] and field["title"] for field in resource["schema"]["fields"])


def test_every_figure_is_defined_and_cited(files: dict[str, bytes], source: Published) -> None:
    known = {row["metric_id"]: row for row in source.rows("select * from reference.metrics")}
    found = {row["metric_id"]: row for row in csv_rows(files, "definitions")}
    assert set(ROW_COUNTS) | set(FIVE) <= set(found)
    for metric, row in found.items():
        assert (row["definition"], row["citation"]) == (known[metric]["definition"], known[metric]["citation"])
    for resource in description(files)["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] in known:
                assert field["citation"] == known[field["name"]]["citation"]


def test_the_page_is_whole_and_can_be_read_by_everybody(files: dict[str, bytes]) -> None:
    found = page(files)
    assert next(found.all("html")) == {"lang": "en"}
    assert found.text.count("Annual report, fiscal year 2026") == 2  # the window's title and the heading
    assert [sum(name == tag for name, _ in found.tags) for tag in ("h1", "main", "header", "nav", "footer")] == [1] * 5
    tables = sum(name == "table" for name, _ in found.tags)
    assert sum(name == "caption" for name, _ in found.tags) == tables
    assert all(each.get("scope") in ("col", "row") for each in found.all("th"))
    [chart] = found.all("svg")
    assert (chart["role"], chart["aria-labelledby"]) == ("img", "chart-title chart-desc")
    ids = {each["id"] for _, each in found.tags if "id" in each}
    assert all((each["href"] or "").removeprefix("#") in ids for each in found.all("a"))
    assert all(
        set((each["aria-labelledby"] or "").split()) <= ids for _, each in found.tags if "aria-labelledby" in each
    )


def test_the_page_asks_for_nothing_and_runs_nothing(files: dict[str, bytes]) -> None:
    text = files[f"hotline-report-fy{YEAR}.html"].decode()
    assert "://" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    found = page(files)
    assert not {name for name, _ in found.tags} & {"script", "link", "img", "iframe", "object", "form"}
    assert not [each for _, each in found.tags if "src" in each or any(key.startswith("on") for key in each)]


def test_the_document_is_tagged(files: dict[str, bytes], report: Report) -> None:
    paper = Paper(files[f"hotline-report-fy{YEAR}.pdf"])
    assert (paper.language, paper.is_marked) == ("en", True)
    assert paper.title is not None
    assert report.title in paper.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in paper.metadata
    assert paper.count("Title") == 1
    assert paper.count("TH") > 50
    assert [alt for name, alt in paper.tags if name == "Figure"] == [
        chart.description for section in report.sections if (chart := section.chart)
    ]
    assert "Page 1 of" in paper.pages[0]
    for each in paper.pages:
        assert report.publication_id in each


def test_the_first_page_is_one_that_somebody_signs(files: dict[str, bytes], report: Report) -> None:
    first = " ".join(Paper(files[f"hotline-report-fy{YEAR}.pdf"]).pages[0].split())
    for text in (
        report.jurisdiction_name, report.office, report.title, report.extent, "Submitted by", "Signature", "Date",
        *(f"{count.value:,}" for count in report.headlines if isinstance(count.value, int)),
    ):  # fmt: skip
        assert text in first
    assert first.index("In fiscal year 2026") < first.index("Submitted by")


def test_the_workbook_has_a_cover_notes_and_one_table_a_sheet(report: Report, files: dict[str, bytes]) -> None:
    content = files[f"hotline-report-fy{YEAR}.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        sheets = [parts.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
        tables = [name for name in names if name.startswith("xl/tables/")]
        book = parts.read("xl/workbook.xml").decode()
    assert not any("mergeCell" in each or "<f>" in each for each in sheets)
    shown = [table for table in report.tables if table.rows]
    assert len(tables) == len(shown) == len(sheets) - 2
    order = [book.index(f'name="{name}"') for name in ("Cover", "Notes", *(table.name for table in shown))]
    assert order == sorted(order)
    [row] = [each for each in sheet(files, "Cover") if each[0] == report.headlines[0].label]
    assert row[1] == report.headlines[0].value
