-- One row per period that the figures cover, with how much of it had passed at as_of.
with

build as (
    -- The last day that had begun before as_of. At 00:00 it is the day before.
    select
        as_of_on,
        {{ local_date("(as_of - interval '1 microsecond')", 'time_zone') }} as last_begun_on
    from {{ ref('int_build') }}
),

received as (
    select
        min(received_on) as first_on,
        max(received_on) as last_on
    from {{ ref('referrals') }}
),

clocked as (
    select
        min(counted_on) as first_on,
        max(counted_on) as last_on
    from {{ ref('response_times') }}
),

measured as (
    select distinct
        days.period_type,
        days.period_start,
        days.period_end,
        days.period_label,
        cast(days.period_start - interval '12 months' as date) as previous_start,
        build.as_of_on > days.period_end as is_complete,
        greatest(
            cast(least(days.period_end, build.last_begun_on) - days.period_start as bigint) + 1, 0
        ) as days_elapsed,
        days.period_end >= received.first_on
        and days.period_start <= greatest(received.last_on, build.as_of_on) as holds_reports,
        -- A due date may lie after as_of. It lies before the first report where acceptance was recorded too early.
        days.period_end >= least(received.first_on, clocked.first_on)
        and days.period_start <= greatest(received.last_on, clocked.last_on, build.as_of_on) as holds_clocks
    from {{ ref('int_period_days') }} as days
    cross join build
    cross join received
    cross join clocked
),

compared as (
    -- Days before `compared_until` are as many as have begun in the same period of the following year.
    select
        measured.*,
        measured.period_start + cast(following.days_elapsed as integer) as compared_until
    from measured
    left join measured as following
        on
            measured.period_type = following.period_type
            and measured.period_start = following.previous_start
    where measured.holds_reports or measured.holds_clocks
)

select * from compared
