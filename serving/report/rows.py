"""The sections on the statutory counts of each month and fiscal year of the state, and of each county."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import figures, wording
from serving.report.cells import Row, count_of
from serving.report.content import Bar, Cell, Chart, Column, Section, Table
from serving.report.counts import summed
from serving.report.subject import ROW_COUNTS, Subject
from serving.report.years import begins_late, named


def months(subject: Subject) -> Section:
    """The counts of each month of the year."""
    found = figures.counts_by_month(subject.published, subject.state, subject.year.start, subject.year.end)
    rows = found.to_dict("records")
    bars = tuple(
        Bar(
            str(row["period_label"]),
            None if wording.is_missing(row["calls_received"]) else int(row["calls_received"]),
            _known(row.get("calls_received_previous_year")),
            bool(row.get("is_covered", row["is_complete"])),
        )
        for row in rows
    )
    label = subject.label("calls_received")
    chart = Chart(f"{label} by month, and in the same month a year before", _described(label, bars), bars)
    table = _listed(
        subject,
        rows,
        "months",
        "The counts by month",
        Column("month", "Month", "text", "Month of receipt, as year and month."),
        [_month(row) for row in rows],
        note="A month marked with * is not complete.",
    )
    return Section("months", "By month", chart=chart if bars else None, tables=(table,))


def years(subject: Subject) -> Section:
    """The counts of every fiscal year up to that of the report, the newest first."""
    shown = [each for each in subject.years if each.start <= subject.year.start]
    rows = [figures.counts(subject.published, each, subject.state).to_dict("records")[0] for each in shown]
    late = next((day for each in shown if (day := begins_late(subject.published, each))), None)
    text = (
        f"The oldest report in the deliveries was received on {wording.day(late)}. The fiscal year in which that day "
    )
    paragraphs = (f"{text}lies may not be whole at its beginning.",) if late else ()
    table = _listed(
        subject,
        rows,
        "fiscal_years",
        "The counts by fiscal year",
        Column("fiscal_year", "Fiscal year", "text", "Fiscal year, named by its end."),
        [f"{named(each)}{'' if each.is_covered else ' *'}" for each in shown],
        note="A fiscal year marked with * is not complete. Findings of newer years have had less time to arrive.",
        more=("calls_by_telephone",),
    )
    return Section("fiscal_years", "By fiscal year", paragraphs, tables=(table,))


def counties(subject: Subject) -> Section:
    """The counts of every county, by name, with the unknown county last."""
    rows = figures.counts_of_counties(subject.published, subject.year).to_dict("records")
    unknown = next((row for row in rows if row["geography_id"] == figures.UNKNOWN_COUNTY), None)
    paragraphs = [
        "A report belongs to the first of the county that was notified, the county where the child was located and the "
        "county of residence that is a county of the state. In order of name, and in no order of merit."
    ]
    count = count_of(unknown, "calls_received") if unknown is not None else 0
    if unknown is not None and count:
        reports = "1 report stands" if count == 1 else f"{wording.count(count)} reports stand"
        paragraphs.append(
            f"{reports} under {unknown['geography_name']}, because no such county was delivered. "
            "So the counties add up to the state."
        )
    state = figures.counts(subject.published, subject.year, subject.state).to_dict("records")[0]
    table = _listed(
        subject,
        [*rows, state],
        "counties",
        "The counts by county",
        Column("county", "County", "text", "Name of the county."),
        [*(str(row["geography_name"]) for row in rows), f"{state['geography_name']}, whole state"],
        key=Column(
            "geography_id",
            "County's code",
            "text",
            "FIPS code of the county, 00000 where it is not known; the state's code in the last row.",
            for_data=True,
        ),
        keys=[*(str(row["geography_id"]) for row in rows), str(state["geography_id"])],
    )
    return Section("counties", "By county", tuple(paragraphs), tables=(summed(table),))


def _listed(
    subject: Subject,
    rows: Sequence[Row],
    name: str,
    title: str,
    first: Column,
    firsts: Sequence[str],
    *,
    note: str = "",
    more: Sequence[str] = (),
    key: Column | None = None,
    keys: Sequence[str] = (),
) -> Table:
    """One row per month, year or county, with its counts."""
    shown = (*ROW_COUNTS, *more)
    columns = (*((key,) if key else ()), first, *(subject.column(metric) for metric in shown))
    cells = []
    for at, row in enumerate(rows):
        before: tuple[Cell, ...] = (keys[at], firsts[at]) if key else (firsts[at],)
        cells.append((*before, *(count_of(row, metric) for metric in shown)))
    return Table(name, title, columns, tuple(cells), ((key or first).name,), note)


def _month(row: Row) -> str:
    return f"{row['period_label']}{'' if bool(row.get('is_covered', row['is_complete'])) else ' *'}"


def _known(value: Any) -> int | None:
    return None if wording.is_missing(value) else int(value)


def _described(label: str, bars: Sequence[Bar]) -> str:
    """The chart in words: its least and its greatest whole month."""
    whole = [bar for bar in bars if bar.is_whole and bar.value is not None]
    if not whole:
        return f"{label} by month. No month of the year is complete."
    least = min(whole, key=lambda bar: bar.value or 0)
    most = max(whole, key=lambda bar: bar.value or 0)
    return (
        f"{label} by month: from {wording.count(least.value)} in {least.label} to {wording.count(most.value)} in "
        f"{most.label}. The table below has every month."
    )
