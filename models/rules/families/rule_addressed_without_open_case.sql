-- The case that screening recorded decides, or the family's other reports. Any accepted report may address the
-- allegations, an assessment too (ITS 3(5)(B)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': [
        'referrals.open_case_type', 'referrals.family_id', 'referrals.accepted_at', 'referrals.completed_at',
        'referrals.screened_at',
    ],
}) }}
with addressed as (
    select
        referral_id,
        county_fips,
        received_on,
        screened_at as asked_at,
        family_id,
        open_case_type
    from {{ ref('referrals') }}
    where
        screening_outcome = 'screened_out'
        and {{ means('screen_out_reason', 'screen_out_reasons', ['addressed_in_open_case']) }}
),

questions as (
    select * from addressed
    where
        family_id is not null
        and asked_at is not null
),

accepted as (
    select
        family_id,
        accepted_at as opened_at,
        completed_at as closed_at
    from {{ ref('referrals') }}
    where
        screening_outcome = 'assigned'
        and accepted_at is not null
        and family_id in (select questions.family_id from questions)
),

family_at_screening as (
    {{ family_at('questions', 'accepted') }}
)

select
    addressed.referral_id,
    addressed.county_fips,
    addressed.received_on as counted_on,
    case when rule.rule_id is not null then coalesce(addressed.open_case_type = 'none', true) and family.open_at = 0 end
        as is_broken,
    'open case ' || coalesce(addressed.open_case_type, 'not given')
    || coalesce(', ' || family.open_at || ' open reports', ', open reports not known') as observed,
    'an open case or report' as expected
from addressed
left join family_at_screening as family
    on addressed.referral_id = family.referral_id
{{ join_rule_in_force('addressed_without_open_case', 'addressed.received_on') }}
