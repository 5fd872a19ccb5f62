with

build as (
    select
        *,
        (13 - fiscal_year_first_month) % 12 as shift_months
    from {{ ref('int_build') }}
),

-- Before a file of reports has landed everything is empty, including this register.
complaints as (
    select
        register.*,
        {{ local_date('register.received_at', 'build.time_zone') }} as received_on,
        {{ local_date('register.followed_up_at', 'build.time_zone') }} as followed_up_on,
        {{ local_date('register.decided_at', 'build.time_zone') }} as decided_on,
        {{ local_date('register.opened_at', 'build.time_zone') }} as opened_on,
        {{ local_date('register.closed_at', 'build.time_zone') }} as closed_on,
        build.as_of_on,
        build.shift_months
    from {{ ref('stg_oca_complaints') }} as register
    cross join build
    where build.as_of is not null
),

reports as (
    select referral_id from {{ ref('referrals') }}
),

families as (
    select
        family_id,
        count(*) as caseload_reports
    from {{ ref('oca_caseload') }}
    where family_id is not null
    group by family_id
),

linked as (
    select
        complaints.*,
        coalesce(counties.county_fips, {{ unknown_county() }}) as known_county_fips,
        caseload.received_on as report_received_on,
        caseload.county_fips as report_county_fips,
        caseload.listed_as as report_listed_as,
        caseload.finding_outcome as report_finding_outcome,
        case when complaints.family_id is not null then coalesce(families.caseload_reports, 0) end
            as family_caseload_reports,
        case
            when caseload.referral_id is not null then 'in_caseload'
            when reports.referral_id is not null then 'outside_caseload'
            when complaints.referral_id is not null then 'not_current'
            when complaints.family_id is not null then 'family_alone'
            else 'unlinked'
        end as report_link
    from complaints
    left join {{ ref('counties') }} as counties on complaints.county_fips = counties.county_fips
    left join {{ ref('oca_caseload') }} as caseload on complaints.referral_id = caseload.referral_id
    left join reports on complaints.referral_id = reports.referral_id
    left join families on complaints.family_id = families.family_id
),

clocked as (
    select
        *,
        -- A step recorded on a day before the step that it follows took an unknown time: null, flagged, and never 0.
        coalesce(
            followed_up_on < received_on
            or decided_on < received_on
            or opened_on < received_on
            or closed_on < received_on
            or closed_on < opened_on,
            false
        ) as has_steps_out_of_order,
        case when followed_up_on >= received_on then cast(followed_up_on - received_on as bigint) end
            as days_to_follow_up,
        case when decided_on >= received_on then cast(decided_on - received_on as bigint) end as days_to_decision,
        case when closed_on >= received_on then cast(closed_on - received_on as bigint) end as days_to_close,
        case when closed_on >= opened_on then cast(closed_on - opened_on as bigint) end as days_under_investigation,
        case
            when closed_at is null and as_of_on >= received_on then cast(as_of_on - received_on as bigint)
        end as days_waiting
    from linked
),

published as (
    select
        clocked.complaint_id,
        clocked.received_at,
        clocked.received_on,
        cast(year({{ last_of('year', 'clocked.received_on', 'clocked.shift_months') }}) as bigint) as fiscal_year,
        clocked.received_via,
        clocked.complainant_anonymous,
        clocked.known_county_fips as county_fips,
        counties.county_name,
        counties.district_id,
        counties.district_name_illustrative as district,
        clocked.county_fips as complaint_county_fips,
        clocked.concern,
        clocked.in_scope,
        clocked.referred_to,
        clocked.agency_contacted_first,
        clocked.agency_contact_level,
        clocked.case_standing,
        case
            when clocked.closed_at is not null then 'closed'
            when not delivered.closed_at then null
            when clocked.opened_at is not null then 'under_investigation'
            when clocked.decided_at is not null then 'decided'
            when clocked.followed_up_at is not null then 'followed_up'
            else 'received'
        end as stage,
        clocked.followed_up_at,
        clocked.followed_up_on,
        clocked.days_to_follow_up,
        clocked.decided_at,
        clocked.decided_on,
        clocked.days_to_decision,
        clocked.decision,
        clocked.opened_at,
        clocked.opened_on,
        clocked.closed_at,
        clocked.closed_on,
        clocked.days_to_close,
        clocked.days_under_investigation,
        case when delivered.closed_at then clocked.days_waiting end as days_waiting,
        clocked.has_steps_out_of_order,
        clocked.finding,
        clocked.recommendation,
        clocked.referral_id,
        clocked.family_id,
        clocked.report_link,
        clocked.report_received_on,
        clocked.report_county_fips,
        clocked.report_listed_as,
        clocked.report_finding_outcome,
        clocked.family_caseload_reports,
        clocked.updated_at,
        clocked.time_notes
    from clocked
    inner join {{ ref('counties') }} as counties on clocked.known_county_fips = counties.county_fips
    cross join {{ ref('int_oversight_delivered') }} as delivered
    order by clocked.received_on, clocked.complaint_id
)

select * from published
