-- It holds for either priority, within the days that Priority II has from acceptance. A report is in scope once it is
-- initiated or past the limit. No exception excuses it.
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
        case when rule.rule_id is not null then clocks.accepted_on + cast(limits.initiation_days as integer) end as last_on
    from clocks
    {{ join_rule_in_force('assessment_over_10_days', 'clocks.received_on') }}
    {{ response_limits_in_force(2, "'assessment'", 'clocks.received_on') }}
)

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: the report is not assessed and counts on the day of acceptance.
    coalesce(last_on, accepted_on) as counted_on,
    initiated_or_as_of_on > last_on as is_broken,
    coalesce('initiated on ' || initiated_on, 'not initiated') as observed,
    'initiated by ' || last_on as expected
from limited
where initiated_on is not null or initiated_or_as_of_on > last_on
