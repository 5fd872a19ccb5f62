-- One row per month of a series: whether it is a point of the chart, and the month from which its limits are counted. A
-- change of policy or practice restarts the limits with the first month that begins on its day or later, so that no
-- month is judged half by one policy and half by another. A change of the state restarts the series of every district
-- too.
with

monthly as (
    select
        period_start,
        period_end,
        period_label,
        geography_type,
        geography_id,
        geography_name,
        is_complete,
        measure,
        numerator,
        denominator,
        value,
        value_low,
        value_high,
        has_small_denominator,
        is_mature
    from {{ ref('int_measures') }}
    where period_type = 'month'
),

geographies as (
    select distinct
        geography_type,
        geography_id
    from monthly
),

changes as (
    select
        annotated_on,
        geography_type,
        geography_id,
        what,
        citation,
        {{ last_of('month', 'annotated_on - 1') }} + 1 as restarts_on
    from {{ ref('annotations') }}
),

restarts as (
    select
        geographies.geography_type,
        geographies.geography_id,
        changes.restarts_on,
        max(changes.annotated_on) as restarted_on,
        {{ joined_text('changes.what', "' '", 'changes.annotated_on, changes.what') }} as restart_reason,
        {{ joined_text('changes.citation', "'; '", 'changes.annotated_on, changes.what') }} as restart_citation,
        lead(changes.restarts_on) over (
            partition by geographies.geography_type, geographies.geography_id order by changes.restarts_on
        ) as next_restart_on
    from geographies
    cross join changes
    where
        changes.geography_type = 'state'
        or (
            changes.geography_type = geographies.geography_type
            and changes.geography_id = geographies.geography_id
        )
    group by geographies.geography_type, geographies.geography_id, changes.restarts_on
),

placed as (
    select
        monthly.*,
        monthly.is_complete and monthly.value is not null as is_point,
        restarts.restarted_on,
        restarts.restart_reason,
        restarts.restart_citation,
        min(monthly.period_start) over (
            partition by
                monthly.geography_type, monthly.geography_id, monthly.measure, restarts.restarts_on
        ) as baseline_start
    from monthly
    left join restarts
        on
            monthly.geography_type = restarts.geography_type
            and monthly.geography_id = restarts.geography_id
            and monthly.period_start >= restarts.restarts_on
            and monthly.period_start < coalesce(restarts.next_restart_on, date '9999-12-31')
)

select * from placed
