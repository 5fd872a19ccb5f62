-- The response clock ignores a set date outside the range; this rule shows it, as delivered.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.accepted_at', 'referrals.response_due_on',
    ],
}) }}
with dated as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.accepted_on,
        reports.response_due_on,
        rule.rule_id,
        {{ response_limit_last_on('set_date_min_days', 'reports', 'build.time_zone') }} as first_on,
        {{ response_limit_last_on('set_date_max_days', 'reports', 'build.time_zone') }} as last_on,
        limits.set_date_min_days
        || coalesce(' ' || nullif(limits.set_date_min_days_unit, limits.set_date_max_days_unit), '')
        || ' to ' || limits.set_date_max_days || ' ' || limits.set_date_max_days_unit
        || case when {{ counts_from_acceptance('set_date_max_days') }} then ' after acceptance' else ' after receipt' end
            as expected
    from {{ ref('referrals') }} as reports
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force('response_time_out_of_range', 'reports.received_on') }}
    -- R(h)(2) gives both response types one range. A report without a type has that of an assessment.
    {{ response_limits_in_force(2, "coalesce(reports.response_type, 'assessment')", 'reports.received_on') }}
    where
        reports.screening_outcome = 'assigned'
        and reports.priority = 2
        and reports.accepted_on is not null
        and reports.response_due_on is not null
)

select
    referral_id,
    county_fips,
    accepted_on as counted_on,
    case when rule_id is not null then response_due_on < first_on or response_due_on > last_on end as is_broken,
    cast(response_due_on - accepted_on as bigint) || ' days after acceptance' as observed,
    expected
from dated
