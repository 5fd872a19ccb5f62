"""The page on the telephone line: calls offered, answered and given up, the time to answer, and the week."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, comparison, frame, markup
from dashboards.cached import cached
from dashboards.comparison import Figure
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.line import parts, waits
from serving import wording
from serving.definitions import Definition, definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import Published
from serving.telephone import line

EXTRACT = "calls"
WHOLE_STATE = "The line serves the whole state and knows no county. A call is not a report: many calls lead to none."


def draw_page() -> None:
    """Draw the page."""
    published = access.require("line")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading("The line", "No figures yet", "No period is known until a referrals extract has landed.")
        )
        return
    state = frame.Choice(_state(published), chosen.period)
    rows = cached(line.counts, published, chosen.period)
    if rows.empty:
        _draw_nothing(published, state)
        return
    draw_once(_draw_finding, published, state)
    draw_once(parts.draw_week, published, state.period)
    draw_once(waits.draw, published, state.period)
    draw_once(waits.draw_calls, published, state.period)


def _draw_finding(published: Published, state: frame.Choice) -> Files:
    row = cached(line.counts, published, state.period).iloc[0]
    _draw_answer(published, state, row)
    parts.draw_outcomes(published, row)
    return parts.draw_trend(published, state.period)


def finding(row: pd.Series) -> str:
    """Write the page's heading: the share of calls given up, and within how many seconds nine in ten were answered."""
    offered = int(row["calls_offered"])
    calls = "1 call" if offered == 1 else f"{offered:,} calls"
    if wording.is_missing(row["share_calls_abandoned"]):
        told = f"{calls} {'was' if offered == 1 else 'were'} offered; how many were given up is not known"
    else:
        were = "was" if row["calls_abandoned"] == 1 else "were"
        told = f"{wording.percent(row['share_calls_abandoned'])} of {calls} {were} given up"
    if wording.is_missing(row["p90_seconds_to_answer"]):
        return told
    return f"{told}; 9 in 10 answered calls waited {parts.seconds(row['p90_seconds_to_answer'])} or less"


def _state(published: Published) -> Place:
    return Place("state", published.jurisdiction_id, f"{published.jurisdiction_name} (whole state)")


def _draw_nothing(published: Published, state: frame.Choice) -> None:
    """Say that there is no call of this period, and why where that is known."""
    if EXTRACT not in cached(delivery, published).extracts:
        title, why = "Calls are not assessed", f"The extract {EXTRACT} was not delivered."
    else:
        title = f"No call of {state.period.label} was delivered"
        why = "The line is open day and night, so that is a gap in what was delivered, and not quiet."
    st.html(markup.heading(f"The line: {state.place.name}, {state.period.label}", title, why))


def _draw_answer(published: Published, state: frame.Choice, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    so_far = "" if row["is_covered"] else " so far"
    st.html(
        markup.heading(
            f"The line: {state.place.name}, {state.period.label}{so_far}", finding(row), extent(state.period, row)
        )
        + f'<p class="lead">{escape(WHOLE_STATE)} {escape(target_text(cached(line.limits, published)))}</p>'
        + markup.tiles(_tiles(published, row, metrics))
        + comparison.draw(
            published,
            state,
            "telephone_counts",
            [
                Figure("calls_offered"),
                Figure("calls_answered", "share_calls_answered"),
                Figure("calls_abandoned", "share_calls_abandoned"),
                Figure("calls_answered_within_target", "share_answered_within_target"),
                Figure("median_seconds_to_answer", write=parts.seconds),
                Figure("p90_seconds_to_answer", write=parts.seconds),
            ],
            "Calls of the line and their waits",
        )
    )


def extent(period: Period, row: pd.Series) -> str:
    """Say which days the calls are of, and whether the deliveries of calls reach the last of them."""
    days = f"{wording.day(period.start)} to {wording.day(period.end)}"
    if row["is_covered"]:
        return f"{days}; complete."
    if row["is_complete"]:
        return f"{days}; not complete: the deliveries of calls do not reach the last day."
    every = wording.days_between(period.start, period.end)
    return f"{days}; not complete: {int(row['days_elapsed'])} of {every} days have begun."


def target_text(limits: pd.DataFrame) -> str:
    """Say which target the state has, and that it is not the policy's where it is not."""
    targets = limits[limits["limit_id"] == "answer_target"] if not limits.empty else limits
    if targets.empty:
        return "The policy names no time within which a call is to be answered, and no target is in force."
    first = targets.iloc[0]
    wait = f"{int(first['upper_limit']):,} {first['limit_unit']}"
    if str(first["provenance"]) == "assumed":
        return f"The policy is silent on the time to answer: the target of {wait} is ours."
    return f"The target is to answer within {wait} ({first['citation']})."


def _tiles(published: Published, row: pd.Series, metrics: dict[str, Definition]) -> list[markup.Tile]:
    why = cached(delivery, published).why_not_assessed
    offered = wording.count(row["calls_offered"])
    few = "Fewer than 20 calls: read the numbers, not the share." if charts.is_small(row["calls_offered"]) else ""
    shares = {
        "calls_answered": "share_calls_answered",
        "calls_abandoned": "share_calls_abandoned",
        "calls_answered_within_target": "share_answered_within_target",
    }
    names = labels(metrics, ["calls_offered", *shares, "median_seconds_to_answer"])
    tiles = [
        markup.Tile(
            names["calls_offered"], offered, note=_year_before(row), metrics=definitions_of(metrics, ["calls_offered"])
        )
    ]
    for column, share in shares.items():
        known = not wording.is_missing(row[share])
        interval = wording.interval(row[f"{share}_low"], row[f"{share}_high"])
        tiles.append(
            markup.Tile(
                name=names[column],
                value=wording.count(row[column]),
                share=float(row[share]) if known else None,
                share_text=f"{wording.percent(row[share])} of {offered} calls; 95 % interval {interval}"
                if known
                else "",
                reason=why(column),
                warning=few if known else "",
                metrics=definitions_of(metrics, [column, share]),
            )
        )
    median, over = "median_seconds_to_answer", row["calls_with_seconds_to_answer"]
    waited = None if wording.is_missing(over) else row[median]
    tiles.append(
        markup.Tile(
            name=names[median],
            value=wording.NOT_ASSESSED if wording.is_missing(over) else parts.seconds(waited),
            share_text=""
            if wording.is_missing(row["p90_seconds_to_answer"])
            else f"9 in 10 within {parts.seconds(row['p90_seconds_to_answer'])}; "
            f"the longest {parts.seconds(row['longest_seconds_to_answer'])}",
            note=f"Over {wording.count(over)} answered calls with a known wait",
            reason=why(median),
            metrics=definitions_of(metrics, [median, "p90_seconds_to_answer", "longest_seconds_to_answer"]),
        )
    )
    return tiles


def _year_before(row: pd.Series) -> str:
    whole, same = row["calls_offered_previous_year"], row["calls_offered_to_date_previous_year"]
    if wording.is_missing(whole):
        return "A year before: no figures"
    if bool(row["is_complete"]):
        return f"A year before: {wording.count(whole)}"
    return f"A year before, same number of days: {wording.count(same)} (whole period: {wording.count(whole)})"


if __name__ == "__main__":
    draw_page()
