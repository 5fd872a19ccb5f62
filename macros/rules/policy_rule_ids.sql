{#
  Every rule of policy that a report is judged by, in the order of the seed `policy_rules`. Each is a model
  rule_<id> under models/intermediate/rules. A test holds this list to the seed.
#}
{% macro policy_rule_ids() %}
    {% do return([
        'priority_1_late',
        'priority_2_late',
        'investigation_over_5_days',
        'assessment_over_10_days',
        'response_time_out_of_range',
        'priority_1_assessed',
        'review_late_priority_1',
        'review_not_prompt_priority_1',
        'review_late_priority_2',
        'screened_out_after_contact',
        'family_contacted_during_screening',
        'unaccompanied_minor_screened_out',
        'judicial_report_screened_out',
        'newborn_screened_out',
        'reason_missing',
        'adult_victim_reason_mismatch',
        'tribal_jurisdiction_not_accepted',
        'third_party_reason_mismatch',
        'foster_discipline_reason_mismatch',
        'newborn_without_plan_of_safe_care',
        'accidental_injury_without_inquiry',
        'duplicate_not_associated',
        'plan_of_safe_care_misrouted',
        'safety_plan_alert_misrouted',
        'inquiry_not_investigated',
        'preliminary_inquiry_over_23_hours',
        'preliminary_inquiry_without_open_case',
        'medical_exam_missing',
        'records_search_missing',
        'wrong_county_notified',
        'emergency_not_notified',
        'county_office_not_immediate',
        'recording_missing',
        'recording_purged_early',
        'disclosed_without_court_order',
        'reporter_not_redacted',
    ]) %}
{% endmacro %}
