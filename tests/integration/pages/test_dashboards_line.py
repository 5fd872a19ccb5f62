"""The page on the telephone line shows the published calls and waits of the whole state, and says what is not known."""

from __future__ import annotations

from pathlib import Path

import duckdb
from pages_fixture import Open, published, shown
from published_fixture import publish, seal

VIEW = "views/line.py"
YEAR = "where period_type = 'fiscal_year' and period_label = 'FY2026'"


def test_the_finding_says_how_many_gave_up_and_how_long_nine_in_ten_waited(home: Path, visit: Open) -> None:
    path = publish(home)
    share, offered, before = published(
        path,
        f"select share_calls_abandoned, calls_offered, calls_offered_previous_year from marts.telephone_counts {YEAR}",
    )
    page = shown(visit(VIEW))
    assert (
        f"<h1>{100 * share:.1f} % of {offered:,} calls were given up; "
        "9 in 10 answered calls waited 74 seconds or less</h1>" in page
    )
    assert "The line: Oklahoma (whole state), FY2026</p>" in page
    assert f"A year before: {before:,}" in page
    assert "The policy is silent on the time to answer: the target of 60 seconds is ours." in page
    assert "the longest 15 min 1 s" in page


def test_hours_of_the_week_have_a_chart_and_a_table_and_none_is_zero(home: Path, visit: Open) -> None:
    path = publish(home)
    (monday,) = published(
        path, f"select calls_offered from marts.telephone_hours {YEAR} and iso_weekday = 1 and hour_of_day = 9"
    )
    app = visit(VIEW)
    page = shown(app)
    assert f'<th scope="row" class="">09:00</th><td class="n">{monday:,}</td><td class="n">none</td>' in page
    assert "165 hours have none, and no cell." in page
    words = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert len(words) == 7
    assert all("in the table below" in each for each in words)
    assert '<th scope="row" class="">Mon 09:00</th>' in page
    assert '<th scope="row" class="">31 December 2025</th>' in page


def test_a_place_in_the_address_does_not_mislead(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(VIEW, place="Tulsa County")
    page = shown(app)
    assert "its figures are not those of “Tulsa County”" in page
    assert "The line: Oklahoma (whole state), FY2026</p>" in page
    assert [box.key for box in app.selectbox] == ["by", "period"]


def test_a_running_year_is_so_far_and_beside_as_many_days(home: Path, visit: Open) -> None:
    path = publish(home)
    (same,) = published(
        path,
        "select calls_offered_to_date_previous_year from marts.telephone_counts "
        "where period_type = 'fiscal_year' and period_label = 'FY2027'",
    )
    page = shown(visit(VIEW, period="FY2027"))
    assert "FY2027 so far</p>" in page
    assert f"A year before, same number of days: {same:,}" in page


def test_what_was_not_delivered_is_not_assessed_and_never_zero(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update marts.telephone_counts set calls_abandoned = null, share_calls_abandoned = null, "
            "calls_with_seconds_to_answer = null, p90_seconds_to_answer = null, median_seconds_to_answer = null, "
            "longest_seconds_to_answer = null"
        )
        connection.execute("drop table marts.telephone_hours")
        connection.execute("update marts.telephone_daily set longest_seconds_to_answer = null")
    seal(path)
    page = shown(visit(VIEW))
    assert "calls were offered; how many were given up is not known</h1>" in page
    assert "The column" in page or "The extract calls was not delivered." in page
    assert "This publication holds no hours of calls" in page
    assert "No wait of FY2026 is known." in page
    assert '<div class="value">0' not in page


def test_without_a_call_the_page_says_that_nothing_was_delivered(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from marts.telephone_counts")
    seal(path)
    page = shown(visit(VIEW))
    assert "<h1>Calls are not assessed</h1>" in page
    assert "The extract calls was not delivered." in page


def test_a_period_without_a_call_is_a_gap(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.telephone_counts")
        connection.execute("insert into operations.delivered_columns values ('calls', 'offered_at', true)")
    seal(path)
    assert "<h1>No call of FY2026 was delivered</h1>" in shown(visit(VIEW))


def test_before_the_first_extract_there_are_no_figures(home: Path, visit: Open) -> None:
    publish(home, empty=True)
    assert "No figures yet" in shown(visit(VIEW))
