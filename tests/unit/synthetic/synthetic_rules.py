"""Counts broken policy rules in the current rows roughly, with one query per rule: enough to show that each occurs.

The warehouse makes the real judgement. Here a rule is simplified wherever that does not change whether it is broken.
"""

from __future__ import annotations

import duckdb

PREPARE = """
create table r as select *,
    received_at::date as received_on, accepted_at::date as accepted_on, initiated_at::date as initiated_on,
    coalesce(i.outcome_of_inquiry, screening_decision) as decided,
    case when decided in ('assigned', 'assign_investigation') then 'assigned'
         when decided in ('screened_out', 'accidental_injury') then 'screened_out'
         when decided = 'information_and_referral' then decided else 'pending' end as outcome,
    case when response_due_on - accepted_on between 2 and 10 then response_due_on end as set_on,
    case when priority = 1 then received_on
         when response_type = 'investigation' then least(accepted_on + 5, set_on)
         else least(accepted_on + 10, set_on) end as due_on,
    case when outcome = 'screened_out' then coalesce(screen_out_reason, if(i.outcome_of_inquiry = 'accidental_injury',
        'accidental_injury', null)) end as reason
from referrals left join (
    select referral_id, max_by(outcome, received_at) as outcome_of_inquiry, count(*) as inquiries
    from preliminary_inquiries group by 1) i using (referral_id);
create table a as select * from allegations join (
    select referral_id, outcome, reason, response_type, received_on from r) using (referral_id);
create table c as select * from contacts join (
    select referral_id, outcome, reason, received_at, screened_at, reporter_type, inquiries from r) using (referral_id);
create table v as select *, coalesce(decided_at, getvariable('as_of')) as settled from reviews
    where level = 1 and requested_at <= coalesce(decided_at, getvariable('as_of'));
create table p as select p.*, r.received_at as reported_at, r.open_case_type as reported_case, r.response_type
    from preliminary_inquiries p join r using (referral_id);
create table d as select recording_disclosures.* from recording_disclosures join recordings using (recording_id)
    join r using (referral_id);
create table g as select a.referral_id, b.referral_id as other_id, b.accepted_at as other_accepted,
        b.completed_at as other_completed, b.response_type as other_type, b.accepted_on as other_accepted_on,
        a.received_at, a.received_on, a.screened_at, a.accepted_at, a.outcome, a.reason, a.response_type
    from r a join r b on a.family_id = b.family_id and a.referral_id <> b.referral_id and b.accepted_at is not null;
"""
LATE = (
    "priority = {0} and (priority = 1 or accepted_on is not null) and initiation_exception is null "
    "and outcome = 'assigned' and coalesce(initiated_on, getvariable('as_of')::date) > due_on"
)
OVER = (
    "response_type = '{}' and outcome = 'assigned' and initiation_exception is distinct from 'special_circumstance' "
    "and coalesce(initiated_on, getvariable('as_of')::date) > accepted_on + {}"
)
CLOSED = "outcome in ('screened_out', 'information_and_referral')"
KIN = "('alleged_victim', 'sibling', 'prfc', 'alleged_perpetrator')"
FOSTER = "('foster_parent', 'trial_adoptive_parent')"
ASSESSED = "outcome = 'assigned' and response_type = 'assessment'"

RULES = {
    "priority_1_late": f"from r where {LATE.format(1)}",
    "priority_2_late": f"from r where {LATE.format(2)}",
    "investigation_over_5_days": f"from r where {OVER.format('investigation', 5)}",
    "assessment_over_10_days": f"from r where {OVER.format('assessment', 10)}",
    "response_time_out_of_range": "from r where priority = 2 "
    "and response_due_on - accepted_on > case response_type when 'investigation' then 5 else 10 end",
    "response_time_under_2_days": "from r where priority = 2 and response_due_on - accepted_on < 2",
    "priority_1_assessed": f"from r where priority = 1 and {ASSESSED}",
    "review_late_priority_1": "from v where priority_at_request = 1 and not information_needed "
    "and settled > requested_at + interval 1 hour",
    "review_not_prompt_priority_1": "from v where priority_at_request = 1 and information_needed "
    "and settled > information_received_at + interval 1 hour",
    "review_late_priority_2": "from v where priority_at_request = 2 "
    "and settled::date > coalesce(information_received_at, requested_at)::date",
    "second_review_without_first": "from reviews s where level = 2 and not exists (from reviews f "
    "where f.referral_id = s.referral_id and f.level = 1 and f.decided_at <= s.requested_at)",
    "screened_out_after_contact": f"from c where {CLOSED} and inquiries is null "
    "and reason is distinct from 'accidental_injury' and completed and contacted_at < screened_at "
    f"and (contact_with in {KIN} and reporter_type not in ('alleged_victim', 'parent', 'alleged_perpetrator') "
    "or contact_kind = 'home_attempt')",
    "family_contacted_during_screening": f"from c where contact_with in {KIN} and contacted_at < screened_at "
    "and contacted_at >= received_at and reporter_type not in ('alleged_victim', 'parent', 'alleged_perpetrator') "
    "and inquiries is null",
    "unaccompanied_minor_screened_out": f"from r where unaccompanied_minor and {CLOSED}",
    "judicial_report_screened_out": f"from r where judicial_report and {CLOSED} "
    "and court_permits_screen_out is not true",
    "newborn_screened_out": f"from r where newborn_in_open_case and newborn_bar_condition and {CLOSED}",
    "reason_missing": "from r where outcome = 'screened_out' and reason is null",
    "adult_victim_reason_mismatch": "from a where reason = 'victim_adult' and child_age_years < 18",
    "tribal_jurisdiction_not_accepted": "from r where reason = 'tribal_jurisdiction' "
    "and not tribal_jurisdiction_accepted",
    "third_party_reason_mismatch": "from a where reason = 'third_party_perpetrator' "
    "and perpetrator_role in ('prfc', 'foster_parent', 'trial_adoptive_parent')",
    "foster_discipline_reason_mismatch": "from a where reason = 'foster_discipline_policy_violation' "
    f"and (child_age_years <= 5 or perpetrator_role not in {FOSTER})",
    "newborn_without_plan_of_safe_care": "from r where substance_affected_newborn and outcome = 'screened_out' "
    "and reason not in ('plan_of_safe_care', 'duplicate', 'subsequent')",
    "accidental_injury_without_inquiry": "from r where reason = 'accidental_injury' and inquiries is null",
    "duplicate_not_associated": "from r left join "
    "(select referral_id as associated_referral_id, outcome as other from r) using (associated_referral_id) "
    "where reason = 'duplicate' and (associated_referral_id is null or other <> 'assigned')",
    "subsequent_outside_45_days": "from r where reason = 'subsequent' and family_id is not null and referral_id not in "
    "(select referral_id from g where received_on - other_accepted_on between 0 and 45)",
    "subsequent_serious_allegation": "from a where reason = 'subsequent' and (maltreatment_type in "
    "('child_death', 'near_death', 'human_trafficking') or maltreatment_type = 'sexual_abuse' "
    "and perpetrator_role not in ('unrelated_third_party', 'unknown'))",
    "subsequent_without_ongoing_report": "from (select referral_id from g where reason = 'subsequent' "
    "and received_on - other_accepted_on between 0 and 45 group by 1 "
    "having bool_and(coalesce(other_completed < received_at, false)))",
    "subsequent_of_another_child": "from (select g.referral_id from g join a mine using (referral_id) "
    "join a theirs on theirs.referral_id = other_id where g.reason = 'subsequent' "
    "and g.received_on - other_accepted_on between 0 and 45 group by 1 "
    "having not bool_or(mine.child_id = theirs.child_id))",
    "safety_plan_monitor_without_alert": "from a where perpetrator_role = 'safety_plan_monitor' "
    "and outcome <> 'pending' and (outcome <> 'screened_out' or reason <> 'safety_plan_alert')",
    "addressed_without_open_case": "from r where reason = 'addressed_in_open_case' "
    "and coalesce(open_case_type, 'none') = 'none' and family_id is not null and referral_id not in "
    "(select referral_id from g where other_accepted < screened_at and coalesce(other_completed > screened_at, true))",
    "information_referral_with_existing_case": "from r where outcome = 'information_and_referral' and existing_kk_case",
    "newborn_not_investigated": f"from r where newborn_in_open_case and newborn_bar_condition and {ASSESSED}",
    "limited_communication_not_investigated": "from a where child_limited_communication "
    "and outcome = 'assigned' and response_type = 'assessment'",
    "recent_sexual_abuse_not_investigated": f"from g where {ASSESSED} and other_id in (select referral_id from a "
    "where maltreatment_type in ('sexual_abuse', 'sexual_exploitation') and finding = 'substantiated' "
    "and found_on between g.received_on - interval 2 year and g.received_on)",
    "plan_of_safe_care_misrouted": "from r where reason = 'plan_of_safe_care' "
    "and notified_county_fips <> mother_county_fips",
    "safety_plan_alert_misrouted": "from r where reason = 'safety_plan_alert' "
    "and notified_county_fips <> jurisdiction_county_fips",
    "information_referral_with_open_case": "from r where outcome = 'information_and_referral' and referral_id in "
    "(select referral_id from g where other_type = 'investigation' and other_accepted < received_at "
    "and coalesce(other_completed > received_at, true))",
    "fourth_report_not_investigated": f"from r where prior_accepted_reports >= 3 and {ASSESSED}",
    "deprived_petition_not_investigated": f"from r where deprived_petition and {ASSESSED}",
    "drug_endangered_not_investigated": "from r where (drug_endangered_child or substance_affected_newborn) "
    f"and {ASSESSED}",
    "three_pending_not_investigated": f"from r where {ASSESSED} and referral_id in (select referral_id from g "
    "where other_accepted < accepted_at and coalesce(other_completed > accepted_at, true) "
    "group by 1 having count(*) >= 2)",
    "serious_allegation_not_investigated": "from a where outcome = 'assigned' and response_type = 'assessment' "
    "and (maltreatment_type in ('child_death', 'near_death', 'abandonment', 'human_trafficking') "
    "or perpetrator_role in "
    "('child_care_provider', 'foster_parent', 'trial_adoptive_parent'))",
    "inquiry_not_investigated": "from p where outcome = 'assign_investigation' and response_type = 'assessment'",
    "preliminary_inquiry_over_23_hours": "from p where completed_at > reported_at + interval 23 hour",
    "preliminary_inquiry_without_open_case": "from p where coalesce(open_case_type, reported_case, 'none') = 'none'",
    "medical_exam_missing": "from p where completed_at is not null and medical_exam_required "
    "and medical_exam_done is not true",
    "finding_in_assessment": "from a where response_type = 'assessment' and finding is not null",
    "completed_without_finding": "from a join r using (referral_id) where a.response_type = 'investigation' "
    "and a.outcome = 'assigned' and finding is null and completed_at < getvariable('as_of') - interval 31 day",
    "records_search_missing": "from r where (kids_searched is not true or ims_searched is not true) "
    "and search_exception is null and screening_decision is not null",
    "wrong_county_notified": "from r where outcome = 'assigned' and residence_county_fips = located_county_fips "
    "and notified_county_fips <> residence_county_fips",
    "emergency_not_notified": "from r where emergency_response and district_notified_at is null "
    "and received_at < getvariable('as_of') - interval 1 hour",
    "emergency_notified_late": "from r where emergency_response "
    "and district_notified_at > coalesce(screened_at, received_at) + interval 1 hour",
    "county_office_not_immediate": "from r where received_at > county_office_received_at + interval 1 hour",
    "recording_missing": "from r anti join recordings using (referral_id) where received_via = 'hotline' "
    "and received_at > getvariable('as_of') - interval 11 month ",
    "recording_purged_early": "from recordings where purged_at::date < recorded_at::date + interval 12 month",
    "disclosed_without_court_order": "from d where court_order_number is null",
    "reporter_not_redacted": "from d where reporter_redacted is not true "
    "and (court_ordered_unredacted is not true or court_order_number is null)",
}


def count_broken(con: duckdb.DuckDBPyConnection, as_of: str) -> dict[str, int]:
    """Return how often each rule is broken in the current rows."""
    con.execute(f"set variable as_of = timestamptz '{as_of}'")
    con.execute(PREPARE)
    return {rule: _number(con, f"select count(*) {query}") for rule, query in RULES.items()}


def _number(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    assert row is not None
    return int(row[0])
