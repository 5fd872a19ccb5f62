"""The menu of downloads: the same rows in each form, no formula, no address of elsewhere, and nothing made unasked."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from pages_fixture import COUNTS, DATA, EXCEPTIONS, RESPONSES, TODAY, Open
from published_fixture import publish
from python_calamine import CalamineWorkbook

from hotline.warehouse.program_files import county_shapes_of, default_jurisdiction
from serving.downloads import picture
from serving.downloads.picture import svg_bytes
from serving.downloads.rows import csv_bytes, fits_a_sheet, workbook_bytes
from serving.drawing import charts, font
from serving.performance import small, xmr
from serving.performance.map import county_map
from serving.performance.map import sheet as map_sheet
from serving.performance.shapes import read_shapes
from serving.published import Published, open_audience

VIEWS = (TODAY, EXCEPTIONS, COUNTS, RESPONSES, DATA)


@pytest.fixture
def source(home: Path) -> Published:
    publish(home)
    found = open_audience(home, "administrators")
    assert found is not None
    return found


def months() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period_start": [date(2026, month, 1) for month in (8, 9, 10, 11)],
            "period_label": ["2026-08", "2026-09", "=2026-10", "+2026-11"],
            "is_complete": pd.array([True, True, True, False], dtype="boolean"),
            "calls_received": pd.array([10, None, 12, 3], dtype="Int64"),
            "share": pd.array([0.5, None, 0.25, 0.75], dtype="Float64"),
            "received_at": pd.to_datetime(["2026-08-01T05:00Z", None, "2026-10-01T05:00Z", None]),
        }
    )


def test_csv_workbook_and_picture_hold_the_same_rows(source: Published) -> None:
    rows = months()
    csv = pd.read_csv(io.BytesIO(csv_bytes(rows)), dtype=object, keep_default_na=False).to_numpy().tolist()
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(rows, "Months", source)))
    head, *body = book.get_sheet_by_name("Rows").to_python()
    assert head == list(rows.columns)
    assert [[_plain(cell) for cell in row] for row in body] == [[cell.lstrip("'") for cell in row] for row in csv]
    drawn = svg_bytes(charts.count_trend(rows, "calls_received"), "Months", "A state").decode()
    # The month without a value has no point, and each other one says its month and its value.
    assert re.findall(r"Month: ([^;]*); Count: (\d+)", drawn) == [
        ("2026-08", "10"), ("=2026-10", "12"), ("+2026-11", "3"),
    ]  # fmt: skip


def _plain(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return str(cell)


def test_no_cell_of_a_workbook_is_a_formula_and_the_same_rows_give_the_same_bytes(source: Published) -> None:
    rows = pd.DataFrame({"=name": ["=cmd|'/C calc'!A0", "@SUM(A1)", "http://example.com", "-3"]})
    first = workbook_bytes(rows, "Names", source)
    assert first == workbook_bytes(rows, "Names", source)
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert csv_bytes(rows).decode().splitlines()[1] == "'=cmd|'/C calc'!A0"


def test_a_sheet_takes_no_more_rows_than_it_has() -> None:
    assert fits_a_sheet(pd.DataFrame(index=range(2**20 - 1)))
    assert not fits_a_sheet(pd.DataFrame(index=range(2**20)))


def test_a_picture_names_its_title_and_source_and_no_address_of_elsewhere() -> None:
    drawn = svg_bytes(charts.count_trend(months(), "calls_received"), "Reports & calls", "A state").decode()
    assert "Reports &amp; calls" in drawn
    assert "A state" in drawn
    assert "Source Sans" in drawn
    # Names of formats look like addresses, and nobody asks for them.
    addresses = set(re.findall(r"[a-z]+://[^\"' <)]*", drawn))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "href=" not in drawn


def test_every_picture_holds_its_font_and_stays_small(source: Published) -> None:
    shapes = read_shapes(county_shapes_of(default_jurisdiction()))
    assert shapes is not None
    compared = source.query("select * from marts.county_comparison where measure = 'share_screened_out'")
    drawn_map = county_map(compared, shapes)
    assert drawn_map is not None
    trend = source.query("select * from marts.performance_trends where geography_type = 'state'")
    files = [
        svg_bytes(charts.count_trend(months(), "calls_received"), "Months", "A state"),
        map_sheet(drawn_map, shapes, "Counties", "A state"),
        small.sheet(
            [("A district", xmr.points(trend[trend["measure"] == "share_screened_out"], "share"))], "Share", "A state"
        ),
    ]
    for file in files:
        drawing = file.decode()
        ElementTree.fromstring(drawing)
        family, letters = re.findall(r"font-family:('[^']+');[^}]*url\(data:font/woff2;base64,([^)]+)\)", drawing)[0]
        assert base64.b64decode(letters) == font.FILE.read_bytes()
        named = re.findall(r'font-family(?:="|:)([^,;]+),', drawing)
        assert named
        assert set(named) == {family}
        assert len(file) < 150_000
    assert "SIL OPEN FONT LICENSE" in (font.FILE.parent / "OFL.txt").read_text(encoding="utf-8")


def test_a_renderer_that_fails_tells_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_DRAW", "import sys; sys.exit(sys.stdin.read())")
    with pytest.raises(RuntimeError, match=r"^the chart could not be drawn as SVG$"):
        svg_bytes(charts.count_trend(months(), "calls_received"), "Months", "A state")


@pytest.mark.parametrize("view", VIEWS)
def test_rows_are_offered_as_csv_and_xlsx_and_nothing_is_made_unasked(
    home: Path, visit: Open, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unasked(*_: object) -> bytes:
        raise AssertionError("nobody asked for this file")

    for name in ("csv_bytes", "workbook_bytes", "svg_bytes"):
        monkeypatch.setattr(f"dashboards.downloads.{name}", unasked)
    publish(home)
    offered = [each.proto.label for each in visit(view).get("download_button")]
    assert offered.count("CSV") == offered.count("XLSX") > 0
    assert any(label.startswith("SVG: ") for label in offered) == (view in (COUNTS, RESPONSES))
