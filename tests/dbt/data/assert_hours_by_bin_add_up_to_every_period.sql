-- Finds kinds of period with another number of reports with hours than in the bins of the days, and medians that lie
-- outside the bins. Matters always: whoever rolls up the bins must get the published figure to within 4 %. No period begins
-- after the last covered day. Resolve in int_response_hours or response_hours_daily.
with

bins as (
    select
        period_days.period_type,
        sum(days.reports) as reports,
        min(days.hour_bin_from) as lowest,
        max(days.hour_bin_to) as highest
    from {{ ref('response_hours_daily') }} as days
    inner join {{ ref('int_period_days') }} as period_days on days.due_on = period_days.calendar_on
    inner join {{ ref('int_covered_until') }} as covered on period_days.period_start <= covered.covered_until_on
    group by period_days.period_type
),

periods as (
    select
        period_type,
        geography_type,
        breakdown,
        sum(reports_with_hours) as reports_with_hours,
        min(median_hours) as lowest,
        max(p90_hours) as highest
    from {{ ref('response_compliance') }}
    group by period_type, geography_type, breakdown
    having count(reports_with_hours) = count(*)
),

broken as (
    select
        periods.*,
        bins.reports
    from periods
    left join bins on periods.period_type = bins.period_type
    where
        periods.reports_with_hours <> coalesce(bins.reports, 0)
        or periods.lowest < bins.lowest
        or periods.highest > bins.highest
)

select * from broken
