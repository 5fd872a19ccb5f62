"""Heat maps of a week, bars of hours, and the periods that a period stands beside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboards.charts import monthly
from dashboards.charts.week import small_text
from dashboards.line.parts import seconds
from serving import comparison, wording
from serving.drawing import heat_map, histogram
from serving.figures import Period


@pytest.fixture
def week() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "iso_weekday": pd.array([1, 1, 7], dtype="Int64"),
            "hour_of_day": pd.array([0, 23, 5], dtype="Int64"),
            "calls": pd.array([20, 19, 3], dtype="Int64"),
            "share": pd.array([0.5, 0.25, None], dtype="Float64"),
        }
    )


def layers(form: dict[str, Any]) -> list[dict[str, Any]]:
    return list(form["layer"])


def test_an_hour_without_a_value_has_no_cell_and_one_on_few_a_dot(week: pd.DataFrame) -> None:
    cells = heat_map.cells(week, "share", "calls")
    assert list(cells["label"]) == ["Mon 00:00", "Mon 23:00"]
    assert list(cells["small"]) == [False, True]
    assert [each["mark"]["type"] for each in layers(heat_map.heat_map(cells, "share").form)] == ["rect", "point"]
    assert len(layers(heat_map.heat_map(cells.head(1), "share").form)) == 1


def test_a_week_has_every_day_and_hour_and_counts_begin_at_none(week: pd.DataFrame) -> None:
    cell = layers(heat_map.heat_map(heat_map.cells(week, "calls", "calls"), "count").form)[0]["encoding"]
    assert cell["x"]["scale"]["domain"] == list(range(24))
    assert cell["y"]["scale"]["domain"] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert cell["opacity"]["scale"]["zero"] is True
    of_share = layers(heat_map.heat_map(heat_map.cells(week, "share", "calls"), "share").form)[0]["encoding"]
    assert of_share["opacity"]["scale"]["zero"] is False


def test_hours_on_few_and_hours_with_none_are_said(week: pd.DataFrame) -> None:
    assert small_text(week, "calls", "calls").startswith(
        "In 2 of the 168 hours of the week there are fewer than 20 calls"
    )
    assert small_text(week, "calls", "calls").endswith("165 hours have none, and no cell.")
    whole = pd.DataFrame({"calls": [20] * 168})
    assert small_text(whole, "calls", "calls") == ""


def test_the_bar_under_a_minute_has_a_place_on_a_scale_without_0() -> None:
    frame = pd.DataFrame({"hours_from": [0.0, 2.0], "hours_to": [1 / 60, 2.5], "reports": [3, 40]})
    rows = histogram.histogram(frame).rows
    assert rows["start"].iloc[0] == histogram.SHORTEST < 1 / 60
    assert list(rows["reports"]) == [3, 40]


@pytest.mark.parametrize(
    ("kind", "start", "before", "year"),
    [
        ("month", date(2024, 3, 1), date(2024, 2, 1), date(2023, 3, 1)),
        ("quarter", date(2026, 1, 1), date(2025, 10, 1), date(2025, 1, 1)),
        ("fiscal_year", date(2025, 7, 1), date(2024, 7, 1), date(2024, 7, 1)),
    ],
)
def test_a_period_stands_beside_the_one_before_and_that_of_a_year_before(
    kind: str, start: date, before: date, year: date
) -> None:
    found = comparison.starts(Period(kind, start, start, "", True, True, 1))
    assert found[start] == ""
    assert found[year] == "a year before"
    assert found[before] == ("a year before" if before == year else "the period before")


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.4, "0 seconds"), (1.2, "1 second"), (119.4, "119 seconds"), (120, "2 min 0 s"), (3599, "59 min 59 s"),
     (3600, "1 h 0 min"), (7260, "2 h 1 min"), (None, "–"), (pd.NA, "–")],
)  # fmt: skip
def test_seconds_are_written_in_words(value: float | None, said: str) -> None:
    assert seconds(value).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_month_without_a_call_is_said_and_no_figure_of_it_is_drawn() -> None:
    months = pd.DataFrame(
        {
            "period_start": [date(2026, 8, 1), date(2026, 10, 1)],
            "period_label": ["2026-08", "2026-10"],
            "is_complete": [True, True],
            "calls": pd.array([4, 6], dtype="Int64"),
            "waits": pd.array([None, None], dtype="Int64"),
        }
    )
    names = {"calls": "Calls", "waits": "Waits"}
    found = monthly.prepared(months, names, names, lambda _, value: wording.count(value), "call")
    assert found.gap.startswith("No call of 2026-09 was delivered")
    assert [chart is None for _, chart, _ in found.drawn] == [False, True]
    assert "from 2026-08 (4) to 2026-10 (6)" in found.drawn[0][2]
    assert "Not assessed" in found.table
