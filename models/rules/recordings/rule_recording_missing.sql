-- In scope are reports from the time that recordings cover, as long as their recording must be kept (R(j), ITS 1(c)).
{{ config(meta={
    'scope': ['referrals.received_via', 'recordings'],
}) }}
with telephone_reports as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        {{ retention_ends_at('reports.received_at') }} as retention_ends_at,
        {{ retention_ends_on('reports.received_on') }} as retention_ends_on,
        build.as_of,
        build.as_of_on,
        build.time_zone
    from {{ ref('referrals') }} as reports
    inner join {{ ref('int_extract_coverage') }} as coverage
        on
            coverage.extract = 'recordings'
            and reports.received_on >= coverage.earliest_on
            and reports.received_at < coverage.newest_extracted_at
    cross join {{ ref('int_build') }} as build
    {{ join_retention_in_force('reports.received_on') }}
    where reports.received_via = 'hotline'
),

reports_to_keep as (
    select * from telephone_reports
    where not {{ is_retention_over('as_of', 'as_of_on', 'retention_ends_at', 'retention_ends_on') }}
),

recorded as (
    select distinct referral_id from {{ ref('recordings') }}
)

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then recorded.referral_id is null end as is_broken,
    'no recording' as observed,
    'recording kept until '
    || {{ time_or_date_text('reports.retention_ends_at', 'reports.retention_ends_on', 'reports.time_zone') }} as expected
from reports_to_keep as reports
left join recorded
    on reports.referral_id = recorded.referral_id
{{ join_rule_in_force('recording_missing', 'reports.received_on') }}
