-- The response clock ignores a set date outside the range; this rule shows it, as delivered.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.accepted_at', 'referrals.response_due_on',
    ],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.accepted_on as counted_on,
    case
        when rule.rule_id is not null
            then
                reports.response_due_on < reports.accepted_on + cast(limits.set_date_min_days as integer)
                or reports.response_due_on > reports.accepted_on + cast(limits.set_date_max_days as integer)
    end as is_broken,
    cast(reports.response_due_on - reports.accepted_on as bigint) || ' days after acceptance' as observed,
    limits.set_date_min_days || ' to ' || limits.set_date_max_days || ' days after acceptance' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('response_time_out_of_range', 'reports.received_on') }}
-- R(h)(2) gives both response types one range. A report without a type has that of an assessment.
{{ response_limits_in_force(2, "coalesce(reports.response_type, 'assessment')", 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.priority = 2
    and reports.accepted_on is not null
    and reports.response_due_on is not null
