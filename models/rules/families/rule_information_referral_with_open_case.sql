-- It reads the family's investigations open when the report was received, and the case that screening recorded.
{{ config(meta={
    'scope': ['referrals.screening_decision'],
    'reads': [
        'referrals.family_id', 'referrals.response_type', 'referrals.accepted_at', 'referrals.completed_at',
        'referrals.open_case_type',
    ],
}) }}
with reports as (
    select
        referral_id,
        county_fips,
        received_on,
        received_at as asked_at,
        family_id,
        open_case_type
    from {{ ref('referrals') }}
    where screening_outcome = 'information_and_referral'
),

questions as (
    select * from reports
    where family_id is not null
),

-- A report closed as information and referral is not assigned, so it never finds itself here.
accepted as (
    select
        family_id,
        accepted_at as opened_at,
        completed_at as closed_at,
        is_investigation
    from {{ ref('referrals') }}
    where
        (is_investigation or (screening_outcome = 'assigned' and response_type is null))
        and accepted_at is not null
        and family_id in (select questions.family_id from questions)
),

investigations as (
    select * from accepted
    where is_investigation
),

family_at_receipt as (
    {{ family_at('questions', 'investigations') }}
),

-- These include reports of unknown type, which may be investigations.
perhaps_at_receipt as (
    {{ family_at('questions', 'accepted') }}
)

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    -- Without a family number its investigations are unknown. A missing case type does not count as an open case.
    case
        when rule.rule_id is not null
            then
                case when family.open_at > 0 then true when perhaps.open_at = 0 then false end
                or coalesce(reports.open_case_type <> 'none', false)
    end as is_broken,
    coalesce(family.open_at || ' open investigations', 'family not known')
    || ', open case ' || coalesce(reports.open_case_type, 'not given') as observed,
    'no open investigation or case' as expected
from reports
left join family_at_receipt as family
    on reports.referral_id = family.referral_id
left join perhaps_at_receipt as perhaps
    on reports.referral_id = perhaps.referral_id
{{ join_rule_in_force('information_referral_with_open_case', 'reports.received_on') }}
