"""The oversight office's page: its caseload, families that came back and complaints, and for nobody else anything."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from pages_fixture import TODAY, Open, published, shown
from published_fixture import publish, seal

from dashboards import pages
from dashboards.oversight import complaints

VIEW = "views/oversight.py"


@pytest.fixture
def office(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    return publish(home, "oca")


def test_the_caseload_is_the_published_one(office: Path, visit: Open) -> None:
    reports, broken = published(
        office, "select count(*), count(*) filter (where breaches > 0) from oversight.oca_caseload"
    )
    page = shown(visit(VIEW))
    assert f"<h1>{broken:,} of {reports:,} reports in the caseload have a breach</h1>" in page
    assert f"Listed as: {reports:,} open." in page
    assert ">W1<" in page


def test_families_that_came_back_have_a_rate_an_interval_and_a_warning(office: Path, visit: Open) -> None:
    assert published(office, "select count(*) from oversight.re_reports where is_re_reported") == (2,)
    page = shown(visit(VIEW))
    assert '<td class="n">25.0 %</td><td class="n">7.0 to 59.0 %</td>' in page
    assert "fewer than 20 reports" in page
    assert "The families of FY2026: 2" in page
    assert "outside the caseload" in page


@pytest.mark.usefixtures("office")
def test_families_of_a_county_are_listed(visit: Open) -> None:
    assert "The families of FY2026: 2" in shown(visit(VIEW, place="Tulsa County", period="FY2026"))


@pytest.mark.usefixtures("office")
def test_complaints_are_shown_by_what_was_recorded(visit: Open) -> None:
    page = shown(visit(VIEW))
    assert "<h2>Complaints of FY2026</h2>" in page
    assert '<th scope="row" class="">Concern</th><td class="">Conduct</td><td class="n">11</td>' in page


def test_each_complaint_stands_beside_what_the_record_shows_of_its_report(office: Path, visit: Open) -> None:
    (breaches,) = published(office, "select breaches from oversight.oca_caseload where referral_id = 'W9'")
    page = shown(visit(VIEW, period="FY2027"))
    said = "The report has a breach." if breaches else "The report has no known breach."
    assert f"Of 8 complaints, 2 name a report of the caseload. {said}" in page
    first, second, third, *_ = [row for row in page.split("<tr") if re.search(r">K\d<", row)]
    # The one that has waited longest of the open ones comes first.
    for shown_cells, row in (
        ((">K4<", ">No report<", ">40<"), first),
        ((">K3<", ">A report outside the caseload<"), second),
        ((">K2<", "explain?report=W9", ">a_code_of_no_list<", f'<td class="n">{breaches}</td>'), third),
    ):
        assert [cell for cell in shown_cells if cell not in row] == []
    assert "X9" not in page
    assert ">Conduct<" in page
    assert '<td class="n">0</td>' in next(row for row in page.split("<tr") if ">K8<" in row)


def test_a_report_on_which_no_rule_could_be_assessed_is_not_called_one_without_a_breach() -> None:
    rows = pd.DataFrame(
        {
            "report_link": ["in_caseload"] * 3 + ["unlinked"],
            "referral_id": ["1", "2", "3", None],
            "breaches": pd.array([0, 2, None, None], dtype="Int64"),
        }
    )
    told = "Of 4 complaints, 3 name a report of the caseload."
    assert (
        complaints.finding(rows)
        == f"{told} Of these 3 reports, 1 has a known breach, and on 1 no rule could be assessed."
    )
    assert complaints.finding(rows.drop(index=2)).endswith("Of these 2 reports, 1 has a known breach.")
    assert complaints.finding(rows.loc[[2]]).endswith("No rule could be assessed on these reports.")
    assert complaints.finding(rows.loc[[3]]) == "Of 1 complaint, none names a report of the caseload."


@pytest.mark.usefixtures("office")
def test_a_place_without_complaints_or_families_says_so(visit: Open) -> None:
    page = shown(visit(VIEW, place="Canadian County", period="FY2027"))
    assert "No report of Canadian County is in the caseload" in page
    assert "No unsubstantiated report of this place was settled." in page
    assert "No complaint was received in this period and place." in page


def test_what_was_not_delivered_is_not_known_and_never_none(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    path = publish(home, "oca", lost_findings=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update operations.delivered_columns set delivered = false where extract = 'oca_complaints'")
        connection.execute("delete from oversight.oca_complaints")
    seal(path)
    for view in (VIEW, TODAY):
        page = shown(visit(view))
        assert "Not all of the caseload is known. The extract allegations was not delivered." in page
        assert "The extract oca_complaints was not delivered." in page
        assert "No complaint is open" not in page
        assert "No complaint was received" not in page
        assert "report of this place was settled" not in page


def test_an_empty_caseload_for_want_of_a_column_is_not_known(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    path = publish(home, "oca", lost_findings=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from oversight.oca_caseload; delete from oversight.re_report_rates")
    seal(path)
    page = shown(visit(VIEW))
    assert "<h1>The caseload is not known</h1>" in page
    assert "is in the caseload</h1>" not in page
    assert "report of this place was settled" not in page


@pytest.mark.parametrize("audience", ["administrators", "analysts"])
def test_nobody_else_has_the_page_in_the_menu(audience: str) -> None:
    assert VIEW not in {page.view for page in pages.seen_by(audience)}
