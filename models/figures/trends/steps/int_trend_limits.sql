-- One row per series and baseline with a point: the XmR chart as Wheeler gives it. The limits lie 2.66 average moving
-- ranges from the mean. No range is left out of the average, however large: a range that is left out makes the limits
-- narrower, and marks months that the method does not mark.
with

ranged as (
    select
        geography_type,
        geography_id,
        measure,
        baseline_start,
        value,
        abs(value - lag(value) over (
            partition by geography_type, geography_id, measure, baseline_start order by period_start
        )) as moving_range
    from {{ ref('int_trend_points') }}
    where is_point
),

averaged as (
    select
        geography_type,
        geography_id,
        measure,
        baseline_start,
        count(*) as baseline_points,
        {{ mean('value') }} as centre,
        {{ mean('moving_range') }} as average_moving_range
    from ranged
    group by geography_type, geography_id, measure, baseline_start
),

limited as (
    select
        *,
        centre - 2.66 * average_moving_range as lower_limit,
        centre + 2.66 * average_moving_range as upper_limit
    from averaged
)

select * from limited
