{%- set series = "partition by geography_type, geography_id, measure, baseline_start, is_point order by period_start" %}
{%- set window_of = {
    '3': series ~ ' rows between 2 preceding and current row',
    '6': series ~ ' rows between 5 preceding and current row',
    '7': series ~ ' rows between 6 preceding and current row',
    'next 3': series ~ ' rows between current row and 2 following',
    'next 7': series ~ ' rows between current row and 6 following',
} %}
with

points as (
    select * from {{ ref('int_trend_points') }}
),

limits as (
    select * from {{ ref('int_trend_limits') }}
),

metrics as (
    select * from {{ ref('metrics') }}
),

placed as (
    select
        points.*,
        coalesce(limits.baseline_points, 0) as baseline_points,
        limits.centre,
        limits.average_moving_range,
        limits.lower_limit,
        limits.upper_limit,
        metrics.direction_of_good,
        coalesce(points.is_point and limits.baseline_points >= 13 and limits.average_moving_range > 0, false) as is_judged,
        points.value - limits.centre as distance,
        limits.upper_limit - limits.centre as reach,
        -- Means and limits carry the error of their last bit: a value that differs by less lies on the line.
        1e-9 * (abs(limits.centre) + limits.average_moving_range) as rounding
    from points
    left join limits
        on
            points.geography_type = limits.geography_type
            and points.geography_id = limits.geography_id
            and points.measure = limits.measure
            and points.baseline_start = limits.baseline_start
    left join metrics on points.measure = metrics.metric_id
),

sided as (
    select
        *,
        case when distance > rounding then 1 when distance < -rounding then -1 else 0 end as side,
        abs(distance) > reach + rounding as is_outside,
        -- A point outside a limit is beyond two thirds of the way too.
        abs(distance) > reach * 2 / 3 + rounding as is_far,
        sign(value - lag(value) over ({{ series }})) as step
    from placed
),

-- Whether a window of the rule's length ends with the point. Windows are over points alone, so other months break none.
ended as (
    select
        *,
        sum(step) over ({{ window_of['6'] }}) = 6 as ends_rise,
        sum(step) over ({{ window_of['6'] }}) = -6 as ends_fall,
        abs(sum(side) over ({{ window_of['3'] }})) = 3
        and count(*) filter (where is_far) over ({{ window_of['3'] }}) >= 2 as ends_two_of_three,
        abs(sum(side) over ({{ window_of['7'] }})) = 7 as ends_shift
    from sided
),

-- Every point of a run has its signal, not only the last; of two of three, each point that is far out.
joined as (
    select
        *,
        bool_or(ends_rise) over ({{ window_of['next 7'] }}) as in_rise,
        bool_or(ends_fall) over ({{ window_of['next 7'] }}) as in_fall,
        is_far and bool_or(ends_two_of_three) over ({{ window_of['next 3'] }}) as in_two_of_three,
        bool_or(ends_shift) over ({{ window_of['next 7'] }}) as in_shift
    from ended
),

signalled as (
    select
        *,
        case
            when not is_judged then 'not_judged'
            when is_outside then 'outside'
            when in_rise or in_fall then 'trend'
            when in_two_of_three then 'two_of_three'
            when in_shift then 'shift'
            else 'common_cause'
        end as signal
    from joined
),

directed as (
    select
        *,
        case
            when signal <> 'trend' then side
            -- A turning point belongs to a rise and a fall, and is read by the run that begins with it.
            when in_rise and in_fall then -step
            when in_rise then 1
            else -1
        end as direction
    from signalled
),

published as (
    select
        period_start,
        period_end,
        period_label,
        geography_type,
        geography_id,
        geography_name,
        measure,
        is_complete,
        is_covered,
        is_point,
        is_mature,
        numerator,
        denominator,
        value,
        value_low,
        value_high,
        has_small_denominator,
        baseline_start,
        baseline_points,
        annotation,
        restarted_on,
        restart_reason,
        restart_citation,
        centre,
        average_moving_range,
        lower_limit,
        upper_limit,
        baseline_points < 13 as is_provisional,
        signal,
        case
            when signal in ('common_cause', 'not_judged') then signal
            when direction_of_good = 'higher' then case when direction > 0 then 'improvement' else 'concern' end
            when direction_of_good = 'lower' then case when direction < 0 then 'improvement' else 'concern' end
            else 'neutral'
        end as reading
    from directed
)

select * from published
order by geography_type, geography_id, measure, period_start
