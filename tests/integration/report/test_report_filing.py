"""A filed report is kept for ever as it is, and every later report says what has changed since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cli_fixture import Hotline
from pdf_text import Paper
from published_fixture import publish, seal
from report_fixture import change, csv_rows, file_of, page, sheet

from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.settings import Settings
from serving.published import Published, open_audience

FIRST, SECOND, THIRD = "20261120T110000Z-0123456789", "20261121T110000Z-0123456789", "20261122T110000Z-0123456789"
ONE_MORE = (
    "update marts.statutory_counts "
    "set calls_received = calls_received + 5, referrals_assigned = referrals_assigned + 5 "
    "where period_label = 'FY2026' and (geography_type = 'state' or geography_name = 'Tulsa')",
    "update marts.statutory_counts set calls_screened_out = calls_screened_out - 1 "
    "where period_label = 'FY2025' and geography_type = 'state'",
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """The home of the command, with a landing file and a publication."""
    home = Home(tmp_path / "home")
    settings = Settings(home=home.root)
    home.prepare()
    with landing_file(home, settings):
        pass
    publish(home.root, publication_id=FIRST)
    return home.root


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "out"


def filing(home: Path, number: int = 1, year: int = 2026) -> Path:
    [found] = (home / "reports" / f"fy{year}").glob(f"{number:04d}-*")
    return found


def republish(home: Path, publication_id: str, *statements: str) -> None:
    change(publish(home, publication_id=publication_id), *statements)


def current(home: Path) -> Published:
    found = open_audience(home, "administrators")
    assert found is not None
    return found


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_filing_keeps_what_was_made(hotline: Hotline, warehouse: Path, to: Path) -> None:
    said = hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    assert (said.code, said.err) == (0, "")
    kept = filing(warehouse)
    manifest = json.loads((kept / "filing.json").read_text())
    files = written(to)
    assert {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == {
        name: sha256 for name, sha256 in manifest["files"].items() if name != "figures.json"
    }
    assert files == {
        name: content for name, content in written(kept).items() if name not in ("filing.json", "figures.json")
    }
    current = (warehouse / "published" / "administrators.duckdb").resolve()
    assert manifest["publication_sha256"] == hashlib.sha256(current.read_bytes()).hexdigest()
    assert (manifest["publication_id"], manifest["as_of_on"], manifest["number"]) == (FIRST, "2026-11-20", 1)
    assert {path.stat().st_mode & 0o777 for path in kept.rglob("*") if path.is_file()} == {0o400}
    assert str(kept) in said.out
    assert not list((warehouse / "temp").iterdir())


def test_all_forms_are_filed_whatever_was_asked_for(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--format", "csv", "--file")
    assert {path.name for path in to.iterdir()} == {"csv"}
    assert {path.suffix for path in filing(warehouse).iterdir()} == {".html", ".pdf", ".xlsx", ".json", ""}


def test_the_same_publication_is_filed_once(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    again = hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    assert again.code == 0
    assert "was filed from this publication on" in again.out
    assert len(list((warehouse / "reports" / "fy2026").iterdir())) == 1
    assert hotline("report", "--fiscal-year", 2025, "--to", to, "--file").code == 0
    assert filing(warehouse, year=2025).is_dir()


def test_a_later_report_says_that_nothing_has_changed(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    republish(warehouse, SECOND)
    said = hotline("report", "--fiscal-year", 2026, "--to", to)
    assert "No count of the state has changed since." in said.out
    assert csv_rows(written(to), "restated_state") == []


def test_a_later_report_says_what_has_changed(hotline: Hotline, warehouse: Path, to: Path) -> None:
    for year in (2025, 2026):
        hotline("report", "--fiscal-year", year, "--to", to, "--file")
    filed = json.loads((filing(warehouse) / "figures.json").read_text())
    republish(warehouse, SECOND, *ONE_MORE)
    said = hotline("report", "--fiscal-year", 2026, "--to", to, "--json")
    then = filed["state"]["calls_received"]
    assert f"reports received {then:,} → {then + 5:,}" in said.document["since_filed"]
    files = written(to)
    state = [(row["fiscal_year"], row["metric_id"], row["change"]) for row in csv_rows(files, "restated_state")]
    assert state == [
        ("2026", "calls_received", "5"), ("2026", "referrals_assigned", "5"), ("2025", "calls_screened_out", "-1"),
    ]  # fmt: skip
    counties = [(row["county"], row["metric_id"], row["change"]) for row in csv_rows(files, "restated_counties")]
    assert counties == [("Tulsa", "calls_received", "5"), ("Tulsa", "referrals_assigned", "5")]
    shown = page(files)
    assert f"{then:,} → {then + 5:,}" in shown.text
    assert len(shown.tables["Counts of counties that differ from those filed"]) == 3
    assert f"{then:,} → {then + 5:,}" in " ".join(Paper(files["hotline-report-fy2026.pdf"]).pages[0].split())
    assert len(sheet(files, "restated_counties")) == 6


def test_a_second_filing_restates_the_first_and_keeps_it(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    first = written(filing(warehouse))
    republish(warehouse, SECOND, *ONE_MORE)
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    assert written(filing(warehouse)) == first
    second = json.loads((filing(warehouse, 2) / "filing.json").read_text())
    assert second["before_sha256"] == hashlib.sha256(first["filing.json"]).hexdigest()
    assert len(csv_rows(written(filing(warehouse, 2)), "filings")) == 1
    # What follows is compared with the last filing.
    republish(warehouse, THIRD, *ONE_MORE)
    said = hotline("report", "--fiscal-year", 2026, "--to", to)
    assert "No count of the state has changed since." in said.out
    assert [row["filing"] for row in csv_rows(written(to), "filings")] == ["1", "2"]


def test_a_figure_that_was_not_assessed_then_is_no_zero(hotline: Hotline, warehouse: Path, to: Path) -> None:
    publish(warehouse, publication_id=FIRST, lost_findings=True)
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    republish(warehouse, SECOND)
    hotline("report", "--fiscal-year", 2026, "--to", to)
    rows = {row["metric_id"]: row for row in csv_rows(written(to), "restated_state")}
    found = rows["calls_unsubstantiated_or_ruled_out"]
    assert (found["filed_value"], found["change"]) == ("not assessed", "not assessed")
    assert int(found["value"]) > 0


def test_an_earlier_year_that_has_not_changed_is_told(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2025, "--to", to, "--file")
    republish(warehouse, SECOND, ONE_MORE[0])
    hotline("report", "--fiscal-year", 2026, "--to", to)
    assert "No count of the state in fiscal year 2025 has changed since it was filed." in page(written(to)).text
    republish(warehouse, THIRD, *ONE_MORE)
    hotline("report", "--fiscal-year", 2026, "--to", to)
    assert "No count of the state in fiscal year 2025" not in page(written(to)).text


def test_a_year_that_begins_on_another_day_now_is_not_compared(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    moved = "update marts.statutory_counts set period_start = '2025-10-01' where period_label = 'FY2026'"
    republish(warehouse, SECOND, moved, *ONE_MORE)
    said = hotline("report", "--fiscal-year", 2026, "--to", to)
    assert "is of a fiscal year that began on another day." in said.out
    assert csv_rows(written(to), "restated_state") == []


def test_status_shows_filings(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    [shown] = hotline("status", "--json").document["filings"]
    sha256 = hashlib.sha256((filing(warehouse) / "filing.json").read_bytes()).hexdigest()
    assert (shown["fiscal_year"], shown["number"], shown["sha256"], shown["trouble"]) == (2026, 1, sha256, None)
    assert "FILED: fiscal year 2026, filing 1, on" in hotline("status").out


def spoil_a_file(folder: Path) -> None:
    path = folder / "hotline-report-fy2026.pdf"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"2026", b"2027", 1))


def take_a_file(folder: Path) -> None:
    (folder / "csv" / "counties.csv").unlink()


def add_a_file(folder: Path) -> None:
    (folder / "more.txt").write_text("more")


def change_a_count(folder: Path) -> None:
    path = folder / "figures.json"
    path.chmod(0o600)
    found = json.loads(path.read_text())
    found["state"]["calls_received"] -= 100
    path.write_text(json.dumps(found))


def spoil_the_manifest(folder: Path) -> None:
    path = folder / "filing.json"
    path.chmod(0o600)
    path.write_text("{")


def link_a_file(folder: Path) -> None:
    path = folder / "figures.json"
    other = folder.parent / "figures.json"
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize(
    "spoil", [spoil_a_file, take_a_file, add_a_file, change_a_count, spoil_the_manifest, link_a_file]
)
def test_a_changed_filing_is_told_and_nothing_is_compared_with_it(
    hotline: Hotline, warehouse: Path, to: Path, spoil: Any
) -> None:
    file_of(Home(warehouse), current(warehouse))
    spoil(filing(warehouse))
    [shown] = hotline("status", "--json").document["filings"]
    assert "is not as it was filed" in shown["trouble"]
    republish(warehouse, SECOND, *ONE_MORE)
    said = hotline("report", "--fiscal-year", 2026, "--to", to, "--format", "csv")
    assert said.code == 0
    assert "is not as it was filed, so nothing is compared with it" in said.out
    assert csv_rows(written(to), "restated_state") == []
    assert [row["is_as_filed"] for row in csv_rows(written(to), "filings")] == ["NO: its files were changed"]


def test_a_filing_that_is_gone_is_told(hotline: Hotline, warehouse: Path, to: Path) -> None:
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    republish(warehouse, SECOND, *ONE_MORE)
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    filing(warehouse).rename(warehouse / "elsewhere")
    [shown] = hotline("status", "--json").document["filings"]
    assert shown["number"] == 2
    assert "which is gone or was changed" in shown["trouble"]
    republish(warehouse, THIRD)
    hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    assert filing(warehouse, 3).is_dir()


def test_a_filing_that_was_broken_off_leaves_nothing(
    hotline: Hotline, warehouse: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("hotline.publishing.filing.Path.rename", lambda *_: 1 / 0)
        assert hotline("report", "--fiscal-year", 2026, "--to", to, "--file").code == 1
    assert not list((warehouse / "reports").rglob("*.json"))
    assert hotline("status", "--json").document["filings"] == []
    assert hotline("report", "--fiscal-year", 2026, "--to", to, "--file").code == 0
    assert not list((warehouse / "temp").iterdir())


def test_the_agency_files_and_nobody_else(hotline: Hotline, warehouse: Path, to: Path) -> None:
    publish(warehouse, "oca", publication_id=FIRST)
    said = hotline("report", "--fiscal-year", 2026, "--to", to, "--audience", "oca", "--file")
    assert (said.code, said.out) == (2, "")
    assert "filed from the file of administrators" in said.err
    assert hotline("report", "--fiscal-year", 2026, "--to", to, "--audience", "oca").code == 0
    assert not (warehouse / "reports").exists()


def test_a_withdrawn_publication_is_not_filed(hotline: Hotline, warehouse: Path, to: Path) -> None:
    current = (warehouse / "published" / "administrators.duckdb").resolve()
    seal(current)
    manifest = json.loads(current.with_suffix(".json").read_text())
    manifest |= {"publication_id": FIRST, "withdrawn": [{"load_id": "L00001", "at": None}]}
    for name in (current.with_suffix(".json"), current.parents[1] / "manifest.json"):
        name.write_text(json.dumps(manifest))
    said = hotline("report", "--fiscal-year", 2026, "--to", to, "--file")
    assert said.code == 1
    assert "Publish again, then file the report." in said.err
    assert "Withdrawn." in page(written(to)).text
    assert not (warehouse / "reports").exists()


@pytest.mark.usefixtures("warehouse")
def test_a_year_that_runs_is_filed_with_a_warning(hotline: Hotline, to: Path) -> None:
    said = hotline("report", "--fiscal-year", 2027, "--to", to, "--file")
    assert said.code == 0
    assert said.err.startswith("The fiscal year is not complete, and the filed report says so")
