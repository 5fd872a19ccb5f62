-- The date that the Hotline set, as delivered: the clock disregards one outside the range, this rule shows it.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.accepted_at', 'referrals.response_due_on',
    ],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.accepted_on as counted_on,
    {{ judged(
        "(reports.response_due_on < " ~ add_days('reports.accepted_on', 'limits.set_date_min_days')
        ~ " or reports.response_due_on > " ~ add_days('reports.accepted_on', 'limits.set_date_max_days') ~ ")"
    ) }} as is_broken,
    {{ days_between('reports.accepted_on', 'reports.response_due_on') }} || ' days after acceptance' as observed,
    limits.set_date_min_days || ' to ' || limits.set_date_max_days || ' days after acceptance' as expected
from {{ ref('referrals') }} as reports
{{ rule_in_force('response_time_out_of_range', 'reports.received_on') }}
-- R(h)(2) gives both response types one range. A report without a type has that of an assessment.
{{ response_limits_in_force(2, "coalesce(reports.response_type, 'assessment')", 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.priority = 2
    and reports.accepted_on is not null
    and reports.response_due_on is not null
