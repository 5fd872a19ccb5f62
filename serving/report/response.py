"""The section on response times: how many responses due in the year were in time."""

from __future__ import annotations

from collections.abc import Sequence

from serving import figures, wording
from serving.report.cells import Row, count_of, rate_of
from serving.report.content import Absent, Cell, Column, Section, Table
from serving.report.subject import RESPONSES, Subject
from serving.report.years import named

_RATES = ("compliance_rate", "compliance_rate_strict")
_BOUNDS = (("compliance_rate_low", "lower"), ("compliance_rate_high", "upper"))


def responses(subject: Subject) -> Section:
    """Compliance of the state, of all responses and by priority."""
    found = figures.compliance(subject.published, subject.year, subject.state).to_dict("records")
    rows = [row for row in found if row["breakdown"] == "all"]
    rows += [row for row in found if row["breakdown"] == "priority" and not wording.is_missing(row["priority"])]
    columns = (
        Column("responses", "Responses", "text", "All responses, or those of one priority.", width=1.4),
        *(subject.column(metric, "share" if metric in _RATES else "count") for metric in RESPONSES),
        *(_bound(subject, name, which) for name, which in _BOUNDS),
    )
    table = Table(
        "response_times",
        f"Responses due in fiscal year {named(subject.year)}",
        columns,
        tuple(_cells(row) for row in rows),
        ("responses",),
        note="A response belongs to the fiscal year of its due date, and not to that of its receipt.",
    )
    return Section("response_times", "Response times", (_sentence(subject, rows),), tables=(table,))


def _sentence(subject: Subject, rows: Sequence[Row]) -> str:
    whole = next((row for row in rows if row["breakdown"] == "all"), None)
    if whole is None or isinstance(count_of(whole, "timely"), Absent):
        return f"Response times were not assessed. {subject.delivered.why_not_assessed('compliance_rate')}"
    rate = whole["compliance_rate"]
    if wording.is_missing(rate):
        return "No response that is in time, late or overdue fell due in the fiscal year."
    between = wording.interval(whole["compliance_rate_low"], whole["compliance_rate_high"])
    strict = wording.percent(whole["compliance_rate_strict"])
    judged = whole["timely"] + whole["late"] + whole["overdue"]
    return (
        f"Of {wording.count(judged)} responses in time, late or overdue, {wording.percent(rate)} were in time "
        f"(95 % interval {between}). With exceptions counted as not in time the share is {strict}. Responses that are "
        "pending or not evaluable are in neither."
    )


def _cells(row: Row) -> tuple[Cell, ...]:
    name = "All" if row["breakdown"] == "all" else f"Priority {'I' * int(row['priority'])}"
    judged = count_of(row, "timely")
    counts = tuple(count_of(row, metric) for metric in RESPONSES if metric not in _RATES)
    rates = tuple(rate_of(row, metric, counted=judged) for metric in (*_RATES, *(name for name, _ in _BOUNDS)))
    return (name, *counts, *rates)


def _bound(subject: Subject, name: str, which: str) -> Column:
    of = subject.label("compliance_rate")
    return Column(
        name,
        f"{of}, {which} bound",
        "share",
        f"The {which} bound of the 95 % Wilson interval of the share in time.",
        unit="share from 0 to 1",
        citation=subject.citation("compliance_rate"),
        for_data=True,
    )
