"""The pages through the entry script: the figures that they show, and the place and period that they show them for."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from pages_fixture import COUNTS, DATA, RESPONSES, STATE_YEAR, TODAY, VIEWS, Open, published, shown
from published_fixture import publish, seal


def test_the_five_statutory_counts_are_the_published_ones(home: Path, visit: Open) -> None:
    path = publish(home)
    five = published(
        path,
        "select calls_received, calls_screened_out, referrals_assigned, calls_anonymous, "
        f"calls_unsubstantiated_or_ruled_out, calls_by_telephone {STATE_YEAR}",
    )
    page = shown(visit(period="FY2027"))
    for count in five[:5]:
        assert f'<div class="value">{count:,}</div>' in page
    assert f"<b>{five[5]:,}</b> came by telephone" in page
    assert "Oklahoma (whole state), FY2027 so far" in page


def test_the_identity_line_adds_up(home: Path, visit: Open) -> None:
    path = publish(home)
    out, info, assigned, pending, received = published(
        path,
        "select calls_screened_out, information_and_referral, referrals_assigned, calls_pending_screening, "
        f"calls_received {STATE_YEAR}",
    )
    assert (
        f"{out:,} screened out + {info:,} information and referral + {assigned:,} assigned + "
        f"{pending:,} pending screening = "
        f"<b>{received:,} received</b>" in shown(visit(period="FY2027"))
    )


def test_a_running_period_is_compared_with_the_same_number_of_days(home: Path, visit: Open) -> None:
    path = publish(home)
    same, whole = published(
        path, f"select calls_received_to_date_previous_year, calls_received_previous_year {STATE_YEAR}"
    )
    page = shown(visit(period="FY2027"))
    assert f"A year before, same number of days: {same:,} (whole period: {whole:,})" in page
    assert "FY2027 is <b>not complete</b>" in page


def test_the_address_names_place_and_period(home: Path, visit: Open) -> None:
    path = publish(home)
    count, before = published(
        path,
        "select calls_received, calls_received_previous_year from marts.statutory_counts "
        "where geography_id = '40143' and period_label = '2026-03'",
    )
    app = visit(place="Tulsa County", by="Month", period="2026-03")
    page = shown(app)
    assert f'<div class="value">{count:,}</div>' in page
    assert f"A year before: {before:,}" in page
    assert "Tulsa County, 2026-03" in page
    assert "2026-03 is complete" in page
    assert app.selectbox(key="place").value == "Tulsa County"


def test_an_address_with_unknown_names_says_so_and_shows_the_whole_state(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(place="Atlantis", by="Decade", period="<script>"))
    assert "There is no place “Atlantis” in these figures: they are those of Oklahoma (whole state)." in page
    assert "There is no type of period “Decade”" in page
    page = shown(visit(period="<script>"))
    assert "There is no fiscal year “&lt;script&gt;” in these figures: they are those of FY2026." in page
    assert "Oklahoma (whole state), FY2026" in page


def test_a_page_opens_on_the_last_complete_year_with_the_running_one_in_its_list(home: Path, visit: Open) -> None:
    publish(home)
    app = visit()
    assert app.selectbox(key="period").value == "FY2026"
    assert app.selectbox(key="period").options[0] == "FY2027"
    assert "FY2026 is complete" in shown(app)


def test_choosing_another_type_of_period_keeps_the_place(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(place="Tulsa County")
    app.selectbox(key="by").set_value("Quarter").run()
    assert "Tulsa County, FY2027 Q1" in shown(app)


def test_every_figure_has_its_definition_and_citation_beside_it(home: Path, visit: Open) -> None:
    publish(home)
    for view in (COUNTS, RESPONSES):
        page = shown(visit(view))
        tiles = page.split('<section class="tile"')[1:]
        assert tiles
        for tile in tiles:
            assert '<p class="cite">Source: R(b)</p>' in tile
            assert "is defined." in tile


def test_both_rates_are_the_published_ones(home: Path, visit: Open) -> None:
    path = publish(home)
    rows = [
        published(
            path,
            "select compliance_rate, compliance_rate_strict, timely, late, overdue from marts.response_compliance "
            "where geography_type = 'state' and period_label = 'FY2027' and breakdown = 'priority' "
            f"and priority = {priority}",
        )
        for priority in (1, 2)
    ]
    page = shown(visit(RESPONSES, period="FY2027"))
    for rate, strict, timely, late, overdue in rows:
        assert f'<div class="value">{100 * rate:.1f} %</div>' in page
        assert f"Counting excepted reports as not in time: {100 * strict:.1f} %" in page
        assert f"{timely:,} in time, {late:,} late, {overdue:,} overdue" in page
        assert f"<b>{timely:,}</b> of <b>{timely + late + overdue:,}</b> responses were in time." in page


def test_a_rate_over_fewer_than_twenty_reports_is_marked(home: Path, visit: Open) -> None:
    publish(home, scale=0.3)
    page = shown(visit(RESPONSES, place="Canadian County", by="Month", period="2026-03"))
    assert "Fewer than 20 reports: read the interval, not the rate." in page


def test_the_data_page_shows_deliveries_quarantine_and_checks(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(DATA))
    assert "<h1>1 delivered file is held or refused</h1>" in page
    assert "2 files were delivered: 1 held, 1 landed. 5 rows are in quarantine" in page
    # What waits comes before what is as it should be.
    assert page.index("Files that wait") < page.index("Rows set aside") < page.index("All deliveries: 2")
    assert "Over 2 % of the rows would be quarantined." in page
    assert "Every file adds up." in page
    assert "3, 17, 40, 41, 90" in page
    assert "2 checks of batches and of the publication are on record; 1 did not pass." in page


def test_a_refused_file_is_named_until_another_settles_it(home: Path, visit: Open) -> None:
    """Both tables, of the pages Data and Today, name the one that waits and say what settles it."""
    file = publish(home)
    with duckdb.connect(str(file)) as connection:
        for load, settled in (("L00003", "'L00001'"), ("L00004", "null")):
            connection.execute(
                "insert into operations.loads by name select * replace "
                f"('{load}' as load_id, 'refused' as status, '{load} lacks a column.' as reason, "
                f"{settled} as settled_by) from operations.loads where load_id = 'L00001'"
            )
    seal(file)
    for view in (DATA, TODAY):
        page = shown(visit(view))
        assert "2 delivered files are held or refused" in page
        assert page.count("L00004 lacks a column.") == (2 if view == DATA else 1)  # the other is among all deliveries
        assert page.count("L00003 lacks a column.") == (1 if view == DATA else 0)
        assert "or a full file of its extract as of then or later." in page
    page = shown(visit(DATA))
    assert "4 files were delivered: 1 held, 1 landed, 1 refused, 1 refused and settled since." in page
    assert "Refused, and settled by L00001" in page.partition("All deliveries")[2]


def test_every_chart_has_words_and_a_table(home: Path, visit: Open) -> None:
    publish(home)
    for view in (COUNTS, RESPONSES):
        app = visit(view)
        charts = app.get("vega_lite_chart")
        assert len(charts) >= 4
        assert all("in the table below" in chart.proto.alt for chart in charts)
        assert "These charts as a table" in shown(app)


def test_the_office_of_child_advocate_is_written_out(home: Path, visit: Open) -> None:
    publish(home)
    for view in VIEWS:
        assert "Office of Child Advocate" in shown(visit(view))


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_says_that_its_publication_was_withdrawn(home: Path, visit: Open, view: str) -> None:
    manifest = publish(home).with_suffix(".json")
    assert "Withdrawn." not in shown(visit(view))
    manifest.write_text(json.dumps({"withdrawn": [{"load_id": "L00002", "at": "2026-11-28T12:00:00Z"}]}))
    page = shown(visit(view))
    assert "<b>Withdrawn.</b> This publication was made from a batch that was taken back since" in page
    assert "L00002" not in page or view in (TODAY, DATA)


def test_the_data_page_says_which_publications_were_withdrawn(home: Path, visit: Open) -> None:
    publish(home)
    assert "2026-11-20 01:00 CST" in shown(visit(DATA))


@pytest.mark.parametrize(
    ("view", "leads"),
    [
        (COUNTS, 'href="counts?place=Tulsa+County&amp;period=FY2025"'),
        (RESPONSES, 'href="response-times?place=Tulsa+County&amp;period=FY2025"'),
        ("views/screening.py", 'href="screening?place=District%3A+Tulsa+County+%28illustrative%29&amp;period=FY2025"'),
        (TODAY, 'href="?place=Tulsa+County&amp;period=FY2025"'),
    ],
)
def test_the_name_of_a_place_leads_to_its_own_figures_of_the_period(
    home: Path, visit: Open, view: str, leads: str
) -> None:
    publish(home)
    assert leads in shown(visit(view, period="FY2025"))
