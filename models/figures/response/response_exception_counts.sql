-- Excepted responses by kind of exception: parts of the count `excepted` of response_compliance, and nothing beside it.
with

kinds as (
    -- What a code is called at a priority, as its newest row says.
    select *
    from {{ ref('initiation_exceptions') }}
    qualify row_number() over (partition by code, priority order by effective_from desc, response_type asc) = 1
),

excepted as (
    select
        initiation_exception,
        priority,
        counted_on,
        county_fips,
        count(*) as reports
    from {{ ref('response_times') }}
    where response_status = 'excepted'
    group by initiation_exception, priority, counted_on, county_fips
),

counted as (
    select
        period_days.period_type,
        period_days.period_start,
        geographies.geography_type,
        geographies.geography_id,
        excepted.priority,
        excepted.initiation_exception,
        cast(sum(excepted.reports) as bigint) as reports
    from excepted
    inner join {{ ref('int_period_days') }} as period_days on excepted.counted_on = period_days.calendar_on
    inner join {{ ref('int_geographies') }} as geographies on excepted.county_fips = geographies.county_fips
    group by
        period_days.period_type, period_days.period_start, geographies.geography_type, geographies.geography_id,
        excepted.priority, excepted.initiation_exception
),

slices as (
    -- Where the number of excepted responses is unknown, one row says so.
    select
        {{ period_and_geography('compliance') }},
        compliance.is_covered,
        compliance.priority,
        compliance.excepted
    from {{ ref('response_compliance') }} as compliance
    where
        compliance.breakdown = 'priority'
        and compliance.priority is not null
        and coalesce(compliance.excepted > 0, true)
),

named as (
    select
        {{ period_and_geography('slices') }},
        slices.is_covered,
        slices.priority,
        counted.initiation_exception,
        kinds.label,
        kinds.citation,
        counted.reports as excepted
    from slices
    left join counted
        on
            {{ same_period_and_geography('slices', 'counted') }}
            and slices.priority = counted.priority
            and slices.excepted is not null
    left join kinds on counted.initiation_exception = kinds.code and counted.priority = kinds.priority
    order by
        slices.geography_type, slices.geography_id, slices.period_type, slices.period_start, slices.priority,
        counted.initiation_exception
)

select * from named
