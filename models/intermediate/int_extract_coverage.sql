-- From when to when an extract speaks. That a report has no row there says something only if it was received between.
with

first_rows as (
    -- An allegation has no day of its own: it counts on the day that its report was received.
    select
        'allegations' as extract,
        min(received_on) as earliest_on
    from {{ ref('referrals') }}
    where allegation_count > 0
    union all
    select
        'preliminary_inquiries' as extract,
        min(received_on) as earliest_on
    from {{ ref('preliminary_inquiries') }}
    union all
    select
        'recordings' as extract,
        min(recorded_on) as earliest_on
    from {{ ref('recordings') }}
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
    first_rows.earliest_on,
    newest_files.newest_extracted_at,
    {{ local_date('newest_files.newest_extracted_at', 'build.time_zone') }} as newest_on
from first_rows
left join newest_files
    on first_rows.extract = newest_files.extract
cross join {{ ref('int_build') }} as build
