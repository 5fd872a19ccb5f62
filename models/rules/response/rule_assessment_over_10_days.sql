-- Of either priority, within the days that Priority II has from acceptance; in scope once it was initiated or the limit has
-- passed. No exception excuses it.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.response_type', 'referrals.accepted_at',
        'referrals.initiated_at',
    ],
}) }}
with clocks as (
    {{ clocks_from_acceptance('assessment') }}
),

limited as (
    select
        clocks.*,
        {{ judged(add_days('clocks.accepted_on', 'limits.initiation_days')) }} as last_on
    from clocks
    {{ rule_in_force('assessment_over_10_days', 'clocks.received_on') }}
    {{ response_limits_in_force(2, "'assessment'", 'clocks.received_on') }}
)

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: it counts on the day it was accepted, not assessed.
    coalesce(last_on, accepted_on) as counted_on,
    initiated_or_as_of_on > last_on as is_broken,
    coalesce('initiated on ' || initiated_on, 'not initiated') as observed,
    'initiated by ' || last_on as expected
from limited
where initiated_on is not null or initiated_or_as_of_on > last_on
