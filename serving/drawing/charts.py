"""Draws charts: each function takes a frame of published figures and returns a form with the rows that fill it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from serving.drawing import chart_forms

# A rate over fewer reports than this is shown with its interval and a warning.
SMALL_DENOMINATOR = 20
# Months with at most so many reports are drawn as bars: a line between such counts shows little but chance.
SMALL_COUNT = 19


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite form without data, and the rows that it draws."""

    form: dict[str, Any]
    rows: pd.DataFrame

    def spec(self) -> dict[str, Any]:
        """Return the whole specification with its rows inside, for a file or another renderer.

        A month is an instant without a zone, so that it is the same month wherever it is drawn. The ground is paper.
        """
        values = json.loads(self.rows.to_json(orient="records", date_format="iso", date_unit="s"))
        return {**self.form, "background": chart_forms.PAPER, "datasets": {chart_forms.ROWS: values}}


def judged(rows: Any) -> Any:
    """Return how many reports a rate rests on: timely, late and overdue. Only warnings need it; rates are published."""
    return rows["timely"] + rows["late"] + rows["overdue"]


def is_small(denominator: Any) -> bool:
    """Whether a rate rests on 1 to 19 reports."""
    return not pd.isna(denominator) and 0 < int(denominator) < SMALL_DENOMINATOR


def count_trend(frame: pd.DataFrame, column: str) -> Chart:
    """Draw monthly counts from 0: as a line, or as bars where no month has 20 or more.

    The last month that ended shows its value. A running month is dashed and has an open point, or is a hollow bar. The
    line stops at a month that has no value.
    """
    rows = count_points(frame, column)
    if not rows.empty and rows["value"].max() <= SMALL_COUNT:
        return Chart(chart_forms.count_bars_form(_any(rows["last"])), rows)
    ended, running, lone = _any(rows["complete"]), _any(~rows["complete"]), _any(rows["lone"])
    return Chart(chart_forms.count_trend_form(ended, running, lone), rows)


def rate_trend(frame: pd.DataFrame, lowest: float = 0.0) -> Chart:
    """Draw monthly compliance with its 95 % Wilson interval as a band.

    A small denominator has an open point. The last month that ended shows its value, unless its denominator is small.
    """
    rows = rate_points(frame)
    rows = rows.assign(last=rows["last"] & ~rows["small"], lone=rows["lone"] & ~rows["small"])
    ended, running, lone = _any(rows["complete"]), _any(~rows["complete"]), _any(rows["lone"])
    return Chart(
        chart_forms.rate_trend_form(ended, running, lone, _any(rows["small"]), lowest, _any(rows["last"])), rows
    )


def says_little(frame: pd.DataFrame) -> bool:
    """Whether over half of the months with a rate have a small denominator: a line through them would show chance."""
    small = _rates(frame).dropna(subset=["value"])["small"]
    return len(small) > 0 and 2 * int(small.sum()) > len(small)


def rate_list(frame: pd.DataFrame, lowest: float = 0.0) -> Chart:
    """Draw one row per place, in the order given: the rate as a point on its interval, open under 20 reports."""
    rows = _rates(frame).assign(place=frame["geography_name"].astype(str)).dropna(subset=["value"])
    return Chart(chart_forms.rate_list_form(lowest, len(rows)), rows.reset_index(drop=True))


def lowest_tenth(frame: pd.DataFrame) -> float:
    """Return the tenth at which an axis must begin to hold every interval of the frame, so that charts can share it."""
    lows = _rates(frame).dropna(subset=["value"])["lower"].dropna()
    return 0.8 if lows.empty else min(math.floor(float(lows.min()) * 10) / 10, 0.8)


def count_points(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return month, value and completeness of one published column, without the months that have no value."""
    return _by_month(frame, pd.DataFrame({"value": _numbers(frame[column])}))


def rate_points(frame: pd.DataFrame) -> pd.DataFrame:
    """Return for each month the published rate, its interval, its denominator and whether that is small."""
    return _by_month(frame, _rates(frame))


def _rates(frame: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "value": _numbers(frame["compliance_rate"]),
            "lower": _numbers(frame["compliance_rate_low"]),
            "upper": _numbers(frame["compliance_rate_high"]),
            "judged": _numbers(judged(frame)),
        }
    )
    return rows.assign(small=rows["judged"] < SMALL_DENOMINATOR)


def _by_month(frame: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Add the month and the marks that the forms filter by.

    They are complete (it ended, and the deliveries reach its end), last (of these), tail (from there on), and lone (one
    that has no neighbour to draw a line to). Months of one `stretch` follow one another.
    """
    # A file of an earlier version does not say which months the deliveries reach.
    covered = frame["is_covered"] if "is_covered" in frame else frame["is_complete"]
    rows = values.assign(
        month=pd.to_datetime(frame["period_start"]),
        label=frame["period_label"].astype(str),
        complete=covered.astype(bool),
    )
    rows = rows.dropna(subset=["value"]).reset_index(drop=True)
    number = 12 * rows["month"].dt.year + rows["month"].dt.month
    stretch = (number.diff().fillna(1) != 1).cumsum()
    last = rows["month"] == rows.loc[rows["complete"], "month"].max()
    return rows.assign(
        last=last,
        tail=~rows["complete"] | last,
        stretch=stretch,
        lone=rows["complete"] & ~last & (stretch.map(stretch.value_counts()) == 1),
    )


def _numbers(column: pd.Series) -> pd.Series:
    return column.astype("Float64").astype("float64")


def _any(marks: pd.Series) -> bool:
    return bool(marks.any())
