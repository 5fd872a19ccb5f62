-- It holds for either priority, within the days that Priority II has from acceptance. A report is in scope once it is
-- initiated or past the limit.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.response_type', 'referrals.accepted_at',
        'referrals.initiated_at',
    ],
    'reads': ['referrals.initiation_exception'],
}) }}
with

{{ clocks_from_acceptance('investigation_over_5_days', 'investigation') }},

excused as (
    select
        *,
        {{ means('initiation_exception', 'initiation_exceptions', ['special_circumstance']) }} as is_special_circumstance
    from limited
)

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: the report is not assessed and counts on the day of acceptance.
    coalesce(last_on, accepted_on) as counted_on,
    -- A special circumstance keeps the rule only where a limit was in force.
    case when rule_id is not null then is_past and not coalesce(is_special_circumstance, false) end as is_broken,
    {{ initiated_text('initiated_at', 'initiated_on', 'due_at_limit', 'time_zone') }} as observed,
    {{ initiate_by_text('due_at_limit', 'last_on', 'time_zone') }} as expected
from excused
where initiated_on is not null or is_past
