-- Every county has a row for every kind of waiting and band of days: 0 where nothing waits, and null where nobody knows.
with

counted as (
    select
        waiting.county_fips,
        waiting.waits_for,
        bands.waiting_band,
        count(*) as reports
    from {{ ref('due_reports') }} as waiting
    inner join {{ ref('waiting_bands') }} as bands
        on waiting.days_waiting >= bands.from_days and waiting.days_waiting < bands.before_days
    group by waiting.county_fips, waiting.waits_for, bands.waiting_band
),

published as (
    select
        counties.county_fips,
        counties.county_name,
        counties.district_id,
        kinds.waits_for,
        bands.waiting_band,
        bands.from_days,
        build.as_of_on,
        case when kinds.is_known then coalesce(counted.reports, 0) end as reports
    from {{ ref('counties') }} as counties
    cross join {{ ref('int_waiting_kinds') }} as kinds
    cross join {{ ref('waiting_bands') }} as bands
    cross join {{ ref('int_build') }} as build
    left join counted
        on
            counties.county_fips = counted.county_fips
            and kinds.waits_for = counted.waits_for
            and bands.waiting_band = counted.waiting_band
    where build.as_of_on is not null
)

select * from published
order by waits_for, from_days, county_fips
