-- One row per period, geography and slice in which a report was due or could not be evaluated, with its counts, and those of
-- the days that had ended at as_of, or of as many as had ended in the following year's period.
with

counted as (
    select
        {%- for count in response_counts() %}
            sum(days.{{ count.name }}) as {{ count.name }},
            {%- if count.is_compared %}
                {%- for stretch, until in compared_stretches().items() %}
                    sum(days.{{ count.name }}) filter (where days.due_on < periods.{{ until }}) as {{ count.name }}{{ stretch }},
                {%- endfor %}
            {%- endif %}
        {%- endfor %}
        period_days.period_type,
        period_days.period_start,
        days.county_fips,
        days.priority,
        days.response_type
    from {{ ref('response_compliance_daily') }} as days
    inner join {{ ref('int_period_days') }} as period_days on days.due_on = period_days.calendar_on
    inner join {{ ref('int_periods') }} as periods
        on period_days.period_type = periods.period_type and period_days.period_start = periods.period_start
    where periods.is_reached
    group by
        period_days.period_type, period_days.period_start, days.county_fips, days.priority, days.response_type
),

rolled_up as (
    {%- for breakdown, columns in response_breakdowns().items() %}
        select
            counted.period_type,
            counted.period_start,
            geographies.geography_type,
            geographies.geography_id,
            {%- for count in response_counts() %}
                sum(counted.{{ count.name }}) as {{ count.name }},
                {%- if count.is_compared %}
                    {%- for stretch in compared_stretches() %}
                        sum(counted.{{ count.name }}{{ stretch }}) as {{ count.name }}{{ stretch }},
                    {%- endfor %}
                {%- endif %}
            {%- endfor %}
            cast({{ 'counted.priority' if 'priority' in columns else 'null' }} as bigint) as priority,
            cast({{ 'counted.response_type' if 'response_type' in columns else 'null' }} as varchar) as response_type,
            '{{ breakdown }}' as breakdown
        from counted
        inner join {{ ref('int_geographies') }} as geographies on counted.county_fips = geographies.county_fips
        group by
            counted.period_type,
            counted.period_start,
            geographies.geography_type,
            geographies.geography_id
            {%- for column in columns %}, counted.{{ column }}{% endfor %}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from rolled_up
