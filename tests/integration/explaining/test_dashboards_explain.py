"""The page that explains a number, a rule or a report says what the file and `hotline explain` say, and leads on."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import explain_fixture
import pytest
from pages_fixture import EXCEPTIONS, TODAY, Open, published, shown
from published_fixture import publish

from serving import explain, figures
from serving.explaining import figure
from serving.published import Published, open_audience

VIEW = "views/explain.py"


def reader(home: Path, audience: str = "administrators") -> Published:
    found = open_audience(home, audience)
    assert found is not None
    return found


def test_a_number_is_the_published_one_with_its_law_and_its_way_into_sql(home: Path, visit: Open) -> None:
    path = publish(home)
    (received, sql) = published(
        path,
        "select calls_received, (select sql from reference.metrics where metric_id = 'calls_received') "
        "from marts.statutory_counts where geography_name = 'Tulsa' and period_label = 'FY2026'",
    )
    page = shown(visit(VIEW, metric="calls_received", place="Tulsa County", period="FY2026"))
    assert f"<h1>Reports received: {received:,}</h1>" in page
    assert "Explain a figure: Tulsa County, FY2026" in page
    assert f"<code>{sql}</code>" in page
    assert "The law in plain words" in page
    assert "Source: " in page
    assert f'FY2026</th><td class="n">{received:,}</td>' in page
    address = unescape(page.partition('href="sql?')[2].partition('"')[0])
    [text] = parse_qs(address)["q"]
    assert {"period_label": "FY2026", "calls_received": received} in reader(home).rows(text)


@pytest.mark.parametrize(
    ("by", "period", "told"),
    [
        ("Fiscal year", "FY2027", "so far</p>"),
        ("Month", "2026-10", "Explain a figure: Oklahoma (whole state), 2026-10"),
    ],
)
def test_a_number_is_that_of_the_period_of_the_filter(home: Path, visit: Open, by: str, period: str, told: str) -> None:
    path = publish(home)
    (screened_out,) = published(
        path,
        "select calls_screened_out from marts.statutory_counts "
        f"where geography_type = 'state' and period_label = '{period}'",
    )
    page = shown(visit(VIEW, metric="calls_screened_out", by=by, period=period))
    assert f"<h1>Screened out: {screened_out:,}</h1>" in page
    assert told in page


def test_what_was_not_assessed_or_has_no_row_says_why(home: Path, visit: Open) -> None:
    publish(home, lost_findings=True)
    page = shown(visit(VIEW, metric="calls_unsubstantiated_or_ruled_out"))
    assert ": not assessed</h1>" in page
    assert "The extract allegations was not delivered." in page
    monthly = shown(visit(VIEW, metric="median_hours_priority_1"))
    assert "not published for this place and period</h1>" in monthly
    assert "marts.performance_trends has no row of it for Oklahoma (whole state) in FY2026" in monthly


def test_a_rate_has_its_interval_and_its_parts(home: Path, visit: Open) -> None:
    path = publish(home)
    rates = published(
        path,
        "select list(compliance_rate order by priority) from marts.response_compliance where geography_type = 'state' "
        "and period_label = 'FY2026' and breakdown = 'priority' and priority is not null",
    )[0]
    page = shown(visit(VIEW, metric="compliance_rate", period="FY2026"))
    assert "(95 % interval " in page.partition("</h1>")[0]
    for priority, rate in zip(("Priority I", "Priority II"), rates, strict=True):
        assert f'<th scope="row" class="">{priority}</th><td class="n">{100 * rate:.1f} %</td>' in page


def test_a_figure_is_counted_again_from_rows_where_the_file_has_them(home: Path) -> None:
    explain_fixture.publish(home, "analysts")
    found = reader(home, "analysts")
    metric = {
        "metric_id": "calls_received",
        "sql": "count(*)",
        "counted_from": "marts.referrals",
        "counted_on": "received_on",
    }
    period = figures.Period("month", date(2026, 11, 1), date(2026, 11, 30), "2026-11", False, False, 20)
    state, county = figures.Place("state", "OK", "Oklahoma"), figures.Place("county", "40143", "Tulsa County")
    other = figures.Place("county", "it's", "None")
    for place, number in ((state, 3), (county, 3), (other, 0)):
        text = figure.counting_question(found, metric, period, place)
        assert found.rows(text) == [{"calls_received": number}]
    explain_fixture.publish(home, "oca")
    explain_fixture.publish(home, "administrators")
    for audience in ("oca", "administrators"):
        assert figure.counting_question(reader(home, audience), metric, period, state) == ""


def test_a_rule_has_its_counts_and_the_limits_of_the_day(home: Path, visit: Open) -> None:
    path = publish(home)
    broken, assessed, sentence = published(
        path,
        "select broken, assessed, sentence from marts.policy_exception_counts join reference.policy_rules "
        "using (rule_id) where rule_id = 'priority_1_late' and geography_type = 'state' "
        "and period_label = 'FY2026'",
    )
    page = shown(visit(VIEW, rule="priority_1_late", period="FY2026"))
    assert f": {broken:,} of {assessed:,} assessed reports</h1>" in page
    assert sentence in unescape(page)
    assert "Limits in force on 30 June 2026" in page
    assert 'href="exceptions?rule=priority_1_late"' in page


def open_report(home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch, audience: str, number: str) -> str:
    explain_fixture.publish(home, audience)
    monkeypatch.setenv("HOTLINE_AUDIENCE", audience)
    return shown(visit(VIEW, report=number))


def test_a_report_shows_each_verdict_and_what_decided_it(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_report(home, visit, monkeypatch, "analysts", " R3 ")
    assert "<h1>Report R3: 2 rules broken, 0 kept, 1 not assessed</h1>" in page
    assert "Explain a report: Tulsa County, received on 10 November 2026" in page
    assert "<b>Found:</b> assessment after 3 reports. <b>Asked for:</b> investigation." in page
    assert "Decided by earlier report of the family R1" in page
    assert "Limit at least 3 reports, in force from 2021-09-15" in page
    assert 'href="explain?rule=fourth_report_not_investigated"' in page
    assert "screening_reviews: 3" in page
    assert "Show all 8" in page


def test_the_office_learns_of_its_caseload_alone_and_administrators_of_no_report(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_report(home, visit, monkeypatch, "oca", "R3")
    assert "<h1>Report R3: 2 rules broken" in page
    assert "R2" not in page
    assert "reporter" not in page.partition('<div class="foot">')[0]
    absent = shown(visit(VIEW, report="R2"))
    assert "<h1>There is no such report</h1>" in absent
    assert "R2" not in absent
    none = open_report(home, visit, monkeypatch, "administrators", "R1")
    assert "<h1>No single report is explained here</h1>" in none
    assert "The files of the analysts do" in none


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            {"metric": "calls_recieved"},
            "There is no figure “calls_recieved” in this publication. Near it are calls_received",
        ),
        ({"rule": "<b>"}, "There is no rule “&lt;b&gt;” in this publication."),
    ],
)
def test_an_unknown_name_says_so(home: Path, visit: Open, address: dict[str, str], sentence: str) -> None:
    publish(home)
    page = shown(visit(VIEW, **address))
    assert sentence in page
    assert "<h1>Choose one of " in page


def test_what_is_chosen_stands_in_the_address(home: Path, visit: Open) -> None:
    publish(home)
    page = visit(VIEW, report="R1")
    assert not page.text_input
    chosen = page.selectbox("explain_chosen")
    assert chosen.value is None
    chosen.set_value("rule=priority_1_late").run()
    assert dict(page.query_params) == {"rule": "priority_1_late"}
    assert "Explain a rule" in shown(page)


def test_before_the_first_extract_a_figure_has_its_meaning(home: Path, visit: Open) -> None:
    publish(home, empty=True)
    assert "<h1>Reports received: no figures yet</h1>" in shown(visit(VIEW, metric="calls_received"))
    assert "no figures yet</h1>" in shown(visit(VIEW, rule="priority_1_late"))


def test_numbers_rules_and_reports_lead_to_their_explanation(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = publish(home, "analysts")
    monkeypatch.setenv("HOTLINE_AUDIENCE", "analysts")
    waiting, rule = published(
        path,
        "select (select min(referral_id) from marts.due_reports), rule_id from marts.policy_exceptions "
        "where occurred_on between date '2025-07-01' and date '2026-06-30' limit 1",
    )
    kept = urlencode({"place": "Tulsa County", "period": "FY2027"})
    counts = unescape(shown(visit(place="Tulsa County", period="FY2027")))
    assert f'href="explain?metric=calls_received&{kept}"' in counts
    assert f'href="explain?report={waiting}"' in shown(visit(TODAY))
    of_rule = shown(visit(EXCEPTIONS, rule=rule))
    assert '<th scope="row" class=""><a href="explain?report=E' in of_rule
    assert f'href="explain?rule={rule}"' in of_rule


def test_near_names_are_few_and_alike() -> None:
    known = ["calls_received", "calls_screened_out", "due"]
    assert explain.near("call_received", known)[0] == "calls_received"
    assert explain.near("x" * 500, known) == []
