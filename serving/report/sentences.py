"""The sentences that the five counts come to, which stand at the head of the report."""

from __future__ import annotations

from serving import wording
from serving.report.cells import Row, change, count_of, share_change
from serving.report.content import Absent
from serving.report.subject import Subject
from serving.report.years import named

_ENDINGS = (
    ("calls_screened_out", "was", "were", "screened out"),
    ("referrals_assigned", "was", "were", "assigned for assessment or investigation"),
    ("calls_anonymous", "came", "came", "from persons unwilling to be named"),
    ("calls_unsubstantiated_or_ruled_out", "has", "have", "so far ended unsubstantiated or ruled out"),
)


def findings_of(subject: Subject, row: Row) -> tuple[str, ...]:
    """The five counts in words, how the reports received changed, and how many came by telephone.

    A count that was not assessed is left out of the first sentence, and another says that it was not.
    """
    received = count_of(row, "calls_received")
    so_far = "" if subject.year.is_covered else " so far"
    noun = "report" if received == 1 else "reports"
    said = [f"In fiscal year {named(subject.year)}{so_far} the Hotline received {wording.count(received)} {noun}"
            f"{_compared(subject, row)}."]  # fmt: skip
    parts, lacking = [], []
    for column, one, many, words in _ENDINGS:
        value = count_of(row, column)
        if isinstance(value, Absent):
            lacking.append(subject.label(column).lower())
        else:
            parts.append(f"{wording.count(value)} {one if value == 1 else many} {words}")
    if parts:
        said.append(f"Of these, {_listed(parts)}.")
    if lacking:
        said.append(f"Not assessed: {', '.join(lacking)}.")
    telephone = count_of(row, "calls_by_telephone")
    if isinstance(telephone, Absent):
        said.append("The number that came by telephone was not assessed.")
    else:
        said.append(f"{wording.count(telephone)} of the reports received came by telephone.")
    return tuple(said)


def _compared(subject: Subject, row: Row) -> str:
    """How the reports received changed, where there is a year before."""
    now = count_of(row, "calls_received")
    before = count_of(row, f"calls_received{subject.before_suffix}", Absent.NO_FIGURES)
    rose, share = change(now, before), share_change(now, before)
    if not isinstance(rose, int) or not isinstance(share, float):
        return ""
    days = "the year before" if subject.year.is_complete else "in the same number of days a year before"
    if rose == 0:
        return f", as many as {days}"
    return f", {wording.percent(abs(share))} {'more' if rose > 0 else 'fewer'} than {days}"


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
