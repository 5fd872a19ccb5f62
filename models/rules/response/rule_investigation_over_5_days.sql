-- Of either priority, within the days that Priority II has from acceptance; in scope once it was initiated or the limit has
-- passed.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.response_type', 'referrals.accepted_at',
        'referrals.initiated_at',
    ],
    'reads': ['referrals.initiation_exception'],
}) }}
with clocks as (
    {{ clocks_from_acceptance('investigation') }}
),

limited as (
    select
        clocks.*,
        rule.rule_id,
        {{ judged(add_days('clocks.accepted_on', 'limits.initiation_days')) }} as last_on,
        {{ means('clocks.initiation_exception', 'initiation_exceptions', ['special_circumstance']) }}
            as is_special_circumstance
    from clocks
    {{ rule_in_force('investigation_over_5_days', 'clocks.received_on') }}
    {{ response_limits_in_force(2, "'investigation'", 'clocks.received_on') }}
)

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: it counts on the day it was accepted, not assessed.
    coalesce(last_on, accepted_on) as counted_on,
    -- A special circumstance keeps the limit only where there was one to keep.
    case
        when rule_id is not null
            then initiated_or_as_of_on > last_on and not coalesce(is_special_circumstance, false)
    end as is_broken,
    coalesce('initiated on ' || initiated_on, 'not initiated') as observed,
    'initiated by ' || last_on as expected
from limited
where initiated_on is not null or initiated_or_as_of_on > last_on
