-- A duplicate of a duplicate is not attached to an assigned report. A report that is not current is unknown (ITS 14).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.associated_referral_id'],
}) }}
with duplicates as (
    select reports.* from {{ ref('referrals') }} as reports
    where
        reports.screening_outcome = 'screened_out'
        and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['duplicate']) }}
),

associated as (
    select
        duplicates.referral_id,
        duplicates.county_fips,
        duplicates.received_on,
        case
            when duplicates.associated_referral_id is null then 'no associated report'
            when duplicates.associated_referral_id = duplicates.referral_id then 'associated with itself'
            when initial.referral_id is null then 'associated report not known'
            when initial.screening_outcome <> 'assigned' then 'associated report ' || initial.screening_outcome
            when initial.received_at > duplicates.received_at then 'associated report received later'
            else 'associated'
        end as association
    from duplicates
    left join {{ ref('referrals') }} as initial
        on duplicates.associated_referral_id = initial.referral_id
)

select
    associated.referral_id,
    associated.county_fips,
    associated.received_on as counted_on,
    case
        when rule.rule_id is not null and associated.association <> 'associated report not known'
            then associated.association <> 'associated'
    end as is_broken,
    associated.association as observed,
    'associated with an assigned report received before it' as expected
from associated
{{ join_rule_in_force('duplicate_not_associated', 'associated.received_on') }}
