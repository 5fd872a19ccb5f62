with reports as (
    select
        referral_id,
        received_on,
        fiscal_year,
        county_fips,
        district_id,
        screening_outcome,
        response_type,
        is_investigation
    from {{ ref('referrals') }}
),

allegations_of_reports as (
    select
        allegations.allegation_id,
        allegations.referral_id,
        reports.received_on,
        reports.fiscal_year,
        reports.county_fips,
        reports.district_id,
        reports.screening_outcome,
        reports.response_type,
        reports.is_investigation,
        allegations.child_id,
        allegations.child_age_years,
        allegations.maltreatment_type,
        allegations.perpetrator_role,
        allegations.child_disability,
        allegations.child_limited_communication,
        allegations.finding,
        allegations.found_on,
        allegations.updated_at
    from {{ ref('stg_allegations') }} as allegations
    inner join reports
        on allegations.referral_id = reports.referral_id
)

select * from allegations_of_reports
