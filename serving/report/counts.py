"""The sections on the statutory counts of the state: the five, outcomes, anonymity and findings, months and years."""

from __future__ import annotations

from collections.abc import Sequence

from serving import wording
from serving.report.cells import Row, change, count_of, rate_of, share_change
from serving.report.content import Absent, Cell, Column, Headline, Section, Table
from serving.report.subject import BASES, FINDINGS, FIVE, OUTCOMES, SHARE_OF, Subject
from serving.report.years import named

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
    return Section("outcomes", "What became of the reports", (text,), tables=(summed(table),))


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


def summed(table: Table) -> Table:
    """The table, whose last row is the sum of the others."""
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
