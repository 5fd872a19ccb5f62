{{ config(materialized='table') }}
-- A missing row of a report says something only where the report was received within the days that the extract covers.
with

first_rows as (
    -- An allegation has no day of its own: it counts on the day its report was received.
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
)

select
    first_rows.extract,
    first_rows.earliest_on,
    files.newest_extracted_at,
    {{ local_date('files.newest_extracted_at', 'build.time_zone') }} as newest_on
from first_rows
left join {{ ref('int_extract_files') }} as files
    on first_rows.extract = files.extract
cross join {{ ref('int_build') }} as build
