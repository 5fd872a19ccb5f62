"""The rules that a row of another table decides: an allegation, review, inquiry, recording, contact, or a seed's row.

Of several rows that one comes first which the rule takes: broken before not assessed before kept, then the greatest
excess, then the smallest key.
"""

from __future__ import annotations

from serving.deciding.ground import Ground

_CAREGIVERS = "'prfc', 'foster_parent', 'trial_adoptive_parent'"
_FOSTER = "'foster_parent', 'trial_adoptive_parent'"
_SERIOUS = "'child_death', 'near_death', 'abandonment', 'human_trafficking'"


def _allegation(what: str, where: str, absent: str, order: str = "allegation_id", more: str = "") -> Ground:
    return Ground(
        what, ("allegations",),
        f"select allegation_id, child_age_years, maltreatment_type, perpetrator_role, finding, found_on{more} "
        "from marts.allegations left join (select code, max(meaning) as maltreatment from reference.maltreatment_types "
        "group by code) as types on maltreatment_type = types.code left join (select code, max(meaning) as role "
        "from reference.perpetrator_roles group by code) as roles on perpetrator_role = roles.code "
        f"where referral_id = $id and ({where}) order by {order}",
        absent,
    )  # fmt: skip


def _review(rule_id: str) -> Ground:
    return Ground(
        "review", ("screening_reviews",),
        "select review_id, level, priority_at_request, requested_at, information_needed, information_received_at, "
        "decided_at, due_at, due_on, review_status from marts.screening_reviews "
        f"where referral_id = $id and rule_id = '{rule_id}' "
        "order by case is_within when false then 1 when true then 3 else 2 end, hours_taken desc nulls last, review_id",
        "no review under this clock",
    )  # fmt: skip


def _inquiry(where: str, order: str, absent: str = "no inquiry") -> Ground:
    return Ground(
        "inquiry", ("preliminary_inquiries",),
        "select inquiry_id, received_at, completed_at, due_at, outcome, inquiry_status, open_case_type, "
        "medical_exam_required, medical_exam_done from marts.preliminary_inquiries "
        f"where referral_id = $id and {where} order by {order}, inquiry_id",
        absent,
    )  # fmt: skip


def _recording(where: str, order: str, absent: str) -> Ground:
    return Ground(
        "recording", ("recordings",),
        "select recording_id, recorded_on, retention_ends_on, purged_on, recording_status, last_disclosed_on, "
        f"without_court_order_count, not_redacted_count from marts.recordings where referral_id = $id and {where} "
        f"order by {order}, recording_id",
        absent,
    )  # fmt: skip


def _disclosure(status: str, decides: str) -> Ground:
    return Ground(
        "disclosure", ("recording_disclosures",),
        f"select disclosure_id, recording_id, recorded_on, disclosed_on, {decides}, {status} "
        "from marts.recording_disclosures where referral_id = $id "
        f"order by case {status} when 'broken' then 1 when 'kept' then 3 else 2 end, disclosure_id",
        "no disclosed recording",
    )  # fmt: skip


def _contact(where: str, absent: str) -> Ground:
    return Ground(
        "contact", ("contacts",),
        "select contact_id, contacted_at, contact_with, contact_kind, completed from marts.contacts cross join own "
        f"where contacts.referral_id = $id and contacted_at < own.screened_at and {where} "
        "order by contacted_at, contact_id",
        absent,
    )  # fmt: skip


_OWN_PERSON = (
    "exists (select 1 from reference.reporter_types where code = own.reporter_type "
    "and meaning = case contact_with when 'prfc' then 'parent' else contact_with end "
    "and meaning in ('alleged_victim', 'parent', 'alleged_perpetrator'))"
)
# Nobody knows whether a contact without a person was with the family.
_WITH_FAMILY = "(contact_with is null or contact_with in ('alleged_victim', 'sibling', 'prfc', 'alleged_perpetrator'))"

OTHER_ROWS = {
    "adult_victim_reason_mismatch": _allegation(
        "youngest alleged victim", "true", "no allegation", "child_age_years nulls last, allegation_id"
    ),
    "third_party_reason_mismatch": _allegation(
        "allegation against a caregiver", f"role in ({_CAREGIVERS})", "no allegation against a caregiver"
    ),
    "foster_discipline_reason_mismatch": _allegation(
        "allegation", "true", "no allegation",
        f"child_age_years nulls last, coalesce(role in ({_FOSTER}), false) desc, allegation_id",
    ),
    "safety_plan_monitor_without_alert": _allegation(
        "allegation against a monitor", "role = 'safety_plan_monitor'", "no allegation against a monitor"
    ),
    "limited_communication_not_investigated": _allegation(
        "allegation of a child that can hardly communicate", "child_limited_communication", "no such allegation",
        more=", child_limited_communication",
    ),
    "serious_allegation_not_investigated": _allegation(
        "serious allegation",
        f"(maltreatment in ('sexual_abuse', 'sexual_exploitation') and role in ({_CAREGIVERS})) "
        f"or maltreatment in ({_SERIOUS}) or role in ({_FOSTER}, 'child_care_provider')",
        "no serious allegation; a child alone without one is enough",
    ),
    "subsequent_serious_allegation": _allegation(
        "serious allegation",
        "maltreatment in ('child_death', 'near_death', 'human_trafficking') or (maltreatment = 'sexual_abuse' "
        "and perpetrator_role is not null and role not in ('unrelated_third_party', 'unknown')) "
        "or maltreatment is null",
        "no serious allegation", "maltreatment is null, allegation_id",
    ),
    "finding_in_assessment": _allegation(
        "allegation with a finding", "finding is not null", "no allegation with a finding"
    ),
    "completed_without_finding": _allegation(
        "allegation without a finding", "finding is null", "no allegation without a finding"
    ),
    "review_late_priority_1": _review("review_late_priority_1"),
    "review_not_prompt_priority_1": _review("review_not_prompt_priority_1"),
    "review_late_priority_2": _review("review_late_priority_2"),
    "second_review_without_first": Ground(
        "review", ("screening_reviews",),
        "select review_id, level, requested_at, decided_at, outcome from marts.screening_reviews "
        "where referral_id = $id order by level = 2 desc nulls last, requested_at, review_id",
        "no review",
    ),
    "accidental_injury_without_inquiry": _inquiry("true", "is_deciding desc"),
    "inquiry_not_investigated": _inquiry("is_deciding", "received_at"),
    "preliminary_inquiry_over_23_hours": _inquiry(
        "true", "case is_within when false then 1 when true then 3 else 2 end, hours_taken desc nulls last"
    ),
    "preliminary_inquiry_without_open_case": _inquiry("true", "has_open_case, received_at"),
    "medical_exam_missing": _inquiry(
        "completed_at is not null and medical_exam_required", "coalesce(medical_exam_done, false)"
    ),
    "recording_missing": _recording("true", "recorded_on", "no recording"),
    "recording_purged_early": _recording(
        "(purged_on is not null or recording_status = 'retention_over')",
        "recording_status <> 'purged_early', retention_ends_on - purged_on desc nulls last", "no recording",
    ),
    "disclosed_without_court_order": _disclosure("court_order_status", "court_order_number_given"),
    # Whether the reporter was taken out is no column of every audience's; redaction_status says it.
    "reporter_not_redacted": _disclosure("redaction_status", "court_order_number_given, court_ordered_unredacted"),
    "screened_out_after_contact": _contact(
        f"completed is not false and (({_WITH_FAMILY} and not {_OWN_PERSON}) "
        "or coalesce(contact_kind, 'home_attempt') = 'home_attempt')",
        "no contact with the family before the decision",
    ),
    "family_contacted_during_screening": _contact(
        f"contacted_at >= own.received_at and {_WITH_FAMILY}",
        "no contact with the family while the report was screened",
    ),
    "wrong_county_notified": Ground(
        "pair of neighbouring counties", ("referrals",),
        "select adjacency.county_fips || ' and ' || adjacency.adjacent_county_fips as counties "
        "from reference.county_adjacency as adjacency cross join own "
        "where adjacency.county_fips = own.residence_county_fips "
        "and adjacency.adjacent_county_fips = own.located_county_fips",
        "the two counties are the same or no neighbours",
    ),
}  # fmt: skip
