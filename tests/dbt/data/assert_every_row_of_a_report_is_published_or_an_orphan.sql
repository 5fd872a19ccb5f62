-- Finds extracts whose published rows and orphans (rows of a report that is not current) are not all of their current rows.
-- Matters always: the rules judge too few or too many. Resolve in the join of the extract's table that drops or doubles rows.
with

counted as (
    select
        'reviews' as extract,
        (select count(*) from {{ ref('stg_reviews') }}) as delivered,
        (select count(*) from {{ ref('screening_reviews') }}) as published
    union all
    select
        'preliminary_inquiries' as extract,
        (select count(*) from {{ ref('stg_preliminary_inquiries') }}) as delivered,
        (select count(*) from {{ ref('preliminary_inquiries') }}) as published
    union all
    select
        'recordings' as extract,
        (select count(*) from {{ ref('stg_recordings') }}) as delivered,
        (select count(*) from {{ ref('recordings') }}) as published
    union all
    select
        'contacts' as extract,
        (select count(*) from {{ ref('stg_contacts') }}) as delivered,
        (select count(*) from {{ ref('contacts') }}) as published
    union all
    select
        'recording_disclosures' as extract,
        (select count(*) from {{ ref('stg_recording_disclosures') }}) as delivered,
        (select count(*) from {{ ref('recording_disclosures') }}) as published
)

select
    counted.extract,
    counted.delivered,
    counted.published,
    orphans.orphan_count
from counted
inner join {{ ref('int_orphan_counts') }} as orphans
    on counted.extract = orphans.extract
where counted.delivered <> counted.published + orphans.orphan_count
