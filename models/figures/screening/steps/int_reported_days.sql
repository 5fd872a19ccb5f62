-- One row per period with a day that had ended at as_of, from the first report on: how many such days, and how many of
-- them without any report in the whole state. The Hotline answers day and night, so a day without a report is a gap in
-- the extract (R(a)).
with

received as (
    select distinct received_on
    from {{ ref('referrals') }}
),

days as (
    select
        calendar.calendar_on,
        received.received_on is null as is_without_reports
    from {{ ref('calendar') }} as calendar
    left join received on calendar.calendar_on = received.received_on
    where
        calendar.is_complete
        and calendar.calendar_on >= (select min(earliest.received_on) from received as earliest)
),

counted as (
    select
        periods.period_type,
        periods.period_start,
        count(*) as days_ended,
        count(*) filter (where days.is_without_reports) as days_without_reports
    from days
    inner join {{ ref('int_period_days') }} as periods on days.calendar_on = periods.calendar_on
    group by periods.period_type, periods.period_start
)

select * from counted
