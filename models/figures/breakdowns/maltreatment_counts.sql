{%- set by = ['maltreatment_type', 'perpetrator_role', 'finding', 'finding_state', 'age_band'] -%}
with

ages as (
    -- One row per age, because a join on equal ages is faster than one on ranges.
    select
        age_band,
        {{ numbers_between('from_years', 'before_years - 1') }} as age_years
    from {{ ref('age_bands') }}
),

judged as (
    select
        allegations.county_fips,
        allegations.maltreatment_type,
        allegations.perpetrator_role,
        allegations.screening_outcome,
        reports.is_anonymous,
        {{ first_of('month', 'allegations.received_on') }} as month_start,
        ages.age_band,
        -- A finding exists only in an investigation (OAC 340:75-3-500 ITS 1): the conclusion of an assessment is no finding.
        case when allegations.is_investigation then allegations.finding end as finding,
        case
            when not allegations.is_investigation then 'not_investigated'
            when allegations.finding is null then 'awaited'
            else 'made'
        end as finding_state
    from {{ ref('allegations') }} as allegations
    inner join {{ ref('referrals') }} as reports on allegations.referral_id = reports.referral_id
    left join ages on allegations.child_age_years = ages.age_years
),

{{ break_down(
    'judged', by,
    delivered('allegations', 'maltreatment_type') ~ ' and ' ~ delivered('allegations', 'perpetrator_role')
    ~ ' and ' ~ delivered('allegations', 'child_age_years') ~ ' and ' ~ delivered('allegations', 'finding')
    ~ ' and ' ~ delivered('referrals', 'screening_decision') ~ ' and ' ~ delivered('referrals', 'response_type'),
    counted='allegations'
) }}

select * from ordered
