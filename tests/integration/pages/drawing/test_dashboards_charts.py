"""Charts as functions of a frame, values in words, and the CSV file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboards.charts import monthly
from dashboards.charts.trends import gap_text
from dashboards.views import screening, statutory_counts
from dashboards.views.statutory_counts import finding_sentence
from serving import wording
from serving.downloads.rows import csv_bytes
from serving.drawing import charts


@pytest.fixture
def months() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period_start": [date(2026, month, 1) for month in (8, 9, 10, 11)],
            "period_label": ["2026-08", "2026-09", "2026-10", "2026-11"],
            "geography_name": ["A", "B", "C", "D"],
            "is_complete": pd.array([True, True, True, False], dtype="boolean"),
            "is_covered": pd.array([True, True, True, False], dtype="boolean"),
            "calls_received": pd.array([40, None, 48, 12], dtype="Int64"),
            "compliance_rate": pd.array([0.9, None, 0.96, 1.0], dtype="Float64"),
            "compliance_rate_low": pd.array([0.85, None, 0.9, 0.3], dtype="Float64"),
            "compliance_rate_high": pd.array([0.94, None, 0.99, 1.0], dtype="Float64"),
            "timely": pd.array([180, 0, 144, 3], dtype="Int64"),
            "late": pd.array([10, 0, 6, 0], dtype="Int64"),
            "overdue": pd.array([10, 0, 0, 0], dtype="Int64"),
        }
    )


def test_a_figure_that_is_0_throughout_is_a_sentence_and_no_chart(months: pd.DataFrame) -> None:
    zeros = {"all": [0, 0, 0, 0], "known": [0, None, 0, 0], "lost": [None] * 4, "some": [0, 0, 1, 0]}
    frame = months.assign(**{name: pd.array(values, dtype="Int64") for name, values in zeros.items()})
    names = dict(zip(zeros, zeros, strict=True))
    drawn = monthly.prepared(frame, names, names, lambda _, value: wording.count(value), "report").drawn
    assert [(name, words) for name, chart, words in drawn if chart is None] == [
        ("all", "0 in every month."),
        ("known", "0 in every month in which it was assessed."),
        ("lost", "Not assessed in any of these months."),
    ]


@pytest.mark.parametrize(
    ("received", "title"),
    [
        (19, "19 reports were received: 4 screened out and 15 assigned"),
        (20, "20 reports were received: 21.1\N{NO-BREAK SPACE}% screened out and 78.9\N{NO-BREAK SPACE}% assigned"),
    ],
)
def test_a_share_of_fewer_than_twenty_reports_is_no_heading(received: int, title: str) -> None:
    row = {"calls_received": received, "calls_screened_out": 4, "referrals_assigned": 15,
           "share_screened_out": 4 / 19, "share_assigned": 15 / 19}  # fmt: skip
    assert statutory_counts.finding(pd.Series(row, dtype=object)) == title


@pytest.mark.parametrize(
    ("out", "title"), [(0, "The one report was not screened out"), (1, "The one report was screened out")]
)
def test_one_report_has_no_share(out: int, title: str) -> None:
    row = pd.Series({"calls_received": 1, "calls_screened_out": out, "share_screened_out": float(out)}, dtype=object)
    assert screening.finding(row, pd.DataFrame()) == title


def layers(chart: charts.Chart) -> list[dict[str, Any]]:
    return list(chart.spec()["layer"])


def test_a_month_without_a_value_has_no_point(months: pd.DataFrame) -> None:
    rows = charts.count_points(months, "calls_received")
    assert list(rows["label"]) == ["2026-08", "2026-10", "2026-11"]
    assert list(rows["value"]) == [40.0, 48.0, 12.0]


def test_a_running_month_is_dashed_with_an_open_point(months: pd.DataFrame) -> None:
    marks = [layer["mark"] for layer in layers(charts.count_trend(months, "calls_received"))]
    assert any(mark.get("strokeDash") == [4, 4] for mark in marks)
    assert any(mark["type"] == "point" and mark.get("fill") == "#ffffff" for mark in marks)


def test_a_month_that_the_deliveries_do_not_reach_is_open_too(months: pd.DataFrame) -> None:
    months["is_complete"] = True
    assert list(charts.count_points(months, "calls_received")["complete"]) == [True, True, False]


def test_a_line_stops_at_a_missing_month(months: pd.DataFrame) -> None:
    rows = charts.count_points(months, "calls_received")
    assert list(rows["stretch"]) == [0, 1, 1]
    assert list(rows["lone"]) == [True, False, False]
    for chart in (charts.count_trend(months, "calls_received"), charts.rate_trend(months)):
        drawn = [layer for layer in layers(chart) if layer["mark"]["type"] in ("line", "area")]
        assert drawn
        assert all(layer["encoding"]["detail"]["field"] == "stretch" for layer in drawn)
        assert any({"filter": "datum.lone"} in layer.get("transform", []) for layer in layers(chart))


def test_a_gap_is_told(months: pd.DataFrame) -> None:
    assert gap_text(months) == ""
    assert gap_text(months.head(0)) == ""
    assert gap_text(months.iloc[[0, 2, 3]]).startswith("No report of 2026-09 was delivered")


def test_complete_months_are_not_dashed(months: pd.DataFrame) -> None:
    marks = [layer["mark"] for layer in layers(charts.count_trend(months.head(3), "calls_received"))]
    assert not any("strokeDash" in mark for mark in marks)


def test_counts_begin_at_zero(months: pd.DataFrame) -> None:
    y = layers(charts.count_trend(months, "calls_received"))[0]["encoding"]["y"]
    assert y["scale"]["zero"] is True


def test_rate_charts_share_an_axis_that_holds_every_interval(months: pd.DataFrame) -> None:
    assert charts.lowest_tenth(months) == 0.3
    assert charts.lowest_tenth(months.head(1)) == 0.8
    chart = charts.rate_trend(months, charts.lowest_tenth(months))
    assert all(layer["encoding"]["y"]["scale"]["domain"][0] == 0.3 for layer in layers(chart))


def test_places_stay_in_the_order_given_and_are_not_ranked(months: pd.DataFrame) -> None:
    chart = charts.rate_list(months)
    assert list(chart.rows["place"]) == ["A", "C", "D"]
    assert all(layer["encoding"]["y"]["sort"] is None for layer in layers(chart))


def test_a_small_denominator_is_drawn_open(months: pd.DataFrame) -> None:
    assert list(charts.rate_list(months).rows["small"]) == [False, False, True]
    fill = layers(charts.rate_list(months))[1]["encoding"]["fill"]
    assert fill["condition"] == {"test": "datum.small", "value": "#ffffff"}


def test_the_newest_value_stands_above_every_point(months: pd.DataFrame) -> None:
    drawn = layers(charts.rate_trend(months))
    texts = [at for at, layer in enumerate(drawn) if layer["mark"]["type"] == "text"]
    seen = [at for at, layer in enumerate(drawn) if layer["mark"]["type"] == "point" and layer["mark"]["opacity"] > 0]
    assert any(step["filter"] == "datum.small" for at in seen for step in drawn[at].get("transform", []))
    assert min(texts) > max(seen)


@pytest.mark.parametrize(("most", "marks"), [(19, {"bar", "text"}), (20, {"line", "point", "text"})])
def test_months_of_fewer_than_twenty_are_bars(months: pd.DataFrame, most: int, marks: set[str]) -> None:
    months["calls_received"] = pd.array([most, 3, 12, 3], dtype="Int64")
    drawn = layers(charts.count_trend(months, "calls_received"))
    assert {layer["mark"]["type"] for layer in drawn} == marks
    if "bar" in marks:
        hollow = drawn[0]["encoding"]["fill"]
        assert hollow == {"condition": {"test": "datum.complete", "value": "#1f5a83"}, "value": "#ffffff"}


@pytest.mark.parametrize(("timely", "labelled"), [(18, False), (19, True)])
def test_the_newest_rate_is_solid_and_has_its_value_only_over_twenty_reports(
    months: pd.DataFrame, timely: int, labelled: bool
) -> None:
    months.loc[2, ["timely", "late", "overdue"]] = [timely, 1, 0]
    chart = charts.rate_trend(months)
    assert any(layer["mark"]["type"] == "text" for layer in layers(chart)) is labelled
    assert list(chart.rows.loc[chart.rows["label"] == "2026-10", "small"]) == [not labelled]
    assert list(chart.rows["last"]) == [False, labelled, False]


@pytest.mark.parametrize(("small", "little"), [(1, False), (2, False), (3, True)])
def test_a_line_of_rates_says_little_where_over_half_of_them_are_small(
    months: pd.DataFrame, small: int, little: bool
) -> None:
    rates = months.assign(compliance_rate=pd.array([0.9] * 4, dtype="Float64"), late=0, overdue=0)
    assert charts.says_little(rates.assign(timely=[19] * small + [20] * (4 - small))) is little
    assert not charts.says_little(rates.head(0))


def test_no_layer_is_empty(months: pd.DataFrame) -> None:
    def filters(chart: charts.Chart) -> set[str]:
        return {step["filter"] for layer in layers(chart) for step in layer.get("transform", [])}

    assert "datum.small" not in filters(charts.rate_trend(months.head(3)))
    assert "!datum.complete" not in filters(charts.count_trend(months.head(3), "calls_received"))
    assert filters(charts.count_trend(months.tail(1).assign(calls_received=30), "calls_received")) == {
        "datum.tail",
        "!datum.complete",
    }


@pytest.mark.parametrize(("reports", "small"), [(0, False), (1, True), (19, True), (20, False), (None, False)])
def test_a_small_denominator_is_one_to_nineteen(reports: int | None, small: bool) -> None:
    assert charts.is_small(pd.NA if reports is None else reports) is small


def test_no_chart_names_an_address(months: pd.DataFrame) -> None:
    for chart in (charts.count_trend(months, "calls_received"), charts.rate_trend(months), charts.rate_list(months)):
        spec = chart.spec()
        spec.pop("$schema")
        assert "http" not in str(spec)


def test_a_frame_without_rows_draws_no_row(months: pd.DataFrame) -> None:
    nothing = months.head(0)
    for chart in (charts.count_trend(nothing, "calls_received"), charts.rate_trend(nothing), charts.rate_list(nothing)):
        assert chart.rows.empty


def test_csv_keeps_a_null_empty_and_disarms_formulas() -> None:
    rows = pd.DataFrame({"file_name": ["=cmd()", "a.csv", None], "rows": pd.array([1, None, -3], dtype="Int64")})
    assert csv_bytes(rows).decode().splitlines() == ["file_name,rows", "'=cmd(),1", "a.csv,", ",-3"]


@pytest.mark.parametrize(
    ("count", "verbs"), [(1, ("was", "was", "came", "has")), (2, ("were", "were", "came", "have"))]
)
def test_the_finding_agrees_in_number(count: int, verbs: tuple[str, ...]) -> None:
    columns = (
        "calls_received",
        "calls_screened_out",
        "referrals_assigned",
        "calls_anonymous",
        "calls_unsubstantiated_or_ruled_out",
        "calls_by_telephone",
    )
    said = finding_sentence(pd.Series(dict.fromkeys(columns, count), dtype="Int64"))
    assert said.replace("<b>", "").replace("</b>", "") == (
        f"The Hotline received {count} report{'s' if count > 1 else ''}. Of these, {count} {verbs[0]} screened out, "
        f"{count} {verbs[1]} assigned for assessment or investigation, {count} {verbs[2]} from persons unwilling to be "
        f"named and {count} {verbs[3]} so far ended unsubstantiated or ruled out. "
        f"Of the reports received, {count} came by telephone."
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (wording.count(12345), "12,345"),
        (wording.count(0), "0"),
        (wording.count(pd.NA), "Not assessed"),
        (wording.percent(0.45678), "45.7\N{NO-BREAK SPACE}%"),
        (wording.percent(None), "–"),
        (wording.interval(0.41, 0.46), "41.0 to 46.0\N{NO-BREAK SPACE}%"),
        (wording.hours(7.26), "7.3\N{NO-BREAK SPACE}hours"),
        (wording.hours(120), "5.0\N{NO-BREAK SPACE}days"),
        (wording.day(date(2026, 11, 1)), "1 November 2026"),
        (wording.instant(pd.Timestamp("2026-11-20 05:00", tz="America/Chicago")), "20 November 2026, 05:00 CST"),
    ],
)
def test_values_in_words(written: str, value: str) -> None:
    assert written == value
