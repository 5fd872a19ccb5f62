"""Draws both rates by the month in which responses were due, from charts that are made once for a publication."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.charts import trends
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.responses.response_parts import DUE, PRIORITIES, RATES, interval_text, priority_name
from serving import figures, wording
from serving.definitions import definitions, labels
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import Published

# What stands in place of a chart of rates that would show chance alone.
FEW_REPORTS = (
    "Over half of these months have fewer than 20 reports judged, so a line through their rates would show little but "
    "chance. The table below has every month with its interval."
)


@dataclass(frozen=True)
class Months:
    """What a page draws: for each rate its chart and words, or what stands in its place; a gap in words; the table."""

    drawn: tuple[tuple[str, charts.Chart | None, str], ...]
    gap: str
    table: str

    @property
    def pictures(self) -> dict[str, charts.Chart]:
        """The charts by name, for the menu of downloads."""
        return {name: chart for name, chart, _ in self.drawn if chart is not None}


def draw(published: Published, chosen: frame.Choice) -> Files:
    """Draw the charts side by side, and all months as a table."""
    found = cached(_prepared, published, chosen.period, chosen.place)
    months = cached(figures.compliance_by_month, published, chosen.place, *trends.months_to(chosen.period))
    st.html(
        markup.section(
            "By month due",
            "The band is the 95 % interval. Both charts share one scale, which may begin above 0. An open point marks "
            "a month with fewer than 20 reports judged, or, at the end of a dashed line, a month that has not ended. "
            "There is no chart where over half of the months have so few.",
        )
    )
    if found.gap:
        st.html(f"<p>{escape(found.gap)}</p>")
    for place, (name, chart, words) in zip(st.columns(2, gap="medium"), found.drawn, strict=True):
        with place:
            st.html(f"<h3>{escape(name)}</h3>")
            if chart is None:
                st.html(f'<p class="quiet">{escape(words)}</p>')
            else:
                trends.draw_chart(chart, words)
    st.html(markup.twin("These charts as a table", found.table))
    name = f"response-by-month-{chosen.place.geography_id}"
    return Files("months", months, name, found.pictures, chosen.place.name)


def _prepared(published: Published, period: Period, place: Place) -> Months:
    months = figures.compliance_by_month(published, place, *trends.months_to(period))
    lowest = charts.lowest_tenth(months)
    names = labels(definitions(published), (*RATES.values(), *DUE))
    drawn: list[tuple[str, charts.Chart | None, str]] = []
    for number in PRIORITIES:
        of_priority, name = months[months["priority"] == number], names[RATES[number]]
        if of_priority["compliance_rate"].isna().all():
            drawn.append((name, None, "No month has a rate."))
        elif charts.says_little(of_priority):
            drawn.append((name, None, FEW_REPORTS))
        else:
            chart = charts.rate_trend(of_priority, lowest)
            drawn.append((name, chart, _described(chart.rows, name)))
    heads = [Column("Month due"), Column("Priority"), *(Column(names[status], numeric=True) for status in DUE)]
    heads += [Column("Rate", numeric=True), Column("95 % interval", numeric=True)]
    rows = [
        [
            trends.month_name(row),
            priority_name(row["priority"]),
            *(wording.count(row[status]) for status in DUE),
            wording.percent(row["compliance_rate"]),
            interval_text(row, "compliance_rate"),
        ]
        for row in months.iloc[::-1].to_dict("records")
    ]
    table = markup.table("Response by month due, newest first", heads, rows, tall=True)
    return Months(tuple(drawn), trends.gap_text(months), table)


def _described(rows: pd.DataFrame, name: str) -> str:
    """Describe the chart for readers who do not see it: its extent, and its first and last month that ended."""
    ended = rows[rows["complete"]]
    if ended.empty:
        return f"{name} by month; no month has ended yet. The values are in the table below the charts."
    first, last = ended.iloc[0], ended.iloc[-1]
    return (
        f"{name} by month, from {first['label']} ({_of_judged(first)}) to {last['label']} ({_of_judged(last)}). "
        "The values are in the table below the charts."
    )


def _of_judged(row: pd.Series) -> str:
    return f"{wording.percent(row['value'])} of {int(row['judged']):,} reports"
