"""The sections on the statutory counts of the state: the five, outcomes, anonymity and findings, months and years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import figures, wording
from serving.report.cells import Row, change, count_of, rate_of, share_change
from serving.report.content import Absent, Bar, Cell, Chart, Column, Headline, Section, Table
from serving.report.subject import BASES, FINDINGS, FIVE, OUTCOMES, ROW_COUNTS, SHARE_OF, Subject
from serving.report.years import begins_late, named

_METRIC = Column("metric_id", "Figure's id", "text", "Id of the figure, as in the table of definitions.", for_data=True)
_FIGURE = Column("figure", "Figure", "text", "Name of the figure.", width=2.3)


def headlines(subject: Subject, row: Row) -> tuple[Headline, ...]:
    """The five counts at the head of the report."""
    found = []
    for metric in FIVE:
        value, before = count_of(row, metric), _before(subject, row, metric)
        found.append(
            Headline(
                metric,
                subject.label(metric),
                subject.citation(metric),
                value,
                rate_of(row, SHARE_OF[metric], counted=value) if metric in SHARE_OF else Absent.NOT_DEFINED,
                _note(subject, before),
                subject.delivered.why_not_assessed(metric) if isinstance(value, Absent) else "",
            )
        )
    return tuple(found)


def five_counts(subject: Subject, row: Row) -> Section:
    """The five counts beside those of the year before."""
    paragraphs = [
        "One report is what the statute calls a call. Each of the four other counts is a part of the reports received "
        "in the fiscal year, and belongs to the day on which its report was received."
    ]
    if not isinstance(count_of(row, "investigations_awaiting_finding"), Absent):
        older = "The findings of the year before have had a year longer to arrive."
        paragraphs.append(f"Findings take months to arrive, and nothing pending is counted as ruled out. {older}")
    return Section(
        "five_counts",
        "The five counts",
        tuple(paragraphs),
        tables=(_compared(subject, row, FIVE, "five_counts", "The five counts of the state, and the year before"),),
    )


def outcomes(subject: Subject, row: Row) -> Section:
    """The identity: each report has one outcome, and the four add up to the reports received."""
    counts = [count_of(row, metric) for metric in OUTCOMES]
    received = count_of(row, "calls_received")
    if any(isinstance(each, Absent) for each in counts):
        text = f"The outcomes were not assessed. {subject.delivered.why_not_assessed(OUTCOMES[0])}"
    else:
        parts = " + ".join(
            f"{wording.count(each)} {subject.label(metric).lower()}"
            for each, metric in zip(counts, OUTCOMES, strict=True)
        )
        text = (
            f"{parts} = {wording.count(received)} received. The four add up for the state and for each county. "
            "Information and referral stands beside the reports screened out, and not inside them."
        )
    table = _compared(subject, row, (*OUTCOMES, "calls_received"), "outcomes", "Every report by its outcome")
    return Section("outcomes", "What became of the reports", (text,), tables=(_summed(table),))


def anonymity(subject: Subject, row: Row) -> Section:
    """Anonymity by the basis on which it is known."""
    table = _compared(
        subject,
        row,
        (*BASES, "calls_anonymous", "calls_anonymity_not_recorded"),
        "anonymity_by_basis",
        "Persons unwilling to be named, by how that is known",
        note="The last row is counted in none of the others.",
    )
    missing = [metric for metric in BASES if isinstance(count_of(row, metric), Absent)]
    text = (
        "A report says itself that its reporter declined to be identified (stated). Where it says nothing, it counts "
        "if a first or a last name was not given (inferred). Where it holds neither, it is not counted."
    )
    reasons = tuple(dict.fromkeys(f"{subject.label(m)}: {_lower(subject, m)}" for m in missing))
    return Section("anonymity", "Persons unwilling to be named", (text, *reasons), tables=(table,))


def findings(subject: Subject, row: Row) -> Section:
    """Findings so far, and those still awaited."""
    awaiting, share = count_of(row, "investigations_awaiting_finding"), row.get("findings_pending_share")
    if isinstance(awaiting, Absent):
        text = f"Findings were not assessed. {subject.delivered.why_not_assessed('investigations_awaiting_finding')}"
    elif wording.is_missing(share):
        text = "No report of the fiscal year was assigned for investigation, so there is no finding to wait for."
    else:
        text = (
            f"{wording.count(awaiting)} of {wording.count(row['investigations'])} investigations "
            f"({wording.percent(share)}) still await a finding. {_maturity(subject)}"
        ).strip()
    kept = "A finding exists only in an investigation: an assessment concludes none. A pending investigation is never "
    return Section(
        "findings",
        "Findings of investigations",
        (text, f"{kept}counted as ruled out, so the count of these reports can still rise."),
        tables=(_compared(subject, row, FINDINGS, "findings", "Investigations of these reports, and their findings"),),
    )


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
    return Section("counties", "By county", tuple(paragraphs), tables=(_summed(table),))


def _compared(subject: Subject, row: Row, metrics: Sequence[str], name: str, title: str, note: str = "") -> Table:
    """One row per figure: this year, the year before, the change and the share of the reports received."""
    year = str(named(subject.year))
    columns = (
        _METRIC,
        _FIGURE,
        Column("value", year, "count", f"The figure of fiscal year {year}.", unit="reports or allegations"),
        Column("value_year_before", subject.before_label, "count", "The figure of the year before.", unit="the same"),
        Column("change", "Change", "change", "By how much the figure rose.", unit="the same"),
        Column("change_share", "Change in %", "share_change", "The change as a share of the year before.",
               unit="share"),
        Column("share_of_received", "Of reports received", "share", "The figure as a share of the reports received.",
               unit="share from 0 to 1"),
        Column("citation", "Law", "text", "The law behind the figure.", width=2.2),
    )  # fmt: skip
    rows = []
    for metric in metrics:
        value, before = count_of(row, metric), _before(subject, row, metric)
        share = rate_of(row, SHARE_OF[metric], counted=value) if metric in SHARE_OF else Absent.NOT_DEFINED
        rows.append((
            metric, subject.label(metric), value, before, change(value, before), share_change(value, before), share,
            subject.citation(metric),
        ))  # fmt: skip
    return Table(name, title, columns, tuple(rows), ("metric_id",), note)


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


def _summed(table: Table) -> Table:
    return Table(table.name, table.title, table.columns, table.rows, table.key, table.note, summed=True)


def _before(subject: Subject, row: Row, metric: str) -> Cell:
    value = count_of(row, metric)
    return count_of(row, f"{metric}{subject.before_suffix}", value if isinstance(value, Absent) else Absent.NO_FIGURES)


def _note(subject: Subject, before: Cell) -> str:
    if before is Absent.NOT_ASSESSED:
        return ""
    text = before.value.lower() if isinstance(before, Absent) else wording.count(before)
    return f"{subject.before_label}: {text}"


def _maturity(subject: Subject) -> str:
    """How many months of the year still have findings to come, where the file charts them."""
    if not subject.published.has("marts", "performance_trends"):
        return ""
    rows = subject.published.rows(
        "select count(*) as months, count(*) filter (where is_mature) as mature from marts.performance_trends "
        "where measure = 'share_unsubstantiated_or_ruled_out' and geography_type = 'state' "
        "and period_start between $start and $end and is_mature is not null",
        {"start": subject.year.start, "end": subject.year.end},
    )
    all_months, mature = rows[0]["months"], rows[0]["mature"]
    if not all_months:
        return ""
    if mature == all_months:
        return "The findings of every month have settled."
    return f"The findings of {mature} of {all_months} months have settled; those of the others are still arriving."


def _lower(subject: Subject, metric: str) -> str:
    reason = subject.delivered.why_not_assessed(metric)
    return f"{reason[0].lower()}{reason[1:]}"


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
