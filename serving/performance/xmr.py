"""Draws the XmR chart of a measure: its months, their mean and limits, and the months that are signals."""

from __future__ import annotations

import pandas as pd

from serving.drawing.charts import Chart
from serving.performance import forms


def xmr(months: pd.DataFrame, unit: str) -> Chart:
    """Draw the months of one series of `performance_trends`; months without a value have no point.

    A month that counts for no limit, or whose limits are provisional, is open. The line joins months that follow one
    another within a baseline. The mean and the limits step where the baseline starts anew. A month in which policy or
    practice changed has an upright line with its number.
    """
    rows = points(months, unit)
    present = frozenset(rows["kind"]) if not rows.empty else frozenset()
    return Chart(
        forms.xmr_form(unit, present, bool(rows["change"].ne("").any()), bool(rows["centre"].notna().any())), rows
    )


def points(months: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return month, value, mean, drawn limits, baseline, stretch, kind and number of a change of each month."""
    numbers = {name: months[name].astype("Float64").astype("float64") for name in
               ("value", "centre", "lower_limit", "upper_limit")}  # fmt: skip
    rows = pd.DataFrame(
        {
            **{name: numbers[name] for name in ("value", "centre")},
            # Nothing that is measured is below 0, and no share above 1.
            "lower": numbers["lower_limit"].clip(lower=0),
            "upper": numbers["upper_limit"].clip(upper=1) if unit == "share" else numbers["upper_limit"],
            "month": pd.to_datetime(months["period_start"]),
            "label": months["period_label"].astype(str),
            "reading": months["reading"].astype(str),
        }
    ).reset_index(drop=True)
    months = months.reset_index(drop=True)
    ordinal = 12 * rows["month"].dt.year + rows["month"].dt.month
    adjoins = rows["value"].notna() & rows["value"].shift().notna() & (ordinal.diff() == 1)
    counts = months["is_point"].fillna(False).astype(bool) & ~months["is_provisional"].fillna(True).astype(bool)
    kind = rows["reading"].where(counts, "open").replace("not_judged", "open")
    baseline = months["baseline_start"].astype(str)
    changed = numbers_of_changes(months)
    return rows.assign(
        baseline=baseline,
        stretch=(~adjoins | (baseline != baseline.shift())).cumsum(),
        kind=kind.where(rows["value"].notna(), "none"),
        change=changed,
    )


def numbers_of_changes(months: pd.DataFrame) -> pd.Series:
    """Return for each month the number of the change of policy or practice that fell in it, and otherwise nothing."""
    changed = months["annotation"].notna()
    return changed.cumsum().astype(str).where(changed, "")
