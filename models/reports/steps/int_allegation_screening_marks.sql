{{ config(materialized='table') }}
-- One pass over the allegations serves the rules on three reasons for screening out.
with reports as (
    select referral_id from {{ ref('referrals') }}
    where
        screening_outcome = 'screened_out'
        and {{ means(
            'screen_out_reason',
            'screen_out_reasons',
            ['victim_adult', 'third_party_perpetrator', 'foster_discipline_policy_violation']
        ) }}
),

allegations as (
    select
        allegations.referral_id,
        allegations.child_age_years,
        {{ means('allegations.perpetrator_role', 'perpetrator_roles', ['prfc', 'foster_parent', 'trial_adoptive_parent']) }}
            as is_by_caregiver,
        {{ means('allegations.perpetrator_role', 'perpetrator_roles', ['foster_parent', 'trial_adoptive_parent']) }}
            as is_by_foster_parent
    from {{ ref('allegations') }} as allegations
    inner join reports
        on allegations.referral_id = reports.referral_id
)

select
    referral_id,
    min(child_age_years) as youngest_child_age_years,
    bool_or(child_age_years is null) as is_an_age_missing,
    {{ any_true('is_by_caregiver') }} as has_caregiver,
    {{ any_true('is_by_foster_parent') }} as has_foster_parent
from allegations
group by referral_id
