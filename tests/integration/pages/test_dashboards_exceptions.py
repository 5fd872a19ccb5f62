"""The page on policy exceptions: all rules with what was not assessed, and one rule with its law and its reports."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from pages_fixture import EXCEPTIONS, Open, published, shown
from published_fixture import publish, seal

COUNTS = "select in_scope, assessed, not_assessed, broken, rate, rate_low, rate_high from marts.policy_exception_counts"


def row_of(page: str, head: str) -> list[str]:
    """The cells of a row of a plain table, by what its first cell shows."""
    row = next(each for each in page.split("<tr")[1:] if re.search(rf"<th scope=\"row\"[^>]*>(<a[^>]*>)?{head}<", each))
    return re.findall(r"<td[^>]*>([^<]*)</td>", row)


def test_every_rule_has_the_published_counts(home: Path, visit: Open) -> None:
    path = publish(home)
    in_scope, assessed, not_assessed, broken, rate, low, high = published(
        path, f"{COUNTS} where rule_id = 'priority_2_late' and period_label = 'FY2026' and geography_type = 'state'"
    )
    page = shown(visit(EXCEPTIONS))
    assert row_of(page, "Priority II initiated after its due date") == [
        f"{broken:,}", f"{100 * rate:.1f} %", f"{100 * low:.1f} to {100 * high:.1f} %",
        f"{assessed:,}", f"{not_assessed:,}", f"{in_scope:,}", "", "R(h)(2)",
    ]  # fmt: skip
    assert f"<h1>4 rules were broken, most often: Priority II initiated after its due date ({broken:,} reports)" in page
    assert "4 of 5 rules could be assessed. 1 could not" in page
    assert page.index("<h2>Breaches</h2>") < page.index("<h2>For review</h2>")


def test_a_rule_that_was_not_assessed_is_never_shown_as_kept(home: Path, visit: Open) -> None:
    publish(home, lost_clocks=True)
    page = shown(visit(EXCEPTIONS))
    cells = row_of(page, "Priority I not initiated on the day of receipt")
    assert cells[:4] == ["Not assessed", "–", "–", "0"]
    assert cells[6] == "a column that it reads was not delivered"
    one = shown(visit(EXCEPTIONS, rule="priority_1_late"))
    assert "<h1>Priority I not initiated on the day of receipt: not assessed</h1>" in one


def test_a_rule_has_its_law_in_plain_words_its_months_and_its_counties(home: Path, visit: Open) -> None:
    path = publish(home)
    assessed, broken = published(
        path,
        "select assessed, broken from marts.policy_exception_counts "
        "where rule_id = 'priority_1_late' and period_label = '2026-03' and geography_id = '40143'",
    )
    sentence, provision = published(
        path,
        "select any_value(sentence), (select plain_sentence from reference.provisions where citation = 'R(h)(1)') "
        "from reference.policy_rules where rule_id = 'priority_1_late'",
    )
    app = visit(EXCEPTIONS, rule="priority_1_late", place="Tulsa County", by="Month", period="2026-03")
    page = shown(app)
    assert (
        f"<h1>Priority I not initiated on the day of receipt: {broken:,} of {assessed:,} assessed reports</h1>" in page
    )
    assert sentence in page
    assert provision in page.replace("&#x27;", "'")
    assert "Falls under it:" in page
    assert row_of(page, "Tulsa")[3] == f"{assessed:,}"
    assert len(app.get("vega_lite_chart")) == 3
    assert "These charts as a table" in page


def test_rules_under_which_no_report_fell_are_named_and_take_no_row(home: Path, visit: Open) -> None:
    path = publish(home, lost_clocks=True)
    with duckdb.connect(str(path)) as connection:
        nothing = "update marts.policy_exception_counts set in_scope = 0"
        connection.execute(f"{nothing}, assessed = 0, broken = 0 where rule_id = 'three_pending_not_investigated'")
        connection.execute(f"{nothing} where rule_state = 'not_delivered'")
    seal(path)
    page = shown(visit(EXCEPTIONS))
    assert "<summary>No report fell under 1 rule</summary>" in page
    assert 'exceptions?rule=three_pending_not_investigated"' in page.split("No report fell under 1 rule")[1]
    # A rule that could not be assessed keeps its row.
    assert row_of(page, "Priority I not initiated on the day of receipt")[0] == "Not assessed"


def test_the_name_of_a_county_leads_to_the_rule_in_that_county(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(EXCEPTIONS, rule="priority_1_late", by="Month", period="2026-03"))
    assert 'href="exceptions?rule=priority_1_late&amp;by=Month&amp;period=2026-03&amp;place=Tulsa+County"' in page
    assert "place=County+not+known" in page


def test_fewer_than_twenty_reports_are_marked(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(EXCEPTIONS, rule="three_pending_not_investigated", by="Month", period="2026-03"))
    assert "Fewer than 20 reports: read the interval, not the rate." in page


def test_an_unknown_rule_says_so_and_shows_all(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(EXCEPTIONS, rule="<b>no_rule"))
    assert "There is no rule “&lt;b&gt;no_rule” in these figures: all rules are shown." in page
    assert "<h2>Breaches</h2>" in page


def test_an_unknown_place_or_period_says_so_and_shows_the_state(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(EXCEPTIONS, place="Atlantis", period="FY1066"))
    assert "There is no place “Atlantis”" in page
    assert "There is no fiscal year “FY1066” in these figures: they are those of FY2026." in page
    assert "Oklahoma (whole state), FY2026" in page


def test_a_file_of_an_earlier_version_has_no_interval(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        for table, column in (
            ("policy_exception_counts", "rate_low"),
            ("policy_exception_counts", "rate_high"),
            ("statutory_counts", "is_covered"),
        ):
            connection.execute(f"alter table marts.{table} drop {column}")
    seal(path)
    assert row_of(shown(visit(EXCEPTIONS)), "Priority II initiated after its due date")[2] == "–"
    assert "<h2>By month</h2>" in shown(visit(EXCEPTIONS, rule="priority_2_late"))


def test_choosing_a_rule_is_kept_in_the_address(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(EXCEPTIONS, place="Tulsa County")
    app.selectbox(key="chosen_rule").set_value("priority_2_late").run()
    assert app.query_params["rule"] == "priority_2_late"
    page = shown(app)
    assert "Priority II initiated after its due date: " in page
    assert 'href="exceptions?place=Tulsa+County"' in page


def test_analysts_see_as_many_reports_as_are_counted(home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "analysts")
    path = publish(home, "analysts")
    (broken,) = published(
        path,
        "select broken from marts.policy_exception_counts "
        "where rule_id = 'priority_1_late' and period_label = '2026-03' and geography_id = '40143'",
    )
    page = shown(visit(EXCEPTIONS, rule="priority_1_late", place="Tulsa County", by="Month", period="2026-03"))
    assert f"<p>{broken:,} reports, the newest first.</p>" in page
    assert page.count(">as the rule says<") == broken


def test_administrators_see_no_report(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select table_name from information_schema.tables").fetchall()
    assert ("policy_exceptions",) not in tables
    assert "The reports that broke it" not in shown(visit(EXCEPTIONS, rule="priority_1_late"))


def test_the_oversight_office_has_no_trace_of_a_rule_that_tells_who_reported(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    publish(home, "oca")
    page = shown(visit(EXCEPTIONS, rule="family_contacted_during_screening"))
    assert "There is no rule “family_contacted_during_screening” in these figures" in page
    assert "Family contacted" not in page
    assert "Only reports of the caseload are listed." in shown(visit(EXCEPTIONS, rule="priority_1_late"))
