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
            {%- set value = 'case when laid_out.is_known then coalesce(counted.' ~ count.name ~ ', 0) end' %}
            cast({{ where_response_delivered(count.name, value, 'laid_out.counts_from_acceptance') }} as bigint)
                as {{ count.name }},
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

judged as (
    select
        *,
        timely + late + overdue as judged_reports,
        -- Where exceptions were never delivered, a late report stays late and both rates are equal.
        timely + late + overdue + coalesce(excepted, 0) as judged_reports_strict
    from filled
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
        {{ share('timely', 'judged_reports') }} as compliance_rate,
        {{ wilson_low('timely', 'judged_reports') }} as compliance_rate_low,
        {{ wilson_high('timely', 'judged_reports') }} as compliance_rate_high,
        {{ share('timely', 'judged_reports_strict') }} as compliance_rate_strict,
        {{ wilson_low('timely', 'judged_reports_strict') }} as compliance_rate_strict_low,
        {{ wilson_high('timely', 'judged_reports_strict') }} as compliance_rate_strict_high,
        reports_with_hours,
        median_hours,
        p90_hours
    from judged
    order by geography_type, geography_id, breakdown, priority, response_type, period_type, period_start
)

select * from rated
