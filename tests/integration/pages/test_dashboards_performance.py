"""The page on trends: its finding, what each measure says, one measure with its limits, its districts, and counties."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pandas as pd
import pytest
from pages_fixture import TODAY, Open, published, shown
from published_fixture import publish, seal

from dashboards.performance import all_measures, marks
from serving.performance import small
from serving.performance.funnel import funnel
from serving.performance.xmr import points, xmr

TRENDS = "views/performance.py"
FINDINGS = "share_of_investigations_unsubstantiated_or_ruled_out"


def test_the_heading_is_the_finding_and_each_measure_has_its_mark(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TRENDS))
    assert "<h1>1 of 3 measures shows a signal in October 2026: no concern</h1>" in page
    assert "Trends: Oklahoma" in page
    listed = page.split('<ul class="measures">')[1].split("</ul>")[0].split("<li>")[1:]
    assert [each.split("</span>")[0].rpartition("<span>")[2] for each in listed] == [
        "Improvement, low", "Chance alone", "Chance alone", "Chance alone",
    ]  # fmt: skip
    assert "90.0 % in October 2026: one of seven months below the mean, 95.0 %." in listed[0]
    assert "Every judged month since July 2026 has the same mark." in listed[0]
    # A share that waits for findings is judged in its newest month of which nearly all have come.
    assert f"measure={FINDINGS}" in listed[3]
    assert "94.0 % in December 2025: within what chance alone gives around the mean, 95.0 %." in listed[3]
    assert "A measure that waits for findings is judged only in months in which nearly all of them have come." in page


def test_it_says_what_chance_alone_gives_here_and_in_all_charts(home: Path, visit: Open) -> None:
    path = publish(home)
    (judged,) = published(
        path,
        "select count(*) from marts.performance_trends where period_label = '2026-10' and signal <> 'not_judged'",
    )
    page = shown(visit(TRENDS))
    assert "on about 2 of 100 charts, here on about 0.06 of 4." in page
    assert f"2 of {judged} charts have one in October 2026; chance alone would give about {0.016 * judged:.1f}." in page


def test_the_measure_of_the_address_is_shown_and_an_unknown_one_is_told(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(TRENDS, measure="share_screened_out")
    assert app.selectbox(key="chosen_measure").value == "share_screened_out"
    assert "<h2>Share screened out: Oklahoma</h2>" in shown(app)
    page = shown(visit(TRENDS, measure="<b>"))
    assert "There is no measure “&lt;b&gt;” in these figures" in page
    assert "<h2>Share initiated in time at Priority II: Oklahoma</h2>" in page


def test_a_choice_of_measure_goes_into_the_address(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(TRENDS)
    app.selectbox(key="chosen_measure").set_value("share_screened_out").run()
    assert app.query_params["measure"] in ("share_screened_out", ["share_screened_out"])
    assert "<h2>Share screened out: Oklahoma</h2>" in shown(app)


def test_a_district_has_its_own_charts_and_a_county_those_of_its_district(home: Path, visit: Open) -> None:
    publish(home)
    for place in ("District: Tulsa County (illustrative)", "Tulsa County"):
        page = shown(visit(TRENDS, place=place))
        assert "<h1>1 of 3 measures shows a signal in October 2026: 1 concern</h1>" in page
        assert "90.0 % in October 2026: outside of its limits, 92.0 % to 98.0 %." in page
    assert "the county&#x27;s district" in page


def test_a_restart_and_its_law_are_told_beside_the_chart(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TRENDS, measure="compliance_priority_1"))
    assert "<b>1</b> in July 2025: The limit was shortened. (OAC 1:2-3)" in page
    assert (
        "The limits start anew in July 2025, after the change of 1 July 2025: The limit was shortened. (OAC 1:2-3)"
        in page
    )
    assert "Changes of policy and practice" not in shown(visit(TRENDS, measure="share_screened_out"))


def test_the_table_beside_the_chart_has_the_published_months(home: Path, visit: Open) -> None:
    path = publish(home)
    (number,) = published(
        path,
        "select count(*) from marts.performance_trends where geography_type = 'state' "
        "and measure = 'share_screened_out'",
    )
    page = shown(visit(TRENDS, measure="share_screened_out"))
    table = page.split("<caption>Share screened out by month, newest first</caption>")[1].split("</table>")[0]
    assert table.count("<tr") == number + 1
    assert '<th scope="row" class="">2026-11 (not complete)</th>' in table
    assert '<td class="n">92.0 % to 98.0 %</td>' in table


def test_districts_stand_on_one_scale_in_order_of_name_and_lead_to_their_charts(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TRENDS, measure="compliance_priority_1"))
    found = page.split('<div class="multiples">')[1].split("</div>")[0].split("<figcaption>")[1:]
    assert [name for each in found for name in ("Central", "Tulsa", "Unknown") if name in each.split("</b>")[0]] == [
        "Central", "Tulsa", "Unknown",
    ]  # fmt: skip
    assert "90.0 % in October 2026: concern, low" in found[1]
    assert "place=District%3A+Tulsa+County+%28illustrative%29" in found[1]
    assert "All charts share one scale, from 90.0 % to 98.0 %" in page


def test_the_funnel_names_counties_outside_and_lists_all(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TRENDS, measure="share_screened_out"))
    assert "<h2>Share screened out by county, FY2026</h2>" in page
    assert (
        "Above the 99.8 % limit: Tulsa. Below the 95 % limit: Canadian. Of 3 counties chance alone puts about" in page
    )
    assert "Counties differ 2.4 times as much as chance alone allows" in page
    assert "1 share rests on fewer than 20 reports." in page
    table = page.split("<caption>Share screened out by county, FY2026</caption>")[1].split("</table>")[0]
    rows = [row.split("</th>")[0].rpartition(">")[2] for row in table.split("<tr")[2:]]
    assert rows == ["Canadian", "Oklahoma", "Tulsa", "Unknown"]


def test_the_year_of_the_counties_is_in_the_address_and_an_unknown_one_is_told(home: Path, visit: Open) -> None:
    publish(home)
    assert "by county, FY2027 so far</h2>" in shown(visit(TRENDS, measure="share_screened_out", year="FY2027"))
    assert "by county, FY2027 so far</h2>" in shown(visit(TRENDS, measure="share_screened_out", period="FY2027"))
    page = shown(visit(TRENDS, measure="share_screened_out", year="FY1900"))
    assert "There is no fiscal year “FY1900” in these figures: they are those of FY2026." in page


def test_a_measure_that_is_no_share_says_why_counties_are_not_compared(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TRENDS, measure=FINDINGS))
    assert "Counties are compared by shares alone" in page


def test_a_measure_without_a_value_says_what_was_not_delivered(home: Path, visit: Open) -> None:
    path = publish(home, lost_clocks=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update marts.performance_trends set value = null, denominator = null, centre = null, lower_limit = null, "
            "upper_limit = null, is_point = false, signal = 'not_judged', reading = 'not_judged' "
            "where measure = 'compliance_priority_1'"
        )
        connection.execute("update marts.county_comparison set numerator = null, value = null, outside = null")
    seal(path)
    page = shown(visit(TRENDS, measure="compliance_priority_1"))
    assert "Not assessed. The column initiated_at of the extract referrals was not delivered." in page
    assert "in the table below the chart" not in page
    assert "1 measure of 4 can&#x27;t be judged, as told below." in page
    assert page.count("Not assessed. The column initiated_at of the extract referrals was not delivered.") == 3
    assert "The level line is the state" not in page
    assert "An open point counts for no limit" not in page


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (["common_cause"], "The one measure that can be judged shows no signal in October 2026"),
        (["neutral"], "1 of 1 measure shows a signal in October 2026: no concern"),
        (["common_cause"] * 2, "None of 2 measures shows a signal in October 2026"),
        (["concern", "neutral", "not_judged"], "2 of 2 measures show a signal in October 2026: 1 concern"),
        (["not_judged"], "No measure can be judged yet"),
    ],
)
def test_the_finding_agrees_in_number(readings: list[str], said: str) -> None:
    rows = pd.DataFrame({"reading": readings, "period_start": pd.Timestamp("2026-10-01")})
    assert all_measures.finding(rows) == said


def test_a_file_of_an_earlier_version_is_shown_as_far_as_it_goes(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.county_comparison")
        connection.execute("delete from marts.performance_trends")
    seal(path)
    assert "<h1>No chart is published</h1>" in shown(visit(TRENDS))


def test_every_signal_of_today_leads_to_its_chart(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(TODAY))
    assert 'href="trends?measure=compliance_priority_2"' in page


def series(**columns: object) -> pd.DataFrame:
    starts = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-04-01", "2026-05-01", "2026-06-01"]).date
    known = {
        "period_start": starts, "period_label": [f"{each:%Y-%m}" for each in starts],
        "value": [0.5, 0.6, None, 0.9, 0.4], "centre": [0.5] * 5, "lower_limit": [-0.1] * 5, "upper_limit": [1.2] * 5,
        "baseline_start": [starts[0]] * 4 + [starts[4]], "reading": ["common_cause", "concern", "not_judged"] * 1
        + ["improvement", "common_cause"], "is_point": [True, True, False, True, True],
        "is_provisional": [False] * 4 + [True], "annotation": [None, "A change.", None, "Another.", None],
    }  # fmt: skip
    return pd.DataFrame({**known, **columns})


def test_a_line_joins_neighbours_within_a_baseline_and_limits_lie_where_values_can() -> None:
    rows = points(series(), "share")
    # A month is missing before April, April has no value, and in June the baseline starts anew.
    assert list(rows["stretch"]) == [1, 1, 2, 3, 4]
    assert set(rows["lower"]) == {0.0}
    assert set(rows["upper"]) == {1.0}
    assert set(points(series(), "reports")["upper"]) == {1.2}


@pytest.mark.parametrize("columns", [{"is_point": [False] * 5}, {"is_provisional": [True] * 5}])
def test_months_that_count_for_no_limit_or_a_provisional_one_are_open(columns: dict[str, object]) -> None:
    assert list(points(series(), "share")["kind"]) == ["common_cause", "concern", "none", "improvement", "open"]
    assert list(points(series(**columns), "share")["kind"]) == ["open", "open", "none", "open", "open"]


def test_no_layer_of_a_chart_is_empty_and_shapes_differ() -> None:
    shapes = {
        layer["transform"][0]["filter"]: layer["mark"]["shape"]
        for layer in xmr(series(), "share").spec()["layer"]
        if "shape" in layer["mark"]
    }
    assert shapes == {
        "datum.kind == 'common_cause'": "circle",
        "datum.kind == 'improvement'": "triangle-up",
        "datum.kind == 'concern'": "diamond",
    }
    marked = [layer["mark"]["type"] for layer in xmr(series(annotation=None), "share").spec()["layer"]]
    assert "rule" not in marked


def test_changes_have_their_numbers_in_the_chart() -> None:
    assert list(points(series(), "share")["change"]) == ["", "1", "", "2", ""]


def test_a_mark_has_a_word_and_a_drawing_of_its_own() -> None:
    drawn = {
        (reading, high): marks.mark({"reading": reading, "is_high": high, "signal": "shift"})
        for reading in marks.READINGS
        for high in (True, False)
    }
    assert "Concern, high" in drawn["concern", True]
    assert "Improvement, low" in drawn["improvement", False]
    assert marks.word({"reading": "neutral", "is_high": False, "signal": "trend"}) == "Change, falling"
    assert all('alt=""' in each for each in drawn.values())
    # High and low differ by their drawing, and so do chance and signals, without any colour.
    plain = [re.sub("#[0-9a-f]{6}", "", unquote(each.split('src="')[1])) for each in drawn.values()]
    assert len({each.split('"><span>')[0] for each in plain}) == 4


def test_small_charts_share_their_scale_and_a_flat_one_has_room() -> None:
    rows = points(series(), "share")
    assert small.scale_of([rows]) == (0.0, 1.0)
    flat = points(series(value=[0.5] * 5, lower_limit=[0.5] * 5, upper_limit=[0.5] * 5), "share")
    assert small.scale_of([flat]) == (-0.5, 1.5)
    sheet = small.sheet([("A & B", rows), ("C", flat)], "Title", "Source").decode()
    assert "A &amp; B" in sheet
    assert sheet.count("<svg") == 3


@pytest.mark.parametrize(
    ("denominators", "shares", "sides"),
    [([40, 50], [0.30, 0.31], ["left", "right"]), ([40, 50], [0.30, 0.60], ["left", "left"]),
     ([40, 1000], [0.30, 0.31], ["left", "left"]), ([900, 1000], [0.30, 0.31], ["left", "left"])],
    ids=["near", "one above the other", "far", "at the edge, where a name would be cut"],
)  # fmt: skip
def test_names_of_counties_that_lie_side_by_side_do_not_cross(
    denominators: list[int], shares: list[float], sides: list[str]
) -> None:
    limits = {f"{side}_limit_{level}": [0.1] * 4 for side in ("lower", "upper") for level in ("95", "998")}
    rows = pd.DataFrame(
        {"county_name": ["A", "B", "C", "D"], "outside": ["inside", "below_95", "below_95", "inside"],
         "denominator": [10, *denominators, 1000], "value": [0.9, *shares, 0.2], "centre": [0.5] * 4, **limits}
    )  # fmt: skip
    drawn = funnel(rows).rows.set_index("county")["side"]
    assert [drawn["B"], drawn["C"]] == sides
    assert drawn["A"] == ""


def test_a_funnel_leaves_counties_without_a_share_out_and_names_those_outside() -> None:
    numbers = {f"{side}_limit_{level}": [0.1, 0.1, None] for side in ("lower", "upper") for level in ("95", "998")}
    rows = pd.DataFrame(
        {"county_name": ["A", "B", "C"], "outside": ["above_95", "inside", None], "denominator": [30, 20, 0],
         "value": [0.9, 0.5, None], "centre": [0.5] * 3, **numbers}
    )  # fmt: skip
    chart = funnel(rows)
    assert list(chart.rows["county"]) == ["B", "A"]
    filters = [step["filter"] for layer in chart.spec()["layer"] for step in layer.get("transform", [])]
    assert "datum.place == 'beyond_95'" in filters
    assert "datum.place == 'beyond_998'" not in filters
