"""A case of a rule: a report with everything that belongs to it, and its verdict in the invented and the shipped state.

The shipped state judges the same report at the same instants, written in its own codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

BROKEN, KEPT, OUT, NOT_ASSESSED = "broken", "kept", "not in scope", "not_assessed"
UPDATED_AT = "2026-06-19T09:00:00"
KEYS = {
    "allegations": "allegation_id", "contacts": "contact_id", "reviews": "review_id",
    "preliminary_inquiries": "inquiry_id", "recordings": "recording_id", "recording_disclosures": "disclosure_id",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A rule's verdicts on a report, here and by the shipped seeds. `rows` holds the rows of each extract."""

    rule: str
    report: str
    here: str
    shipped: str
    rows: dict[str, list[Row]]


def report(number: str, **values: Any) -> Row:
    """Return a report received by post on Monday, 11 May 2026, at nine in the morning, and accepted within the hour.

    It is still Sunday afternoon in the shipped state's zone, which is 17 hours behind.
    """
    return {
        "referral_id": number, "received_at": "2026-05-11T09:00:00", "received_via": "mail_fax",
        "notified_county_fips": "99001", "kids_searched": "Y", "ims_searched": "Y",
        "screening_decision": "assigned", "screened_at": "2026-05-11T09:30:00",
        "accepted_at": "2026-05-11T09:40:00", "priority": "2", "response_type": "investigation",
        "initiated_at": "2026-05-12T09:00:00", "updated_at": UPDATED_AT,
        **values,
    }  # fmt: skip


def closed(decision: str, **values: Any) -> Row:
    """Return the values of a report that a decision closed; a reason is that of its screening out."""
    return {
        "screening_decision": decision, "accepted_at": "", "priority": "", "response_type": "", "initiated_at": "",
        **values,
    }  # fmt: skip


def reason(code: str, **values: Any) -> Row:
    """Return the values of a report that was screened out for a reason."""
    return closed("screened_out", screen_out_reason=code, **values)


def case(
    rule: str, name: str, here: str, shipped: str, *, others: tuple[Row, ...] = (), of: Row | None = None, **values: Any
) -> Case:
    """Return a case whose report is named after the rule; `of` holds rows of other extracts, `others` earlier reports.

    A value may name the report itself as {report}.
    """
    number = f"{rule}:{name}"
    rows: dict[str, list[Row]] = {"referrals": [_named(row, number) for row in (*others, report(number, **values))]}
    for extract, children in (of or {}).items():
        rows[extract] = [
            _named({KEYS[extract]: f"{number}#{place}", "referral_id": number, **row, "updated_at": UPDATED_AT}, number)
            for place, row in enumerate(children)
        ]
    for row in rows.get("recording_disclosures", []):
        row["recording_id"] = f"{row.pop('referral_id')}#0"
    return Case(rule, number, here, shipped, rows)


def _named(row: Row, number: str) -> Row:
    return {name: value.replace("{report}", number) for name, value in row.items()}


def extracts(cases: tuple[Case, ...]) -> dict[str, list[Row]]:
    """Return the rows of all cases, in one list per extract."""
    found: dict[str, list[Row]] = {"referrals": [], **{name: [] for name in KEYS}}
    for each in cases:
        for extract, rows in each.rows.items():
            found[extract] += rows
    return found
