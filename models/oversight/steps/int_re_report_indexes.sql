-- One row per unsubstantiated report with a family, with the family's next report after the day on which it was
-- settled.
with

build as (
    select * from {{ ref('int_build') }}
),

families as (
    select distinct family_id
    from {{ ref('referrals') }}
    where
        family_id is not null
        and {{ is_unsubstantiated('finding_outcome') }}
),

reports as (
    {{ new_reports_of('families') }}
),

findings as (
    select
        referral_id,
        max(found_on) as last_found_on
    from {{ ref('allegations') }}
    where is_investigation
    group by referral_id
),

indexes as (
    select
        reports.*,
        findings.last_found_on,
        coalesce(findings.last_found_on, {{ local_date('reports.completed_at', 'build.time_zone') }}) as index_on
    from reports
    left join findings on reports.referral_id = findings.referral_id
    cross join build
    where {{ is_unsubstantiated('reports.finding_outcome') }}
),

{{ next_report_steps() }}

select
    referral_id,
    family_id,
    county_fips,
    district_id,
    received_on,
    finding_outcome,
    index_on,
    case
        when last_found_on is not null then 'found_on'
        when index_on is not null then 'completed_on'
    end as index_on_basis,
    next_referral_id,
    next_received_on
from followed
