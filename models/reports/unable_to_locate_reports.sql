with

build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select * from {{ ref('int_delivered') }}
),

findings as (
    select
        referral_id,
        max(found_on) as last_found_on
    from {{ ref('allegations') }}
    where is_investigation and {{ means('finding', 'findings', ['unable_to_locate']) }}
    group by referral_id
),

unable as (
    select
        reports.referral_id,
        reports.family_id,
        reports.county_fips,
        reports.received_on
    from {{ ref('referrals') }} as reports
    where reports.referral_id in (select findings.referral_id from findings)
),

families as (
    select distinct family_id
    from unable
    where family_id is not null
),

reports as (
    {{ new_reports_of('families') }}
),

indexes as (
    select
        reports.*,
        findings.last_found_on,
        coalesce(findings.last_found_on, {{ local_date('reports.completed_at', 'build.time_zone') }}) as index_on
    from reports
    inner join findings on reports.referral_id = findings.referral_id
    cross join build
),

{{ next_report_steps() }},

-- A report without a family cannot be followed, but it keeps its row.
listed as (
    select
        unable.referral_id,
        unable.family_id,
        unable.county_fips,
        unable.received_on,
        followed.index_on,
        case
            when followed.last_found_on is not null then 'found_on'
            when followed.index_on is not null then 'completed_on'
        end as index_on_basis,
        -- Without reasons a duplicate cannot be told from a new report; without an index day no report is later.
        case
            when followed.index_on is not null and delivered.screen_out_reason then followed.next_referral_id is not null
        end as is_reported_again,
        followed.next_referral_id,
        followed.next_received_on
    from unable
    left join followed on unable.referral_id = followed.referral_id
    cross join delivered
),

published as (
    select
        referral_id,
        family_id,
        county_fips,
        received_on,
        index_on,
        index_on_basis,
        is_reported_again,
        case when is_reported_again then next_referral_id end as next_referral_id,
        case when is_reported_again then next_received_on end as next_received_on,
        case when is_reported_again then cast(next_received_on - index_on as bigint) end as days_to_next_report
    from listed
    order by received_on, county_fips, referral_id
)

select * from published
