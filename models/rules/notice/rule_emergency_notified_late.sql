-- The need for an emergency response is known once the report is screened, or at receipt where that time is missing. The
-- policy says immediately; the limit is a reading of that (ITS 2(2)).
{{ config(meta={
    'scope': ['referrals.emergency_response', 'referrals.district_notified_at'],
    'reads': ['referrals.screened_at'],
}) }}
with emergencies as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        reports.district_notified_at,
        coalesce(reports.screened_at, reports.received_at) as known_at,
        build.time_zone
    from {{ ref('referrals') }} as reports
    cross join {{ ref('int_build') }} as build
    where reports.emergency_response and reports.district_notified_at is not null
),

limited as (
    select
        emergencies.*,
        {{ local_date('emergencies.district_notified_at', 'emergencies.time_zone') }} as district_notified_on,
        rule.upper_limit,
        rule.limit_unit,
        {{ limit_ends_at('emergencies.known_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on(local_date('emergencies.known_at', 'emergencies.time_zone'), 'rule.upper_limit', 'rule.limit_unit') }}
            as last_on
    from emergencies
    {{ join_rule_in_force('emergency_notified_late', 'emergencies.received_on') }}
)

select
    referral_id,
    county_fips,
    received_on as counted_on,
    {{ is_past_limit('district_notified_at', 'district_notified_on', 'due_at', 'last_on') }} as is_broken,
    'notified after ' || {{ hours_text(hours_between('known_at', 'district_notified_at')) }} as observed,
    'notified within ' || upper_limit || ' ' || limit_unit as expected
from limited
