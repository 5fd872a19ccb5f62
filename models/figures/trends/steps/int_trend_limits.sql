-- One row per series and baseline with a point: the XmR chart of NHS England's Making Data Count. The limits lie 2.66
-- average moving ranges from the mean. Ranges of 3.267 times their average or more are left out, and the average is
-- taken once more.
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
        {{ mean('moving_range') }} as first_average
    from ranged
    group by geography_type, geography_id, measure, baseline_start
),

-- The tolerance of 1e-9 leaves out a range of exactly 3.267 times the average, whatever its last bit.
averaged_again as (
    select
        averaged.geography_type,
        averaged.geography_id,
        averaged.measure,
        averaged.baseline_start,
        averaged.baseline_points,
        averaged.centre,
        {{ mean(
            'case when averaged.first_average = 0 or ranged.moving_range < 3.267 * averaged.first_average * (1 - 1e-9)'
            ~ ' then ranged.moving_range end'
        ) }} as average_moving_range
    from averaged
    inner join ranged
        on
            averaged.geography_type = ranged.geography_type
            and averaged.geography_id = ranged.geography_id
            and averaged.measure = ranged.measure
            and averaged.baseline_start = ranged.baseline_start
    group by
        averaged.geography_type,
        averaged.geography_id,
        averaged.measure,
        averaged.baseline_start,
        averaged.baseline_points,
        averaged.centre
),

limited as (
    select
        *,
        centre - 2.66 * average_moving_range as lower_limit,
        centre + 2.66 * average_moving_range as upper_limit
    from averaged_again
)

select * from limited
