-- It holds for either priority, within the days that Priority II has from acceptance. A report is in scope once it is
-- initiated or past the limit.
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
        case when rule.rule_id is not null then clocks.accepted_on + cast(limits.initiation_days as integer) end as last_on,
        {{ means('clocks.initiation_exception', 'initiation_exceptions', ['special_circumstance']) }}
            as is_special_circumstance
    from clocks
    {{ join_rule_in_force('investigation_over_5_days', 'clocks.received_on') }}
    {{ response_limits_in_force(2, "'investigation'", 'clocks.received_on') }}
)

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: the report is not assessed and counts on the day of acceptance.
    coalesce(last_on, accepted_on) as counted_on,
    -- A special circumstance keeps the rule only where a limit was in force.
    case
        when rule_id is not null
            then initiated_or_as_of_on > last_on and not coalesce(is_special_circumstance, false)
    end as is_broken,
    coalesce('initiated on ' || initiated_on, 'not initiated') as observed,
    'initiated by ' || last_on as expected
from limited
where initiated_on is not null or initiated_or_as_of_on > last_on
