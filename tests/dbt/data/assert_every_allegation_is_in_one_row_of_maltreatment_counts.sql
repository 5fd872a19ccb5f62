-- Finds kinds of period and geography in which the allegations of all types do not add up to the allegations of current
-- reports. Matters always: each allegation belongs to one report, and so to one month, quarter, year, county and district.
-- Resolve in maltreatment_counts, or in the macro break_down. Counts that are null because a column was not delivered are
-- not compared.
with

allegations as (
    select count(*) as allegation_rows from {{ ref('allegations') }}
),

counted as (
    select
        period_type,
        geography_type,
        sum(allegations) as allegations,
        count(*) > count(allegations) as is_unknown
    from {{ ref('maltreatment_counts') }}
    group by period_type, geography_type
),

broken as (
    select
        counted.period_type,
        counted.geography_type,
        counted.allegations,
        allegations.allegation_rows
    from counted
    cross join allegations
    where not counted.is_unknown and counted.allegations <> allegations.allegation_rows
)

select * from broken
