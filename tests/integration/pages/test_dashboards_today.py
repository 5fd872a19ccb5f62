"""The page Today: its finding, what waits, what is new since the publication before, and what each audience may see."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pages_fixture import TODAY, Open, shown
from published_fixture import publish, seal

BEFORE = "20261119T110000Z-bbbbbbbbbbbb"


def as_audience(monkeypatch: pytest.MonkeyPatch, name: str) -> str:
    monkeypatch.setenv("HOTLINE_AUDIENCE", name)
    return name


def test_the_heading_is_the_finding(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY))
    assert "<h1>4 reports are overdue for initiation</h1>" in page
    assert "Also overdue: 2 for a finding." in page
    assert "4 reports wait for screening, for which no paragraph sets a time: the longest for 12 days." in page


def test_the_heading_compares_with_the_publication_before(home: Path, visit: Open) -> None:
    publish(home, publication_id=BEFORE)
    publish(home, scale=3, earlier=BEFORE)
    page = shown(visit(TODAY))
    assert "<h1>10 reports are overdue for initiation, 6 more than in the publication before</h1>" in page
    assert "more breaches than in the publication before" in page
    assert "As of <b>20 November 2026" in page


def test_without_an_earlier_file_nothing_is_compared(home: Path, visit: Open) -> None:
    publish(home, earlier=BEFORE)
    page = shown(visit(TODAY))
    assert "<h1>4 reports are overdue for initiation</h1>" in page
    assert "No earlier publication is kept, so nobody can tell which breaches are new." in page


def test_an_earlier_file_that_was_changed_is_not_compared_with(home: Path, visit: Open) -> None:
    path = publish(home, publication_id=BEFORE)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.due_report_counts set overdue = 1")
    publish(home, scale=3, earlier=BEFORE)
    assert "<h1>10 reports are overdue for initiation</h1>" in shown(visit(TODAY))


def test_every_kind_has_its_counts_and_its_law(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY))
    row = page.split('<th scope="row" class="">Initiation</th>')[1].split("</tr>")[0]
    assert [each.split("</td>")[0] for each in row.split('<td class="n">')[1:]] == [
        "4", "5", "1", "0", "10", "12 days", "8 days",
    ]  # fmt: skip
    assert "Preliminary inquiry <span class='quiet'>ITS 11(2)(A)</span>" in page
    assert "no report is overdue for screening" in page


def test_what_was_not_delivered_is_not_known_and_never_nothing(home: Path, visit: Open) -> None:
    publish(home, lost_clocks=True, lost_findings=True)
    page = shown(visit(TODAY))
    assert "<h1>Nothing that is known is overdue</h1>" in page
    assert "Not assessed, because a column was not delivered: initiation and finding." in page


def test_a_place_has_its_own_finding_and_one_that_is_late_for_nothing_says_so(home: Path, visit: Open) -> None:
    publish(home)
    assert "<h1>3 reports are overdue for initiation in Tulsa County</h1>" in shown(visit(TODAY, place="Tulsa County"))
    assert "<h1>Nothing is overdue in Canadian County</h1>" in shown(visit(TODAY, place="Canadian County"))


def test_where_nothing_waits_a_sentence_says_so_and_no_table_is_full_of_zeros(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY, place="Canadian County"))
    assert "<p>No report of Canadian County waits for anything.</p>" in page
    assert "For how long" not in page
    assert "By county" not in page


def test_a_concern_is_told_with_what_chance_alone_would_give(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY))
    assert "<h2>1 concern in the charts of 2026-10</h2>" in page
    assert (
        '<b>Concern, new this month.</b> <a href="trends?measure=compliance_priority_1&amp;place=District%3A+Tulsa+'
        'County+%28illustrative%29" target="_self">Share initiated in time at Priority I, Tulsa County (illustrative)'
        "</a>: 90.0 %, outside of its limits, 92.0 % to 98.0 %." in page
    )
    assert (
        '<b>Improvement.</b> <a href="trends?measure=compliance_priority_2" target="_self">Share initiated in time at '
        "Priority II, Oklahoma</a>: 90.0 %" in page
    )
    assert "2 of 12 charts have a signal" in page
    assert "about 2 of 100 charts, here on about 0.2" in page
    assert page.index("Concern, new") < page.index("<b>Improvement")


def test_held_files_and_quarantined_rows_are_told(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY))
    assert "1 delivered file is held or refused" in page
    assert "5 rows are in quarantine and in no figure." in page
    assert "Over 2 % of the rows would be quarantined." in page


def test_administrators_see_no_single_report(home: Path, visit: Open) -> None:
    publish(home, publication_id=BEFORE)
    publish(home, scale=3, earlier=BEFORE)
    page = shown(visit(TODAY))
    assert "The reports" not in page
    assert ">W1<" not in page


def test_analysts_see_the_reports_behind_each_kind_and_the_new_breaches(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = as_audience(monkeypatch, "analysts")
    publish(home, name, publication_id=BEFORE)
    path = publish(home, name, scale=2, earlier=BEFORE)
    with duckdb.connect(str(path), read_only=True) as connection:
        waits = [row[0] for row in connection.execute("select referral_id from marts.due_reports").fetchall()]
    page = shown(visit(TODAY))
    assert waits
    assert all(f'<a href="explain?report={report}" target="_self">{report}</a></th>' in page for report in waits)
    assert "new breaches since the publication before" in page
    assert "observed on 2026-11-19" in page


def test_the_oversight_office_sees_its_caseload_and_the_clocks_of_its_complaints(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home, as_audience(monkeypatch, "oca"))
    page = shown(visit(TODAY))
    assert "<h1>Of the caseload, 4 reports are overdue for initiation</h1>" in page
    assert "<h2>10 reports in the whole caseload</h2>" in page
    assert "<h2>4 complaints are open</h2>" in page
    assert "30 days" in page
    assert "FY2026" in page
    assert "The reports" in page


def test_a_file_of_an_earlier_version_says_what_it_lacks(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.due_report_counts; drop table marts.due_report_ages")
        connection.execute("alter table marts.performance_trends drop is_covered")
    seal(path)
    page = shown(visit(TODAY))
    assert "What is overdue is not known" in page
    assert "it was made by an earlier version" in page
    assert "1 concern in the charts of 2026-10" in page
