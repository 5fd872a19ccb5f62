"""The section on what the figures can't say: what was not delivered, not recorded, or is still to come."""

from __future__ import annotations

from serving import figures
from serving.report.cells import Row, count_of
from serving.report.content import Absent, Cell, Column, Section, Table
from serving.report.subject import ALL_COUNTS, RESPONSES, Subject


def gaps(subject: Subject, row: Row) -> Section:
    """What could not be assessed, and why; and how many reports bound the figures in other ways."""
    lacking = _not_assessed(subject, row)
    return Section(
        "not_assessed",
        "What could not be assessed",
        (_said(len(lacking.rows)),),
        tables=(lacking, _bounds(subject, row)),
    )


def _said(lacking: int) -> str:
    if lacking == 0:
        return "Every figure of this report could be assessed."
    figures_, was = ("1 figure", "it needs") if lacking == 1 else (f"{lacking} figures", "they need")
    return f"{figures_} could not be assessed, because what {was} was not delivered. None of them is shown as 0."


def _not_assessed(subject: Subject, row: Row) -> Table:
    response = figures.compliance(subject.published, subject.year, subject.state).to_dict("records")
    whole: Row = next((each for each in response if each["breakdown"] == "all"), {})
    rows = [_why(subject, metric) for metric in ALL_COUNTS if isinstance(count_of(row, metric), Absent)]
    rows += [
        _why(subject, metric)
        for metric in RESPONSES
        if not metric.startswith("compliance") and isinstance(count_of(whole, metric), Absent)
    ]
    columns = (
        Column("metric_id", "Figure's id", "text", "Id of the figure, as in the table of definitions.", for_data=True),
        Column("figure", "Figure", "text", "Name of the figure."),
        Column("reason", "Why", "text", "What the figure lacks.", width=2),
    )
    return Table("not_assessed", "Figures that were not assessed", columns, tuple(rows), ("metric_id",))


def _why(subject: Subject, metric: str) -> tuple[Cell, ...]:
    return metric, subject.label(metric), subject.delivered.why_not_assessed(metric)


def _bounds(subject: Subject, row: Row) -> Table:
    counties = figures.counts_of_counties(subject.published, subject.year).to_dict("records")
    unknown: Row = next((each for each in counties if each["geography_id"] == figures.UNKNOWN_COUNTY), {})
    rows: list[tuple[Cell, ...]] = [
        ("county_not_known", "Reports without a county of the state", count_of(unknown, "calls_received"),
         "They count for the state, and for the county Unknown."),
    ]  # fmt: skip
    for metric, meaning in (
        ("calls_anonymity_not_recorded", "They count as received, and never as unwilling to be named."),
        ("calls_pending_screening", "They have no standing decision yet, and may still be screened out or assigned."),
        ("investigations_awaiting_finding", "Each of them may still end unsubstantiated or ruled out."),
    ):
        rows.append((metric, subject.label(metric), count_of(row, metric), meaning))
    days = figures.days_without_reports(subject.published, subject.year)
    rows.append(
        ("days_without_reports", subject.label("days_without_reports"), days,
         "The Hotline answers day and night: such a day is a gap in what was delivered, and not a quiet day.")
    )  # fmt: skip
    rows += _rows_apart(subject)
    columns = (
        Column("bound", "Id", "text", "Id of the row.", for_data=True),
        Column("what", "What", "text", "What is counted.", width=1.4),
        Column("number", "Number", "count", "How many: reports, days, or rows of the deliveries.", unit="see what",
               width=0.5),
        Column("meaning", "What it means for the figures", "text", "What it means for the figures.", width=2.2),
    )  # fmt: skip
    return Table("bounds", "What bounds the figures", columns, tuple(rows), ("bound",))


def _rows_apart(subject: Subject) -> list[tuple[Cell, ...]]:
    """Rows of all deliveries that are in no figure, of the extracts that the counts read."""
    extracts = counted_extracts(subject)
    quarantined = subject.published.rows(
        "select coalesce(sum(rows_quarantined), 0)::bigint as n from operations.loads "
        "where status = 'landed' and list_contains($extracts, extract)",
        {"extracts": extracts},
    )[0]["n"]
    rows: list[tuple[Cell, ...]] = [
        ("rows_quarantined", "Rows of all deliveries that could not be right", quarantined,
         "They are set aside with their row numbers, and are in no figure.")
    ]  # fmt: skip
    if subject.published.has("operations", "orphans"):
        orphans = subject.published.rows(
            "select coalesce(sum(orphan_rows), 0)::bigint as n from operations.orphans "
            "where list_contains($extracts, extract)",
            {"extracts": extracts},
        )[0]["n"]
        rows.append(
            ("orphan_rows", "Rows without a current report", orphans, "Their report was not delivered, or was deleted.")
        )
    return rows


def counted_extracts(subject: Subject) -> list[str]:
    """The extracts that the report's figures read, by name."""
    needed = {
        extract
        for metric in (*ALL_COUNTS, *RESPONSES)
        for alternatives in subject.delivered.needs.get(metric, ())
        for extract, _ in alternatives
    }
    return sorted(needed | {"referrals"})
