"""The page on screening shows the published outcomes, reasons, sources and hours, and not what its file lacks."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pages_fixture import Open, published, shown
from published_fixture import publish, seal

VIEW = "views/screening.py"
YEAR = "where geography_type = 'state' and period_label = 'FY2026'"


def test_the_finding_says_the_share_and_the_most_frequent_reason(home: Path, visit: Open) -> None:
    path = publish(home)
    share, received, before = published(
        path,
        "select share_screened_out, calls_received, calls_screened_out_previous_year "
        f"from marts.statutory_counts {YEAR}",
    )
    page = shown(visit(VIEW))
    assert (
        f"<h1>{100 * share:.1f} % of {received:,} reports were screened out, most often as “Not abuse or neglect”</h1>"
        in page
    )
    assert "Screening: Oklahoma (whole state), FY2026</p>" in page
    assert f"A year before: {before:,}" in page


def test_reasons_sources_and_types_are_the_published_ones(home: Path, visit: Open) -> None:
    path = publish(home)
    asked = {
        "Not abuse or neglect": ("reports", "screen_out_reason_counts", "screen_out_reason = 'not_abuse_or_neglect'"),
        "No reason recorded": ("reports", "screen_out_reason_counts", "screen_out_reason is null"),
        "Medical": ("reports", "report_source_counts", "reporter_type = 'medical'"),
        "Online": ("reports", "report_source_counts", "received_via = 'online'"),
        "Neglect": ("allegations", "maltreatment_counts", "maltreatment_type = 'neglect'"),
    }
    counts = {
        name: published(path, f"select {count} from marts.{table} {YEAR} and {where}")[0]
        for name, (count, table, where) in asked.items()
    }
    page = shown(visit(VIEW))
    for name, count in counts.items():
        assert f'<th scope="row" class="">{name}</th><td class="n">{count:,}</td>' in page
    assert page.index(">under 1<") < page.index(">1 to 5<")
    assert "What “Not abuse or neglect” means." in page


def test_sources_have_their_shares_and_intervals(home: Path, visit: Open) -> None:
    path = publish(home)
    rows = {
        name: published(
            path,
            "select reports, share_of_reports, share_of_reports_low, share_of_reports_high "
            f"from marts.report_source_shares {YEAR} and {where}",
        )
        for name, where in {"Medical": "reporter_type = 'medical'", "Online": "received_via = 'online'"}.items()
    }
    page = shown(visit(VIEW))
    for name, (reports, share, low, high) in rows.items():
        told = f'<th scope="row" class="">{name}</th><td class="n">{reports:,}</td><td class="bar">'
        row_shown = page[page.index(told) :].split("</tr>")[0]
        assert f'<td class="n">{100 * share:.1f} %</td><td class="n">{100 * low:.1f} to {100 * high:.1f} %' in row_shown
        assert '<td class="n">0</td><td class="n">0.0 %</td><td class="n">0.0 to 2.0 %</td>' in row_shown


def test_sources_of_few_reports_are_named(home: Path, visit: Open) -> None:
    publish(home, scale=0.1)
    page = shown(visit(VIEW, place="Canadian County", by="Month", period="2026-03"))
    assert "Fewer than 20 reports: Channel not recorded" not in page
    assert "Fewer than 20 reports: Online. Read the numbers, not the shares." in page


def test_shares_of_undelivered_decisions_are_not_assessed(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.report_source_counts set screened_out = null")
        connection.execute(
            "update marts.report_source_shares set screened_out = null, share_screened_out = null, "
            "share_screened_out_low = null, share_screened_out_high = null"
        )
    seal(path)
    page = shown(visit(VIEW))
    row = page[page.index('<th scope="row" class="">Medical</th>') :].split("</tr>")[0]
    assert row.count('<td class="n none">Not assessed</td>') == 2


def test_an_earlier_publication_shows_sources_without_shares(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.report_source_shares")
    seal(path)
    page = shown(visit(VIEW))
    row = page[page.index('<th scope="row" class="">Medical</th>') :].split("</tr>")[0]
    assert row.count("<td") == 4
    assert "Share of reports" not in page


def test_the_shares_of_children_have_their_interval_and_who_is_not_known(home: Path, visit: Open) -> None:
    path = publish(home)
    share, part, whole = published(
        path,
        "select share_of_young_children_screened_out, young_children_screened_out, calls_on_young_children "
        f"from marts.screening_measures {YEAR}",
    )
    page = shown(visit(VIEW))
    assert f'<div class="value">{100 * share:.1f} %</div>' in page
    assert f"{part:,} of {whole:,}; 95 % interval 20.0 to 30.0 %" in page
    assert '<th scope="row" class="">Young children, not recorded</th><td class="n">7</td>' in page
    # Nothing was published of disability: it is not assessed, and not 0.
    assert (
        '<th scope="row" class="">Disability of the child, not recorded</th><td class="n none">Not assessed</td>'
        in page
    )


def test_the_week_has_a_chart_in_words_and_a_table(home: Path, visit: Open) -> None:
    path = publish(home)
    (monday,) = published(path, f"select reports from marts.report_hours {YEAR} and iso_weekday = 1")
    app = visit(VIEW)
    page = shown(app)
    assert f'<th scope="row" class="">09:00</th><td class="n">{monday:,}</td>' in page
    assert "In 1 of the 168 hours of the week there are fewer than 20 reports" in page
    assert "166 hours have none, and no cell." in page
    words = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert any(f"most from Mon 09:00 ({monday:,}), least from Sun 23:00 (1)" in each for each in words)


def test_a_running_year_is_marked_and_set_beside_as_many_days(home: Path, visit: Open) -> None:
    path = publish(home)
    (same,) = published(
        path,
        "select calls_screened_out_to_date_previous_year from marts.statutory_counts "
        "where geography_type = 'state' and period_label = 'FY2027'",
    )
    page = shown(visit(VIEW, period="FY2027"))
    assert "FY2027 so far</p>" in page
    assert (
        '<th scope="col" class="n">FY2027 (not complete)</th><th scope="col" class="n">FY2026, a year before</th>'
        in page
    )
    assert "FY2027 runs on, so its counts will still rise" in page
    assert f'<td class="n">{same:,}</td></tr>' in page


def test_a_month_stands_beside_the_month_before_and_that_of_a_year_before(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(VIEW, by="Month", period="2026-03"))
    assert "2026-02, the period before" in page
    assert "2025-03, a year before" in page
    assert "Of a year before there are no figures." in shown(visit(VIEW, period="FY2025"))


def test_a_small_place_has_its_warning(home: Path, visit: Open) -> None:
    publish(home, scale=0.1)
    page = shown(visit(VIEW, place="Canadian County", by="Month", period="2026-03"))
    assert "Fewer than 20 reports: read the numbers, not the share." in page


def test_the_oversight_office_gets_no_kind_of_reporter(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    path = publish(home, "oca")
    (written,) = published(path, f"select reports from marts.report_hours {YEAR} and channel_class = 'written'")
    page = shown(visit(VIEW))
    assert "This audience gets no count by kind of reporter" in page
    assert "Medical" not in page
    assert "Share of reports" not in page
    assert f'<th scope="row" class="">Online, by mail or fax</th><td class="n">{written:,}</td>' in page


def test_without_its_tables_the_page_says_so_and_shows_the_counts(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        for table in ("screening_measures", "screen_out_reason_counts", "report_hours", "maltreatment_counts"):
            connection.execute(f"drop table marts.{table}")
        connection.execute("drop table marts.report_source_counts")
        connection.execute("drop table marts.report_source_shares")
    seal(path)
    page = shown(visit(VIEW))
    assert "reports were screened out</h1>" in page
    assert "This publication holds no measures of screening" in page
    assert page.count("This publication holds no such figures: it was made by an earlier version.") == 4
    assert "No report was" not in page


def test_undelivered_allegations_are_not_assessed(home: Path, visit: Open) -> None:
    publish(home, lost_findings=True)
    page = shown(visit(VIEW))
    assert "The extract allegations was not delivered." in page
    assert page.count('<div class="value none">Not assessed</div>') == 3


def test_before_the_first_extract_there_are_no_figures(home: Path, visit: Open) -> None:
    publish(home, empty=True)
    assert "Nothing is screened until a referrals extract has landed." in shown(visit(VIEW))


def test_a_week_of_few_reports_has_a_table_and_no_chart(home: Path, visit: Open) -> None:
    publish(home, scale=0.04)
    app = visit(VIEW, place="Canadian County", by="Month", period="2026-03")
    assert "Every hour of the week rests on too few for a chart of: Reports received." in shown(app)
    assert not any("by weekday and hour" in chart.proto.alt for chart in app.get("vega_lite_chart"))
