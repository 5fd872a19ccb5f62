"""Cases of the rules on screening, its reasons, the records and the recordings.

"Here" is the invented state, "there" the shipped one. Here a recording is kept for six months, and a person is of age
at 21.
"""

from other_state_case import BROKEN, KEPT, OUT, Case, Row, case, closed, reason, report
from other_state_response import inquiry

NOT_CURRENT = reason("k-not_current")
INFORMATION = closed("information_and_referral")
ALERT = {"jurisdiction_county_fips": "99003"}


def contact(with_whom: str, kind: str = "phone", **values: str) -> dict[str, list[Row]]:
    """Return a contact between receipt and screening."""
    at = {"contacted_at": "2026-05-11T09:15:00", "completed": "Y"}
    return {"contacts": [{"contact_with": with_whom, "contact_kind": kind, **at, **values}]}


def alleged(**values: str) -> dict[str, list[Row]]:
    """Return one allegation with this state's codes."""
    return {"allegations": [values]}


def recording(recorded: str = "2026-05-11", purged: str = "", disclosure: Row | None = None) -> dict[str, list[Row]]:
    """Return a recording made at nine in the morning and purged at nine on another day, and a disclosure of it."""
    found = {"recorded_at": f"{recorded}T09:00:00", "purged_at": purged and f"{purged}T09:00:00"}
    rows: dict[str, list[Row]] = {"recordings": [found]}
    if disclosure is not None:
        rows["recording_disclosures"] = [{"disclosed_at": "2026-05-20T09:00:00", **disclosure}]
    return rows


CASES: tuple[Case, ...] = (
    case(
        "screened_out_after_contact", "child-met", BROKEN, BROKEN,
        **NOT_CURRENT, reporter_type="k-medical", of=contact("alleged_victim"),
    ),
    case(
        "screened_out_after_contact", "informed", BROKEN, BROKEN,
        **INFORMATION, reporter_type="k-medical", of=contact("prfc"),
    ),
    case(
        "screened_out_after_contact", "home-visited", BROKEN, BROKEN,
        **NOT_CURRENT, of=contact("reporter", "home_attempt"),
    ),
    case("screened_out_after_contact", "reporter-called", KEPT, KEPT, **NOT_CURRENT, of=contact("reporter")),
    case(
        "screened_out_after_contact", "parent-reported", KEPT, KEPT,
        **NOT_CURRENT, reporter_type="k-parent", of=contact("prfc"),
    ),
    case(
        "screened_out_after_contact", "parent-reported-child-met", BROKEN, BROKEN,
        **NOT_CURRENT, reporter_type="k-parent", of=contact("alleged_victim"),
    ),
    case("screened_out_after_contact", "accident", OUT, OUT, **reason("k-accidental_injury"), of=contact("prfc")),
    case(
        "family_contacted_during_screening", "doctor-reported", BROKEN, BROKEN,
        reporter_type="k-medical", of=contact("sibling"),
    ),
    case("family_contacted_during_screening", "nobody-called", KEPT, KEPT, reporter_type="k-medical"),
    case(
        "family_contacted_during_screening", "parent-reported", OUT, OUT,
        reporter_type="k-parent", of=contact("prfc"),
    ),
    case("unaccompanied_minor_screened_out", "closed", BROKEN, BROKEN, **INFORMATION, unaccompanied_minor="Y"),
    case("unaccompanied_minor_screened_out", "assigned", KEPT, KEPT, unaccompanied_minor="Y"),
    case("judicial_report_screened_out", "closed", BROKEN, BROKEN, **INFORMATION, judicial_report="Y"),
    case(
        "judicial_report_screened_out", "permitted", KEPT, KEPT,
        **INFORMATION, judicial_report="Y", court_permits_screen_out="Y",
    ),
    case(
        "newborn_screened_out", "closed", BROKEN, BROKEN,
        **INFORMATION, newborn_in_open_case="Y", newborn_bar_condition="Y",
    ),
    case("newborn_screened_out", "assigned", KEPT, KEPT, newborn_in_open_case="Y", newborn_bar_condition="Y"),
    case("reason_missing", "none", BROKEN, BROKEN, **reason("")),
    case("reason_missing", "one", KEPT, KEPT, **NOT_CURRENT),
    case("reason_missing", "of-its-inquiry", KEPT, KEPT, **reason(""), of=inquiry(outcome="accidental_injury")),
    # Of age at 21 here, at 18 there.
    case(
        "adult_victim_reason_mismatch", "20", BROKEN, KEPT,
        **reason("k-victim_adult"), of=alleged(child_age_years="20"),
    ),
    case(
        "adult_victim_reason_mismatch", "21", KEPT, KEPT,
        **reason("k-victim_adult"), of=alleged(child_age_years="21"),
    ),
    case(
        "tribal_jurisdiction_not_accepted", "refused", BROKEN, BROKEN,
        **reason("k-tribal_jurisdiction"), tribal_jurisdiction_accepted="N",
    ),
    case(
        "tribal_jurisdiction_not_accepted", "accepted", KEPT, KEPT,
        **reason("k-tribal_jurisdiction"), tribal_jurisdiction_accepted="Y",
    ),
    *(
        case(
            "third_party_reason_mismatch", role, here, here,
            **reason("k-third_party_perpetrator"), of=alleged(perpetrator_role=f"k-{role}"),
        )
        for role, here in (
            ("prfc", BROKEN), ("foster_parent", BROKEN), ("unrelated_third_party", KEPT), ("relative", KEPT),
        )
    ),
    # A child up to seven is young here, up to five there.
    *(
        case(
            "foster_discipline_reason_mismatch", f"{age}-{role}", here, shipped,
            **reason("k-foster_discipline_policy_violation"),
            of=alleged(child_age_years=age, perpetrator_role=f"k-{role}"),
        )
        for age, role, here, shipped in (
            ("7", "foster_parent", BROKEN, KEPT),
            ("8", "trial_adoptive_parent", KEPT, KEPT),
            ("8", "relative", BROKEN, BROKEN),
        )
    ),
    case(
        "newborn_without_plan_of_safe_care", "not-current", BROKEN, BROKEN,
        **NOT_CURRENT, substance_affected_newborn="Y",
    ),
    case(
        "newborn_without_plan_of_safe_care", "plan", KEPT, KEPT,
        **reason("k-plan_of_safe_care"), substance_affected_newborn="Y",
    ),
    case("duplicate_not_associated", "of-nothing", BROKEN, BROKEN, **reason("k-duplicate")),
    case(
        "duplicate_not_associated", "of-the-first", KEPT, KEPT, others=(report("{report}-first"),),
        **reason("k-duplicate", associated_referral_id="{report}-first"),
    ),
    *(
        case(
            "subsequent_serious_allegation", f"{kind}-by-{role}", here, here, **reason("k-subsequent"),
            of=alleged(maltreatment_type=f"k-{kind}", perpetrator_role=f"k-{role}"),
        )
        for kind, role, here in (
            ("near_death", "unknown", BROKEN),
            ("sexual_abuse", "relative", BROKEN),
            ("sexual_abuse", "unrelated_third_party", KEPT),
            ("neglect", "prfc", KEPT),
        )
    ),
    case(
        "plan_of_safe_care_misrouted", "elsewhere", BROKEN, BROKEN,
        **reason("k-plan_of_safe_care"), mother_county_fips="99003",
    ),
    case(
        "plan_of_safe_care_misrouted", "right", KEPT, KEPT,
        **reason("k-plan_of_safe_care"), mother_county_fips="99001",
    ),
    case("safety_plan_alert_misrouted", "elsewhere", BROKEN, BROKEN, **reason("k-safety_plan_alert"), **ALERT),
    case(
        "safety_plan_alert_misrouted", "right", KEPT, KEPT,
        **reason("k-safety_plan_alert", notified_county_fips="99003"), **ALERT,
    ),
    case(
        "safety_plan_monitor_without_alert", "assigned", BROKEN, BROKEN,
        of=alleged(perpetrator_role="k-safety_plan_monitor"),
    ),
    case(
        "safety_plan_monitor_without_alert", "alert", KEPT, KEPT, **reason("k-safety_plan_alert"),
        of=alleged(perpetrator_role="k-safety_plan_monitor"),
    ),
    case("records_search_missing", "one-of-two", BROKEN, BROKEN, ims_searched="N"),
    case("records_search_missing", "excused", KEPT, KEPT, ims_searched="N", search_exception="The system was down."),
    case("recording_missing", "none", BROKEN, BROKEN, received_via="hotline"),
    case("recording_missing", "one", KEPT, KEPT, received_via="hotline", of=recording()),
    # On the day of these figures six months are over and twelve are not.
    case("recording_missing", "six-months", OUT, BROKEN, received_via="hotline", received_at="2025-12-20T09:00:00"),
    case("recording_missing", "a-day-less", BROKEN, BROKEN, received_via="hotline", received_at="2025-12-21T09:00:00"),
    case("recording_purged_early", "six-months", KEPT, BROKEN, of=recording("2025-11-03", "2026-05-03")),
    case("recording_purged_early", "a-day-less", BROKEN, BROKEN, of=recording("2025-11-03", "2026-05-02")),
    case("recording_purged_early", "over", KEPT, OUT, of=recording("2025-11-03")),
    case("disclosed_without_court_order", "none", BROKEN, BROKEN, of=recording(disclosure={"reporter_redacted": "Y"})),
    case("disclosed_without_court_order", "one", KEPT, KEPT, of=recording(disclosure={"court_order_number": "K-77-3"})),
    case("reporter_not_redacted", "left-in", BROKEN, BROKEN, of=recording(disclosure={"reporter_redacted": "N"})),
    case(
        "reporter_not_redacted", "ordered", KEPT, KEPT,
        of=recording(disclosure={"court_ordered_unredacted": "Y", "court_order_number": "K-77-3"}),
    ),
    case(
        "reporter_not_redacted", "ordered-without-number", BROKEN, BROKEN,
        of=recording(disclosure={"court_ordered_unredacted": "Y"}),
    ),
)  # fmt: skip
