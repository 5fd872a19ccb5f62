"""The findings of the statutory counts and the response times, and what stands beside them, are as published."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pages_fixture import COUNTS, RESPONSES, Open, published, shown
from published_fixture import publish, seal

YEAR = "where geography_type = 'state' and period_label = 'FY2026'"


def test_the_finding_of_the_counts_says_how_many_and_their_shares(home: Path, visit: Open) -> None:
    path = publish(home)
    received, out, assigned = published(
        path, f"select calls_received, share_screened_out, share_assigned from marts.statutory_counts {YEAR}"
    )
    page = shown(visit(COUNTS))
    assert (
        f"<h1>{received:,} reports were received: {100 * out:.1f} % screened out and "
        f"{100 * assigned:.1f} % assigned</h1>" in page
    )
    assert "Statutory counts: Oklahoma (whole state), FY2026</p>" in page


def test_counts_of_findings_say_how_many_are_pending_beside_those_of_a_year_before(home: Path, visit: Open) -> None:
    path = publish(home)
    count, share, pending = published(
        path,
        "select calls_unsubstantiated_or_ruled_out, share_unsubstantiated_or_ruled_out, findings_pending_share "
        "from marts.statutory_counts where geography_type = 'state' and period_label = '2026-11'",
    )
    page = shown(visit(COUNTS, by="Month", period="2026-11"))
    assert f"{count:,} ({100 * share:.1f} %); {100 * pending:.1f} % of findings pending" in page
    assert "2026-11 (not complete)" in page
    assert "2026-10, the period before" in page
    assert "2025-11, a year before" in page
    assert "A year before, same number of days" in page


def test_the_finding_of_the_responses_says_both_shares_and_over_how_many(home: Path, visit: Open) -> None:
    path = publish(home)
    rows = [
        published(
            path,
            f"select compliance_rate, timely + late + overdue, excepted from marts.response_compliance {YEAR} "
            f"and priority = {priority}",
        )
        for priority in (1, 2)
    ]
    page = shown(visit(RESPONSES))
    told = " and ".join(
        f"{100 * rate:.1f} % of {every:,} Priority {name}"
        for (rate, every, _), name in zip(rows, ("I", "II"), strict=True)
    )
    assert f"<h1>{told} responses were in time</h1>" in page
    for (_, _, excepted), name in zip(rows, ("I", "II"), strict=True):
        assert f'<th scope="row" class="">Priority {name}</th><td class="n">{excepted:,}</td>' in page
    assert "Response times, by the date due: Oklahoma (whole state), FY2026</p>" in page


def test_a_running_period_stands_beside_as_many_days_of_the_year_before(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        # What is due later is in the period, and in no column of ended days.
        connection.execute("update marts.response_compliance set timely = timely + 1 where period_label = 'FY2027'")
    seal(path)
    running = "where geography_type = 'state' and period_label = 'FY2027' and priority = 2"
    rates = [
        f"compliance_rate{part}{of}" for of in ("_to_date", "_to_date_previous_year") for part in ("", "_low", "_high")
    ]
    ended, before, late, overdue, *rated = published(
        path,
        "select timely_to_date, timely_to_date_previous_year, late_to_date_previous_year, "
        f"overdue_to_date_previous_year, {', '.join(rates)} from marts.response_compliance {running}",
    )
    page = shown(visit(RESPONSES, period="FY2027"))
    assert '<th scope="col" class="n">Days ended so far</th>' in page
    for name, value in {"In time": before, "Late": late, "Overdue, not initiated": overdue}.items():
        assert f'<td class="n">{value:,}</td></tr>' in page[page.index(f">Priority II: {name}</th>") :][:600]
    told = page[page.index(">Priority II: In time</th>") :].split("</tr>")[0]
    assert f'<td class="n">{ended:,}</td><td class="n">{before:,}</td>' in told
    assert f'<td class="n">{ended + 1:,}</td>' in told
    for rate, low, high in (rated[:3], rated[3:]):
        assert f"{100 * rate:.1f} %; {100 * low:.1f} to {100 * high:.1f} %" in page
    assert "compare the days that have ended with as many a year before" in page
    assert "compare late and overdue together" in page


def test_a_complete_period_and_an_earlier_publication_have_no_columns_of_days(home: Path, visit: Open) -> None:
    path = publish(home)
    assert "Days ended so far" not in shown(visit(RESPONSES))
    path = publish(home, publication_id="20261120T120000Z-0123456789ab")
    with duckdb.connect(str(path)) as connection:
        for (column,) in connection.execute(
            "select column_name from duckdb_columns() where table_name = 'response_compliance' "
            "and contains(column_name, '_to_date')"
        ).fetchall():
            connection.execute(f"alter table marts.response_compliance drop column {column}")
    seal(path)
    page = shown(visit(RESPONSES, period="FY2027"))
    assert "same number of days" not in page
    assert "compare late and overdue together" not in page


def test_excepted_responses_stand_by_kind_with_their_law(home: Path, visit: Open) -> None:
    path = publish(home)
    rows = {
        label: published(
            path,
            "select citation, excepted from marts.response_exception_counts "
            f"{YEAR} and priority = 2 and label = '{label}'",
        )
        for label in ("Special circumstance", "Neutral setting")
    }
    page = shown(visit(RESPONSES))
    for label, (citation, excepted) in rows.items():
        assert f'<td class="">{label}</td><td class="n">{excepted:,}</td><td class="">{citation}</td>' in page
        assert f"{label} it is." in page
    assert page.index(">Special circumstance</td>") < page.index(">Neutral setting</td>")


def test_a_period_without_an_excepted_response_says_so(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from marts.response_exception_counts where period_label = 'FY2026'")
    seal(path)
    assert "No exception excused a response due in FY2026." in shown(visit(RESPONSES))


def test_an_earlier_publication_has_no_kinds_of_exceptions(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.response_exception_counts")
    seal(path)
    assert "This publication holds no kinds of exceptions: it was made by an earlier version." in shown(
        visit(RESPONSES)
    )


def test_kinds_of_exceptions_of_one_priority_may_be_unknown(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into marts.response_exception_counts by name select * replace (1 as priority, "
            "null as initiation_exception, null as label, null as citation, null as excepted) "
            "from marts.response_exception_counts where label = 'Neutral setting'"
        )
    seal(path)
    page = shown(visit(RESPONSES))
    assert '<th scope="row" class="">Priority I</th><td class=""></td><td class="n none">Not assessed</td>' in page
    assert '<td class="">Neutral setting</td>' in page


def test_kinds_of_exceptions_that_were_not_delivered_are_not_assessed(home: Path, visit: Open) -> None:
    publish(home, lost_clocks=True)
    page = shown(visit(RESPONSES))
    assert 'Kinds of exceptions: <span class="none">Not assessed.</span> The column initiated_at' in page


def test_hours_stand_in_bars_of_whole_published_bins(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(RESPONSES)
    page = shown(app)
    # 1.04 ** 96 / 60 to 1.04 ** 102 / 60 hours, in which both bins lie.
    assert '<th scope="row" class="">Priority I</th><td class="">43 min to 55 min</td><td class="n">25</td>' in page
    assert '<th scope="row" class="">Priority II</th><td class="">0 min to 1 min</td><td class="n">3</td>' in page
    assert "Priority I: 25 initiated" in page
    of_tulsa = shown(visit(RESPONSES, place="Tulsa County"))
    assert '<td class="">43 min to 55 min</td><td class="n">11</td>' in of_tulsa
    assert of_tulsa.count("Fewer than 20 reports: the table has them") == 2
    assert "No report due in this period is initiated." in shown(visit(RESPONSES, by="Month", period="2026-04"))


def test_contacts_and_what_is_due_now_are_the_published_ones(home: Path, visit: Open) -> None:
    path = publish(home)
    (attempts,) = published(path, f"select reports_with_hours_to_first_attempt from marts.screening_measures {YEAR}")
    page = shown(visit(RESPONSES))
    assert (
        f'<th scope="row" class="">Reports with a first attempt</th><td class="n">{attempts:,}</td>'
        '<td class="n">6.0 hours</td><td class="n">30.0 hours</td>' in page
    )
    # The first contact was not delivered.
    assert '<th scope="row" class="">Reports with a first contact</th><td class="n none">Not assessed</td>' in page
    assert '<th scope="row" class="">Past their due date</th><td class="n">4</td>' in page
    assert "on 20 November 2026, the day of the extract" in page


def test_the_oversight_office_gets_no_hours_to_an_attempt(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    publish(home, "oca")
    page = shown(visit(RESPONSES))
    assert "This audience does not get the hours to the first attempt" in page
    assert "Reports with a first" not in page


def test_the_newest_judged_month_leads_to_its_chart(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from marts.performance_trends")
        connection.execute(
            "insert into marts.performance_trends by name select 'state' as geography_type, 'OK' as geography_id, "
            "'Oklahoma' as geography_name, 'compliance_priority_1' as measure, date '2026-10-01' as period_start, "
            "'2026-10' as period_label, 'outside' as signal, 'concern' as reading, 0.8 as value, 0.95 as centre, "
            "0.9 as lower_limit, 1.02 as upper_limit, true as is_complete, true as is_covered"
        )
    seal(path)
    page = shown(visit(RESPONSES, period="FY2025"))
    assert (
        "Concern in 2026-10. Share initiated in time at Priority I, Oklahoma: 80.0 %, "
        "outside of its limits, 90.0 % to 100.0 %" in page
    )
    assert 'href="trends?measure=compliance_priority_1&amp;period=FY2025"' in page


def test_clocks_without_their_column_are_not_known_beside_the_rates_either(home: Path, visit: Open) -> None:
    publish(home, lost_clocks=True)
    page = shown(visit(RESPONSES))
    assert "<h1>How many responses were in time is not known</h1>" in page
    assert page.count("The column initiated_at of the extract referrals was not delivered.") > 2
    assert "No report due in this period is initiated." not in page
