with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

laid_out as (
    -- Every geography in every period in which the state has a report: a county without one says 0. A gap between two
    -- reports has a row of the state alone, which says how many days are missing.
    select
        {{ period_and_geography() }},
        periods.holds_reports
    from {{ every_period_and_geography(ref('int_periods')) }}
    where periods.holds_reports or (periods.is_gap and geographies.geography_type = 'state')
),

filled as (
    select
        {%- for count in screening_counts() %}
            {%- set value = 'case when laid_out.holds_reports then coalesce(counted.' ~ count.name ~ ', 0) end' %}
            cast({{ where_delivered(count.name, value) }} as bigint) as {{ count.name }},
        {%- endfor %}
        {%- for clock in measured_clocks() %}
            {{ where_delivered(clock.median, 'quantiles.' ~ clock.median) }} as {{ clock.median }},
            {{ where_delivered(clock.p90, 'quantiles.' ~ clock.p90) }} as {{ clock.p90 }},
        {%- endfor %}
        -- A day without a report in one county or district is no gap in the extract.
        case when laid_out.geography_type = 'state' then coalesce(days.days_ended, 0) end as days_ended,
        case when laid_out.geography_type = 'state' then coalesce(days.days_without_reports, 0) end as days_without_reports,
        laid_out.*
    from laid_out
    left join {{ ref('int_screening_periods') }} as counted on {{ same_period_and_geography('laid_out', 'counted') }}
    left join {{ ref('int_screening_quantiles') }} as quantiles
        on {{ same_period_and_geography('laid_out', 'quantiles') }}
    left join {{ ref('int_reported_days') }} as days
        on laid_out.period_type = days.period_type and laid_out.period_start = days.period_start
    cross join delivered
),

measured as (
    select
        {{ period_and_geography('filled') }},
        {%- for count in screening_counts() %}
            filled.{{ count.name }},
        {%- endfor %}
        {%- for clock in measured_clocks() %}
            filled.{{ clock.median }},
            filled.{{ clock.p90 }},
        {%- endfor %}
        {%- for each in screening_shares() %}
            {{ share('filled.' ~ each.part, 'filled.' ~ each.whole) }} as {{ each.name }},
            {{ wilson_low('filled.' ~ each.part, 'filled.' ~ each.whole) }} as {{ each.name }}_low,
            {{ wilson_high('filled.' ~ each.part, 'filled.' ~ each.whole) }} as {{ each.name }}_high,
        {%- endfor %}
        filled.days_ended,
        filled.days_without_reports
    from filled
    order by filled.geography_type, filled.geography_id, filled.period_type, filled.period_start
)

select * from measured
