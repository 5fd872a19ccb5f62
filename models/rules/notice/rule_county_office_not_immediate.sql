-- The time is elapsed, through clock changes. The policy says immediately; the limit is a reading of that (R(a)).
{{ config(meta={
    'scope': ['referrals.county_office_received_at'],
}) }}
with passed_on as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_at,
        reports.received_on,
        reports.county_office_received_at,
        {{ local_date('reports.county_office_received_at', 'build.time_zone') }} as county_office_received_on
    from {{ ref('referrals') }} as reports
    cross join {{ ref('int_build') }} as build
    where reports.county_office_received_at is not null
),

limited as (
    select
        passed_on.*,
        rule.upper_limit,
        rule.limit_unit,
        {{ limit_ends_at('passed_on.county_office_received_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('passed_on.county_office_received_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on
    from passed_on
    {{ join_rule_in_force('county_office_not_immediate', 'passed_on.received_on') }}
)

select
    referral_id,
    county_fips,
    received_on as counted_on,
    {{ is_past_limit('received_at', 'received_on', 'due_at', 'last_on') }} as is_broken,
    'passed on after ' || {{ hours_text(hours_between('county_office_received_at', 'received_at')) }} as observed,
    'passed on within ' || upper_limit || ' ' || limit_unit as expected
from limited
