"""The rules that another report decides, and which report: of the same family, or the one that it is attached to."""

from __future__ import annotations

from serving.deciding.ground import Expected, Ground, Row

_SHOWN = (
    "other.referral_id, other.received_on, other.screening_outcome, other.response_type, other.accepted_on, "
    "cast(other.completed_at as date) as completed_on, other.finding_outcome"
)
_OF_FAMILY = (
    f"select {_SHOWN} from marts.referrals as other cross join own "
    "where other.family_id = own.family_id and other.referral_id <> own.referral_id"
)
_ACCEPTED = "other.screening_outcome = 'assigned' and other.accepted_on is not null"
# As the rules have it: days before receipt on which the other report was accepted, or that of the attached report.
_NEAR = (
    f"select {_SHOWN} from marts.referrals as other cross join own "
    "where (other.family_id = own.family_id or other.referral_id = {associated}) "
    f"and other.referral_id <> own.referral_id and {_ACCEPTED} "
    "and own.received_on - other.accepted_on between $lower and $upper "
)
_WITHOUT_ASSOCIATED = {"associated_referral_id": "null"}
_SUBSEQUENT = "subsequent_outside_45_days"


def _count(column: str, less: int = 0) -> Expected:
    """As many other reports as a column of the report says."""
    return lambda _, report: max((report.get(column) or 0) - less, 0)


def _accepted_before(found: Row, _: Row) -> int:
    """One where the rule is kept or where the verdict tells of an acceptance that came too early."""
    return int(found.get("verdict") == "kept" or "accepted on" in (found.get("observed") or ""))


def _unless_a_case(verdict: str) -> Expected:
    """One where the verdict needs it, because screening recorded no open case."""
    return lambda found, report: int(
        found.get("verdict") == verdict and (report.get("open_case_type") or "none") == "none"
    )


def _attached(found: Row, _: Row) -> int:
    named = ("no associated report", "associated with itself")
    return int(found.get("verdict") != "broken" or found.get("observed") not in named)


OTHER_REPORTS = {
    "fourth_report_not_investigated": Ground(
        "earlier report of the family", ("referrals",),
        f"{_OF_FAMILY} and {_ACCEPTED} and other.accepted_at < own.accepted_at order by other.accepted_at desc",
        "no earlier accepted report of the family", expected=_count("prior_accepted"),
    ),
    "three_pending_not_investigated": Ground(
        "pending report of the family", ("referrals",),
        f"{_OF_FAMILY} and {_ACCEPTED} and other.accepted_at < own.accepted_at "
        "and (other.completed_at is null or other.completed_at > own.accepted_at) order by other.accepted_at desc",
        "no other pending report of the family", expected=_count("pending_accepted", less=1),
    ),
    "addressed_without_open_case": Ground(
        "report of the family that was open at screening", ("referrals",),
        f"{_OF_FAMILY} and {_ACCEPTED} and other.accepted_at < own.screened_at "
        "and (other.completed_at is null or other.completed_at > own.screened_at) order by other.accepted_at desc",
        "no report of the family was open at screening", expected=_unless_a_case("kept"),
    ),
    "information_referral_with_open_case": Ground(
        "investigation of the family that was open on receipt", ("referrals",),
        f"{_OF_FAMILY} and other.is_investigation and other.accepted_at < own.received_at "
        "and (other.completed_at is null or other.completed_at > own.received_at) order by other.accepted_at desc",
        "no investigation of the family was open on receipt", expected=_unless_a_case("broken"),
    ),
    "recent_sexual_abuse_not_investigated": Ground(
        "report of the family with a finding of sexual abuse", ("referrals", "allegations"),
        f"select distinct {_SHOWN}, allegations.maltreatment_type, allegations.found_on from marts.allegations "
        "inner join marts.referrals as other on allegations.referral_id = other.referral_id cross join own "
        "where other.family_id = own.family_id and other.referral_id <> own.referral_id "
        "and allegations.is_investigation and allegations.maltreatment_type in ("
        "select code from reference.maltreatment_types where meaning in ('sexual_abuse', 'sexual_exploitation')) "
        "and allegations.finding in (select code from reference.findings where meaning = 'substantiated') "
        "and allegations.found_on <= own.received_on "
        "and allegations.found_on >= own.received_on - cast($upper || ' ' || $unit as interval) "
        "order by allegations.found_on desc",
        "no finding of sexual abuse in the family", expected=lambda *_: 1,
    ),
    "subsequent_outside_45_days": Ground(
        "accepted report that this one may follow", ("referrals",),
        f"select {_SHOWN} from marts.referrals as other cross join own "
        "where (other.family_id = own.family_id or other.referral_id = {associated}) "
        f"and other.referral_id <> own.referral_id and {_ACCEPTED} and other.accepted_on <= own.received_on - $lower "
        "order by other.accepted_on desc",
        "no accepted report of the family by then", expected=_accepted_before, replacing=_WITHOUT_ASSOCIATED,
    ),
    "subsequent_without_ongoing_report": Ground(
        "report that this one follows", ("referrals",),
        _NEAR + "order by (other.completed_at is null or other.completed_at >= own.received_at) desc, "
        "other.accepted_on desc",
        "no report that this one follows", _SUBSEQUENT, lambda *_: 1, _WITHOUT_ASSOCIATED,
    ),
    "subsequent_of_another_child": Ground(
        "report that this one follows", ("referrals", "allegations"),
        _NEAR.replace(_SHOWN, _SHOWN + ", (select string_agg(distinct child_id, ', ' order by child_id) "
                      "from marts.allegations where allegations.referral_id = other.referral_id) as children")
        + "order by other.accepted_on desc",
        "no report that this one follows", _SUBSEQUENT, lambda *_: 1, _WITHOUT_ASSOCIATED,
    ),
    "duplicate_not_associated": Ground(
        "report that this one is attached to", ("referrals",),
        f"select {_SHOWN} from marts.referrals as other cross join own where other.referral_id = {{associated}}",
        "it is attached to no other report", expected=_attached, replacing=_WITHOUT_ASSOCIATED,
    ),
}  # fmt: skip
