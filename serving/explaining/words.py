"""Says in words what decided a verdict: grounds, limits and values, the same in a terminal and on a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

PROVENANCE = {"primary": "read in the text", "secondary": "told by another source", "assumed": "taken to hold"}
# What a reader is told of a report itself, in this order.
FACTS = (
    "received_at", "received_via", "county_fips", "screening_outcome", "screen_out_reason", "reason_basis",
    "screened_at", "accepted_at", "priority", "response_type", "response_due_on", "initiated_at",
    "initiation_exception", "completed_at", "finding_outcome", "associated_referral_id", "prior_accepted",
    "pending_accepted",
)  # fmt: skip
_BEGINNING = date(1900, 1, 1)
_FOREVER = date(9999, 12, 31)
Document = dict[str, Any]


def grounds_in_words(grounds: Document | None, most: int | None = None) -> list[str]:
    """What decided beside the report's own values: a line for each row or other report, and one for what is lacking."""
    if grounds is None:
        return []
    shown = grounds["rows"][:most]
    lines = []
    for number, row in enumerate(shown):
        (_, value), *others = row.items()
        told = values_in_words({name: each for name, each in others if each is not None})
        lines.append(f"{'also' if number else 'decided by'} {grounds['what']} {value}{': ' if told else ''}{told}")
    if more := len(grounds["rows"]) - len(shown) + grounds["more"]:
        lines.append(f"and {more} more")
    if grounds["said"]:
        lines.append(f"{'also' if lines else 'decided by'} {grounds['said']}")
    return lines


def limits_in_words(verdict: Document) -> list[str]:
    """The limits that decided, with the days on which they hold and where they were read."""
    lines = []
    limit = verdict["limit"]
    if limit and (limit["lower_limit"] is not None or limit["upper_limit"] is not None):
        lines.append(f"limit {limit_in_words(limit, [])}, {_in_force(limit)}")
    for each in verdict["limits"]:
        name = each.get("limit_id") or "retention"
        lines.append(f"limit {name} {each['length']} {each['unit']}, {_in_force(each)}")
    return lines


def _in_force(row: Document) -> str:
    source = PROVENANCE.get(row["provenance"])
    return f"in force {days_in_words(row)}{f' ({source})' if source else ''}"


def limit_in_words(row: Document, others: list[Document]) -> str:
    """Return the limit of a rule's generation in words: at most 5 days, 2 to 10 days, at least 3 reports.

    `others` are the limits that the rule reads in tables of their own, where it has none itself.
    """
    lower, upper, unit = row["lower_limit"], row["upper_limit"], row["limit_unit"] or ""
    if lower is None and upper is None:
        return "the limits below" if others else "no number: the condition alone"
    if upper == 1 or (upper is None and lower == 1):
        unit = unit.removesuffix("s")
    if lower is None:
        return f"at most {upper} {unit}".rstrip()
    if upper is None:
        return f"at least {lower} {unit}".rstrip()
    return f"{lower} to {upper} {unit}".rstrip()


def days_in_words(row: Document) -> str:
    """The days on which a generation holds; its last day is the first on which it holds no longer, as in the seed."""
    first, last = row["effective_from"], row["effective_to"]
    if last == _FOREVER:
        return "always" if first == _BEGINNING else f"from {first}"
    return f"before {last}" if first == _BEGINNING else f"from {first}, before {last}"


def values_in_words(values: Document) -> str:
    """Names and values in a row."""
    return "; ".join(f"{name} {value_in_words(value)}" for name, value in values.items())


def value_in_words(value: Any) -> str:
    """One value: what is not there is called missing."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S %Z}".strip()
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value)
