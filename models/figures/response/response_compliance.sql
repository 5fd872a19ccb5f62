with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

laid_out as (
    select
        periods.*,
        geographies.*,
        slices.*
    from {{ every_period_and_geography(ref('int_periods')) }}
    cross join {{ ref('int_response_slices') }} as slices
    where periods.is_reached
),

filled as (
    select
        laid_out.*,
        {%- for count in response_counts() %}
            {%- for stretch in [''] + (compared_stretches() | list if count.is_compared else []) %}
                {%- set name = count.name ~ stretch %}
                {%- set value = 'case when laid_out.is_known then coalesce(counted.' ~ name ~ ', 0) end' %}
                cast({{ where_response_delivered(count.name, value, 'laid_out.counts_from_acceptance') }} as bigint)
                    as {{ name }},
            {%- endfor %}
        {%- endfor %}
        {{ where_response_delivered(
            'reports_with_hours',
            'case when laid_out.is_known then coalesce(hours.reports_with_hours, 0) end',
            'laid_out.counts_from_acceptance'
        ) }} as reports_with_hours,
        {{ where_response_delivered('median_hours', 'hours.median_hours', 'laid_out.counts_from_acceptance') }} as median_hours,
        {{ where_response_delivered('p90_hours', 'hours.p90_hours', 'laid_out.counts_from_acceptance') }} as p90_hours
    from laid_out
    left join {{ ref('int_response_periods') }} as counted on {{ same_slice('laid_out', 'counted') }}
    left join {{ ref('int_response_hours') }} as hours on {{ same_slice('laid_out', 'hours') }}
    cross join delivered
    -- Every slice and geography of a period in which the state has a report: a slice without a clock says 0. In a period
    -- without any report only the clocks of earlier reports count.
    where laid_out.holds_reports or counted.period_start is not null
),

compared as (
    select
        {%- for count in response_counts() if count.is_compared %}
            previous.{{ count.name }}_to_date_of_following as {{ count.name }}_to_date_previous_year,
        {%- endfor %}
        filled.*
    from filled
    left join filled as previous
        on
            filled.period_type = previous.period_type
            and filled.previous_start = previous.period_start
            and filled.geography_type = previous.geography_type
            and filled.geography_id = previous.geography_id
            and filled.breakdown = previous.breakdown
            and filled.priority is not distinct from previous.priority
            and filled.response_type is not distinct from previous.response_type
),

judged as (
    select
        {%- for of in compared_columns() %}
            timely{{ of }} + late{{ of }} + overdue{{ of }} as judged_reports{{ of }},
            -- Where exceptions were never delivered, a late report stays late and both rates are equal.
            timely{{ of }} + late{{ of }} + overdue{{ of }} + coalesce(excepted{{ of }}, 0) as judged_reports_strict{{ of }},
        {%- endfor %}
        *
    from compared
),

rated as (
    select
        period_type,
        period_start,
        period_end,
        period_label,
        geography_type,
        geography_id,
        geography_name,
        breakdown,
        priority,
        response_type,
        is_complete,
        is_covered,
        {%- for count in response_counts() %}
            {{ count.name }},
        {%- endfor %}
        {%- for of in compared_columns() %}
            {%- for count in response_counts() if of and count.is_compared %}
                {{ count.name }}{{ of }},
            {%- endfor %}
            {{ compliance_rates(of) }},
        {%- endfor %}
        reports_with_hours,
        median_hours,
        p90_hours
    from judged
    order by geography_type, geography_id, breakdown, priority, response_type, period_type, period_start
)

select * from rated
