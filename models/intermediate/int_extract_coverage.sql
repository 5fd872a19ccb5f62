-- From when to when an extract speaks. That a report has no row there says something only if it was received between.
with reports as (
    select
        referral_id,
        received_at
    from {{ ref('stg_referrals') }}
),

first_rows as (
    -- An allegation has no day of its own: it counts on the day that its report was received.
    select
        'allegations' as extract,
        min(reports.received_at) as earliest_at
    from reports
    where reports.referral_id in (select allegations.referral_id from {{ ref('int_allegations_by_report') }} as allegations)
    union all
    select
        'preliminary_inquiries' as extract,
        min(inquiries.received_at) as earliest_at
    from {{ ref('stg_preliminary_inquiries') }} as inquiries
    where inquiries.referral_id in (select reports.referral_id from reports)
    union all
    select
        'recordings' as extract,
        min(recordings.recorded_at) as earliest_at
    from {{ ref('stg_recordings') }} as recordings
    where recordings.referral_id in (select reports.referral_id from reports)
),

newest_files as (
    select
        loads.extract,
        max(loads.extracted_at) as newest_extracted_at
    from {{ source('ledger', 'loads') }} as loads
    cross join {{ source('control', 'build') }} as build
    where
        loads.status = 'landed'
        and (build.read_until is null or loads.extracted_at <= build.read_until)
    group by loads.extract
)

select
    first_rows.extract,
    {{ local_date('first_rows.earliest_at', 'build.time_zone') }} as earliest_on,
    newest_files.newest_extracted_at,
    {{ local_date('newest_files.newest_extracted_at', 'build.time_zone') }} as newest_on
from first_rows
left join newest_files
    on first_rows.extract = newest_files.extract
cross join {{ ref('int_build') }} as build
