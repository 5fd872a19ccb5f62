-- One row per period up to the last covered day, with how much of it had passed at as_of. The Hotline answers day and
-- night, so a period without a report in the whole state is a gap in what was delivered, and has no figures (R(a)).
with

build as (
    -- The last day that had begun before as_of. At 00:00 it is the day before.
    select
        as_of_on,
        {{ local_date("(as_of - interval '1 microsecond')", 'time_zone') }} as last_begun_on
    from {{ ref('int_build') }}
),

received_days as (
    select distinct received_on
    from {{ ref('referrals') }}
),

received as (
    select
        min(received_on) as first_on,
        max(received_on) as last_on
    from received_days
),

clocked as (
    select min(counted_on) as first_on
    from {{ ref('response_times') }}
),

days as (
    select
        period_days.*,
        received_days.received_on
    from {{ ref('int_period_days') }} as period_days
    left join received_days on period_days.calendar_on = received_days.received_on
),

periods as (
    select
        period_type,
        period_start,
        period_end,
        period_label,
        count(received_on) > 0 as holds_reports
    from days
    group by period_type, period_start, period_end, period_label
),

measured as (
    select
        periods.*,
        cast(periods.period_start - interval '12 months' as date) as previous_start,
        build.as_of_on > periods.period_end as is_complete,
        build.as_of_on > periods.period_end and covered.covered_until_on >= periods.period_end as is_covered,
        greatest(
            cast(least(periods.period_end, build.last_begun_on) - periods.period_start as bigint) + 1, 0
        ) as days_elapsed,
        greatest(
            cast(least(periods.period_end + 1, build.as_of_on) - periods.period_start as bigint), 0
        ) as days_ended,
        not periods.holds_reports
        and periods.period_start > received.first_on
        and periods.period_start < received.last_on as is_gap,
        -- A due date lies before the first report where acceptance was recorded too early.
        periods.period_end >= least(received.first_on, clocked.first_on)
        and periods.period_start <= covered.covered_until_on as is_reached
    from periods
    cross join build
    cross join received
    cross join clocked
    cross join {{ ref('int_covered_until') }} as covered
),

compared as (
    -- Days before `compared_until` are as many as have begun in the same period of the following year, and those before
    -- `compared_ended_until` as many as have ended in it.
    select
        measured.*,
        measured.period_start + cast(measured.days_ended as integer) as ended_until,
        measured.period_start + cast(following.days_elapsed as integer) as compared_until,
        measured.period_start + cast(following.days_ended as integer) as compared_ended_until
    from measured
    left join measured as following
        on
            measured.period_type = following.period_type
            and measured.period_start = following.previous_start
    where measured.holds_reports or measured.is_reached
)

select * from compared
