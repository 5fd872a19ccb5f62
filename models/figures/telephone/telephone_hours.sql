-- Seconds don't add up from days to hours of the week, so each row takes its figures from the calls themselves. The line
-- serves the whole state and knows no county, so the state is its only geography.
{%- set by = ['iso_weekday', 'hour_of_day'] %}
with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

geographies as (
    select distinct
        geography_type,
        geography_id,
        geography_name
    from {{ ref('int_geographies') }}
    where geography_type = 'state'
),

-- Hours come before any join: after one, DuckDB may no longer see that the zone is constant, which is thirty times slower.
timed as (
    select
        calls.*,
        {{ local_hour('calls.offered_at', 'build.time_zone') }} as hour_of_day
    from {{ ref('calls') }} as calls
    cross join {{ ref('int_build') }} as build
),

calls as (
    select
        {%- for period_type in period_types() %}
            calendar.{{ period_type }}_start,
        {%- endfor %}
        timed.*,
        cast(isodow(timed.offered_on) as bigint) as iso_weekday
    from timed
    inner join {{ ref('calendar') }} as calendar on timed.offered_on = calendar.calendar_on
),

measured as (
    select
        {%- for period_type in period_types() %}
            {{ period_type }}_start,
        {%- endfor %}
        {{ by | join(', ') }},
        {{ counts_of_calls() }},
        {{ seconds_to_answer_of_calls() }}
    from calls
    group by grouping sets (
        {%- for period_type in period_types() %}
            ({{ period_type }}_start, {{ by | join(', ') }}){{ "," if not loop.last }}
        {%- endfor %}
    )
),

named as (
    select
        measured.*,
        {{ quantiles_to_answer('measured') }},
        case
            {%- for period_type in period_types() %}
                when {{ period_type }}_start is not null then '{{ period_type }}'
            {%- endfor %}
        end as period_type,
        coalesce(
            {%- for period_type in period_types() %}
                {{ period_type }}_start{{ "," if not loop.last }}
            {%- endfor %}
        ) as period_start
    from measured
),

known as (
    select
        {%- for count in telephone_counts() %}
            {{ where_delivered(count.name, 'named.' ~ count.name) }} as {{ count.name }},
        {%- endfor %}
        {%- for name in seconds_to_answer() %}
            {{ where_delivered(name, 'named.' ~ name) }} as {{ name }},
        {%- endfor %}
        named.period_type,
        named.period_start,
        named.{{ by | join(', named.') }}
    from named
    cross join delivered
),

published as (
    select
        {{ period_and_geography() }},
        known.{{ by | join(', known.') }},
        {%- for count in telephone_counts() %}
            known.{{ count.name }},
        {%- endfor %}
        {%- for name in seconds_to_answer() %}
            known.{{ name }},
        {%- endfor %}
        {%- for each in telephone_shares() %}
            {{ share('known.' ~ each.part, 'known.' ~ each.whole) }} as {{ each.name }},
            {{ wilson_low('known.' ~ each.part, 'known.' ~ each.whole) }} as {{ each.name }}_low,
            {{ wilson_high('known.' ~ each.part, 'known.' ~ each.whole) }} as {{ each.name }}_high,
        {%- endfor %}
        periods.is_covered
    from known
    inner join {{ ref('int_telephone_periods') }} as periods
        on known.period_type = periods.period_type and known.period_start = periods.period_start
    cross join geographies
    order by periods.period_type, periods.period_start, known.iso_weekday, known.hour_of_day
)

select * from published
