"""The subject of a report: a fiscal year of one publication, with the definitions and deliveries behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serving.definitions import Definition, labels
from serving.delivery import Delivery
from serving.figures import Period, Place
from serving.published import Published
from serving.report.content import Column, Kind

# 10A O.S. § 1-2-101(A)(4) asks for the calls received "and of that number" for the four other counts.
FIVE = (
    "calls_received",
    "calls_screened_out",
    "referrals_assigned",
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
)
OUTCOMES = ("calls_screened_out", "information_and_referral", "referrals_assigned", "calls_pending_screening")
BASES = ("calls_anonymous_stated", "calls_anonymous_inferred")
FINDINGS = (
    "investigations",
    "investigations_awaiting_finding",
    "calls_unsubstantiated_or_ruled_out",
    "calls_partly_unsubstantiated",
    "allegations_unsubstantiated",
    "allegations_ruled_out",
)
# What stands in every row by month, year or county.
ROW_COUNTS = (
    "calls_received",
    *OUTCOMES,
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
    "investigations_awaiting_finding",
)
# Every count of the report, once.
ALL_COUNTS = tuple(
    dict.fromkeys(
        ("calls_received", "calls_by_telephone", *OUTCOMES, "calls_anonymous", *BASES, "calls_anonymity_not_recorded",
         *FINDINGS)
    )
)  # fmt: skip
SHARE_OF = {
    "calls_by_telephone": "share_by_telephone",
    "calls_screened_out": "share_screened_out",
    "information_and_referral": "share_information_and_referral",
    "referrals_assigned": "share_assigned",
    "calls_pending_screening": "share_pending_screening",
    "calls_anonymous": "share_anonymous",
    "calls_anonymity_not_recorded": "share_anonymity_not_recorded",
    "calls_unsubstantiated_or_ruled_out": "share_unsubstantiated_or_ruled_out",
}
RESPONSES = (
    "due",
    "timely",
    "late",
    "overdue",
    "excepted",
    "pending",
    "not_evaluable",
    "compliance_rate",
    "compliance_rate_strict",
)


@dataclass(frozen=True)
class Subject:
    """What every part of the report is written from."""

    published: Published
    year: Period
    years: tuple[Period, ...]
    state: Place
    metrics: Mapping[str, Definition]
    delivered: Delivery

    def label(self, metric_id: str) -> str:
        """What the figure is called."""
        return labels(self.metrics, [metric_id])[metric_id]

    def citation(self, metric_id: str) -> str:
        """The law behind the figure, or nothing where the file does not define it."""
        return self.metrics[metric_id].citation if metric_id in self.metrics else ""

    def column(self, metric_id: str, kind: Kind = "count") -> Column:
        """The column of a figure, with its definition and citation."""
        known = self.metrics.get(metric_id)
        return Column(
            metric_id,
            self.label(metric_id),
            kind,
            known.definition if known else self.label(metric_id),
            unit={"share": "share from 0 to 1", "hours": "hours"}.get(kind, self._counted_in(metric_id)),
            citation=self.citation(metric_id),
        )

    def _counted_in(self, metric_id: str) -> str:
        return "allegations" if metric_id.startswith("allegations_") else "reports"

    @property
    def before_suffix(self) -> str:
        """The ending of the columns on the year before: of all of it, or of as many days as have begun of this one."""
        return "_previous_year" if self.year.is_complete else "_to_date_previous_year"

    @property
    def before_label(self) -> str:
        """What the year before is called in a heading."""
        return "Year before" if self.year.is_complete else "Year before, same number of days"
