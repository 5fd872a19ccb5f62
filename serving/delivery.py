"""Which columns a figure needs, and which of them no landed file has: then the figure is not assessed, never 0."""

from __future__ import annotations

from dataclasses import dataclass

from serving.published import Published

Needs = tuple[tuple[str, str], ...]

_DECISION: Needs = (("referrals", "screening_decision"),)
_INVESTIGATION: Needs = (*_DECISION, ("referrals", "response_type"))
_FINDING: Needs = (*_INVESTIGATION, ("allegations", "finding"))
_CLOCK: Needs = (
    ("referrals", "priority"),
    ("referrals", "response_type"),
    ("referrals", "initiated_at"),
)
_DECLINED = ("referrals", "reporter_declined_identity")
_FIRST_NAME = ("referrals", "reporter_first_name_given")
_LAST_NAME = ("referrals", "reporter_last_name_given")

# A missing value here leaves the figure's definition without an answer (OAC 340:75-3-130(b), (h)).
NEEDS: dict[str, Needs] = {
    "calls_by_telephone": (("referrals", "received_via"),),
    "calls_screened_out": _DECISION,
    "information_and_referral": _DECISION,
    "referrals_assigned": _DECISION,
    "calls_pending_screening": _DECISION,
    "calls_anonymous": (_DECLINED, _FIRST_NAME, _LAST_NAME),
    "calls_anonymous_stated": (_DECLINED,),
    "calls_anonymous_inferred": (_FIRST_NAME, _LAST_NAME),
    "investigations": _INVESTIGATION,
    "calls_unsubstantiated_or_ruled_out": _FINDING,
    "allegations_unsubstantiated": _FINDING,
    "allegations_ruled_out": _FINDING,
    "investigations_awaiting_finding": _FINDING,
    "response_priority_1": _CLOCK,
    "response_priority_2": (*_CLOCK, ("referrals", "accepted_at")),
    "excepted": (*_CLOCK, ("referrals", "initiation_exception")),
}


@dataclass(frozen=True)
class Delivery:
    """The (extract, column) pairs that some landed file has, and the extracts that landed at all."""

    columns: frozenset[tuple[str, str]]
    extracts: frozenset[str]

    def missing(self, figure: str) -> list[tuple[str, str]]:
        """What the figure needs and no landed file has; empty also where only its rows are missing."""
        return [need for need in NEEDS.get(figure, ()) if need not in self.columns]

    def why_not_assessed(self, figure: str) -> str:
        """A plain sentence for a figure that is null: what it lacks."""
        missing = self.missing(figure)
        if not missing:
            return "The published file holds no value for it."
        absent = sorted({extract for extract, _ in missing if extract not in self.extracts})
        parts = [f"the extract {extract} was not delivered" for extract in absent]
        for extract in sorted({extract for extract, _ in missing} - set(absent)):
            names = [column for owner, column in missing if owner == extract]
            noun = "column" if len(names) == 1 else "columns"
            verb = "was" if len(names) == 1 else "were"
            parts.append(f"the {noun} {', '.join(names)} of the extract {extract} {verb} not delivered")
        text = "; ".join(parts)
        return f"{text[0].upper()}{text[1:]}."


def delivery(published: Published) -> Delivery:
    """Reads `operations.delivered_columns`."""
    rows = published.query("select extract, column_name from operations.delivered_columns where delivered")
    pairs = frozenset(zip(rows["extract"], rows["column_name"], strict=True))
    return Delivery(pairs, frozenset(extract for extract, _ in pairs))
