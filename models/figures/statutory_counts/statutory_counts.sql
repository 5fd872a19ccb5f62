with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

allegations as (
    select * from {{ ref('int_extract_coverage') }}
    where extract = 'allegations'
),

laid_out as (
    -- Every geography in every period in which the state has a report: a county without one says 0.
    select
        periods.*,
        geographies.*
    from {{ every_period_and_geography(ref('int_periods')) }}
    where periods.holds_reports
),

filled as (
    select
        {%- for count in statutory_counts() %}
            {%- for name in [count.name, count.name ~ '_to_date'] %}
                {%- set value = where_covered(
                    count, 'coalesce(counted.' ~ name ~ ', 0)', 'counted.investigations',
                    'laid_out.period_start', 'laid_out.period_end'
                ) %}
                cast({{ where_delivered(count.name, value) }} as bigint) as {{ name }},
            {%- endfor %}
        {%- endfor %}
        laid_out.*
    from laid_out
    left join {{ ref('int_statutory_periods') }} as counted
        on {{ same_period_and_geography('laid_out', 'counted') }}
    cross join allegations
    cross join delivered
),

compared as (
    select
        {{ period_and_geography('filled') }},
        {%- for count in statutory_counts() %}
            filled.{{ count.name }},
        {%- endfor %}
        {%- for each in statutory_shares() %}
            {{ share('filled.' ~ each.part, 'filled.' ~ each.whole) }} as {{ each.name }},
        {%- endfor %}
        {%- for count in statutory_counts() %}
            previous.{{ count.name }} as {{ count.name }}_previous_year,
            previous.{{ count.name }}_to_date as {{ count.name }}_to_date_previous_year,
        {%- endfor %}
        filled.is_covered,
        filled.days_elapsed
    from filled
    left join filled as previous
        on
            filled.period_type = previous.period_type
            and filled.previous_start = previous.period_start
            and filled.geography_type = previous.geography_type
            and filled.geography_id = previous.geography_id
    order by filled.geography_type, filled.geography_id, filled.period_type, filled.period_start
)

select * from compared
