"""Charts as pure functions from a frame of published figures to a form and the rows that fill it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from serving import chart_forms

# Under this denominator a rate is shown with its interval and a warning.
SMALL_DENOMINATOR = 20


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite form without data, and the rows that it draws."""

    form: dict[str, Any]
    rows: pd.DataFrame

    def spec(self) -> dict[str, Any]:
        """The whole specification, its rows inside: what a file or another renderer takes."""
        return {**self.form, "data": {"values": self.rows.to_dict("records")}}


def judged(rows: Any) -> Any:
    """The reports that a rate stands on: timely, late and overdue. It sizes warnings; the rate itself is published."""
    return rows["timely"] + rows["late"] + rows["overdue"]


def is_small(denominator: Any) -> bool:
    """Whether a rate stands on 1 to 19 reports."""
    return not pd.isna(denominator) and 0 < int(denominator) < SMALL_DENOMINATOR


def trend(frame: pd.DataFrame, column: str) -> Chart:
    """Monthly counts as a line from 0 with its last ended month labelled; a running month is dashed and open."""
    rows = points(frame, column)
    return Chart(chart_forms.trend(_some(rows["complete"]), _some(~rows["complete"])), rows)


def rate_trend(frame: pd.DataFrame, lowest: float = 0.0) -> Chart:
    """Monthly compliance with its 95 % Wilson interval as a band; a small denominator has an open point."""
    rows = rate_points(frame)
    ended, running, small = _some(rows["complete"]), _some(~rows["complete"]), _some(rows["small"])
    return Chart(chart_forms.rate_trend(ended, running, small, lowest), rows)


def rate_list(frame: pd.DataFrame, lowest: float = 0.0) -> Chart:
    """One row a place, in the order given (by name): the rate as a point on its interval; open where under 20."""
    rows = _rates(frame).assign(place=frame["geography_name"].astype(str)).dropna(subset=["value"])
    return Chart(chart_forms.rate_list(lowest, len(rows)), rows.reset_index(drop=True))


def lowest_tenth(frame: pd.DataFrame) -> float:
    """Where an axis begins that holds every interval of the frame, in tenths, so that charts can share it."""
    lows = _rates(frame).dropna(subset=["value"])["lower"].dropna()
    return 0.8 if lows.empty else min(math.floor(float(lows.min()) * 10) / 10, 0.8)


def points(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Month, value and completeness of one published column; months without a value are left out."""
    return _by_month(frame, pd.DataFrame({"value": _numbers(frame[column])}))


def rate_points(frame: pd.DataFrame) -> pd.DataFrame:
    """The published rate, interval and denominator a month, with a mark where the denominator is small."""
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
    """Adds the month and what the forms filter by: complete, last (ended), tail (from there on)."""
    rows = values.assign(
        month=pd.to_datetime(frame["period_start"]),
        label=frame["period_label"].astype(str),
        complete=frame["is_complete"].astype(bool),
    )
    rows = rows.dropna(subset=["value"]).reset_index(drop=True)
    last = rows.loc[rows["complete"], "month"].max()
    return rows.assign(last=rows["month"] == last, tail=~rows["complete"] | (rows["month"] == last))


def _numbers(column: pd.Series) -> pd.Series:
    return column.astype("Float64").astype("float64")


def _some(marks: pd.Series) -> bool:
    return bool(marks.any())
