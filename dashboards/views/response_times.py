"""The page on response times: by priority, both rates with their intervals, and the responses that neither counts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboards import access, comparison, frame, markup
from dashboards.cached import cached
from dashboards.comparison import Figure, Row
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.responses import beside, by_month, response_parts
from dashboards.responses.response_parts import MEDIANS, PRIORITIES, RATES, interval_text, rows_by_priority
from serving import comparison as comparison_of
from serving import wording
from serving.definitions import Definition, definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.published import Published


def _interval_of(rate: str) -> Callable[[Row], str]:
    def interval(row: Row) -> str:
        if wording.is_missing(row[rate]):
            return ""
        few = "; fewer than 20 reports" if charts.is_small(charts.judged(row)) else ""
        return f"{interval_text(row, rate)}{few}"

    return interval


COMPARED = (
    Figure("timely"),
    Figure("late"),
    Figure("overdue"),
    *(
        Figure(rate, write=wording.percent, mark=_interval_of(rate))
        for rate in ("compliance_rate", "compliance_rate_strict")
    ),
    Figure("median_hours", write=wording.hours),
)
# What a comparison of a running period with as many days of the year before does not say by itself.
SAME_DAYS = (
    "The columns of days hold what was due on days that have ended, so nothing in them is pending. They count "
    "days and not dates: a leap day moves the last of them. The year before is as it stands today, and not as it "
    "was known then: a response that was overdue then and came since is late. So compare late and overdue "
    "together, or the shares. The newest days may still change: an initiation that is not yet delivered counts as "
    "overdue, and an exception that still runs may end as late. That moves the first share and not the second."
)


def draw_page() -> None:
    """Draw the page."""
    published = access.require("response_times")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading("Response times", "No figures yet", "No clock runs until a referrals extract has landed.")
        )
        return
    for part in (_draw_finding, _draw_states, beside.draw_hours, _draw_beside, response_parts.draw_rows):
        draw_once(part, published, chosen)


def _draw_finding(published: Published, chosen: frame.Choice) -> Files:
    _draw_answer(published, chosen)
    _draw_comparison(published, chosen)
    beside.draw_signals(published, chosen)
    return by_month.draw(published, chosen)


def _draw_states(published: Published, chosen: frame.Choice) -> Files | None:
    response_parts.draw_statuses(published, chosen)
    return beside.draw_exceptions(published, chosen)


def _draw_beside(published: Published, chosen: frame.Choice) -> Files:
    beside.draw_contacts(published, chosen)
    beside.draw_due(published, chosen)
    return response_parts.draw_parts(published, chosen)


def _draw_answer(published: Published, chosen: frame.Choice) -> None:
    by_priority = rows_by_priority(published, chosen)
    metrics = cached(definitions, published)
    delivered = cached(delivery, published)
    st.html(
        markup.heading(
            f"Response times, by the date due: {frame.titled(chosen)}",
            finding(by_priority),
            frame.extent(published, chosen.period),
        )
        + f'<p class="lead">{finding_sentence(by_priority)}</p>'
    )
    tiles = []
    for number in PRIORITIES:
        reason = delivered.why_not_assessed(RATES[number])
        tiles.extend(_tiles(number, by_priority[number], metrics, reason))
    st.html(markup.tiles(tiles))


def finding(by_priority: dict[int, pd.Series | None]) -> str:
    """Write the page's heading: the share in time of the responses judged by priority, or how many of fewer than 20."""
    known = {number: row for number, row in by_priority.items() if row is not None and not _unknown(row)}
    judged = {number: row for number, row in known.items() if not wording.is_missing(row["compliance_rate"])}
    if not judged:
        return "No response is judged yet" if known else "How many responses were in time is not known"
    parts = []
    for number, row in judged.items():
        name = PRIORITIES[number].replace(" ", wording.SPACE)
        every = int(charts.judged(row))
        part = f"{int(row['timely']):,}" if charts.is_small(every) else wording.percent(row["compliance_rate"])
        parts.append(f"{part} of {every:,} {name}")
    last = int(charts.judged(list(judged.values())[-1]))
    return f"{' and '.join(parts)} {'response was' if last == 1 and len(parts) == 1 else 'responses were'} in time"


def _unknown(row: pd.Series) -> bool:
    return wording.is_missing(row["timely"])


def _draw_comparison(published: Published, chosen: frame.Choice) -> None:
    rows = cached(comparison_of.side_by_side, published, "response_compliance", chosen.period, chosen.place)
    parts = {} if rows.empty else {name: rows[rows["priority"] == number] for number, name in PRIORITIES.items()}
    caption = "Responses by priority, with the 95 % interval of each rate"
    st.html(comparison.section(published, chosen, parts, COMPARED, caption, SAME_DAYS))


def finding_sentence(by_priority: dict[int, pd.Series | None]) -> str:
    """Write for each priority how many responses were in time, of those in time, late and overdue."""
    parts = []
    for number, row in by_priority.items():
        name = PRIORITIES[number]
        if row is None or wording.is_missing(row["timely"]):
            parts.append(f"At {name} it was not assessed how many responses were in time.")
        elif wording.is_missing(row["compliance_rate"]):
            parts.append(f"At {name} no response is judged yet.")
        else:
            every = int(charts.judged(row))
            were = "response was" if every == 1 else "responses were"
            parts.append(f"At {name} <b>{int(row['timely']):,}</b> of <b>{every:,}</b> {were} in time.")
    return " ".join(parts) + " The policy sets a limit for every report, and names no share that may be late."


def _tiles(number: int, row: pd.Series | None, metrics: dict[str, Definition], reason: str) -> list[markup.Tile]:
    rates, times = (
        definitions_of(metrics, ["compliance_rate", "compliance_rate_strict"]),
        definitions_of(metrics, ["median_hours", "p90_hours"]),
    )
    title, clock = labels(metrics, (RATES[number], MEDIANS[number])).values()
    if row is None or wording.is_missing(row["timely"]):
        return [
            markup.Tile(title, wording.NOT_ASSESSED, reason=reason, metrics=rates),
            markup.Tile(clock, wording.NOT_ASSESSED, reason=reason, metrics=times),
        ]
    if wording.is_missing(row["compliance_rate"]):
        share, text = None, ""
    else:
        share = float(row["compliance_rate"])
        text = (
            f"95 % interval {interval_text(row, 'compliance_rate')}. "
            f"{wording.count(row['timely'])} in time, {wording.count(row['late'])} late, "
            f"{wording.count(row['overdue'])} overdue"
        )
    rate = markup.Tile(
        name=title,
        value="None judged yet" if share is None else wording.percent(share),
        share=share,
        share_text=text,
        warning=small_warning(row),
        note=strict_text(row),
        metrics=rates,
    )
    ninth_decile = "" if wording.is_missing(row["p90_hours"]) else f"9 in 10 within {wording.hours(row['p90_hours'])}"
    hours = markup.Tile(
        name=clock,
        value=wording.hours(row["median_hours"]),
        share_text=ninth_decile,
        note=f"Counted from {'receipt' if number == 1 else 'acceptance'} of the report, "
        f"over {wording.count(row['reports_with_hours'])} initiated reports",
        metrics=times,
    )
    return [rate, hours]


def strict_text(row: pd.Series) -> str:
    """Write the rate that counts excepted reports as not in time, with its interval."""
    if wording.is_missing(row["compliance_rate_strict"]):
        return ""
    rate, interval = wording.percent(row["compliance_rate_strict"]), interval_text(row, "compliance_rate_strict")
    return f"Counting excepted reports as not in time: {rate} ({interval})"


def small_warning(row: pd.Series) -> str:
    """Write a warning for a rate over fewer than 20 reports."""
    return "Fewer than 20 reports: read the interval, not the rate." if charts.is_small(charts.judged(row)) else ""


if __name__ == "__main__":
    draw_page()
