-- One row per period in which a call was offered, with how much of it had passed at as_of. The line is open day and
-- night, so a period without a call is a gap in what was delivered, and has no figures (R(a)).
with

build as (
    -- The last day that had begun before as_of. At 00:00 it is the day before.
    select
        as_of_on,
        time_zone,
        {{ local_date("(as_of - interval '1 microsecond')", 'time_zone') }} as last_begun_on
    from {{ ref('int_build') }}
),

offered as (
    select max(offered_on) as last_on
    from {{ ref('telephone_daily') }}
),

stated as (
    select max(newest_stated_at) as newest_stated_at
    from {{ ref('int_extract_files') }}
    where extract = 'calls'
),

covered as (
    -- A file that states its time reaches to it. One that states none reaches to the newest call that it brought.
    select
        build.as_of_on,
        build.last_begun_on,
        least(
            build.as_of_on,
            greatest(
                offered.last_on,
                coalesce({{ local_date('stated.newest_stated_at', 'build.time_zone') }}, offered.last_on)
            )
        ) as covered_until_on
    from build
    cross join offered
    cross join stated
),

periods as (
    select
        period_days.period_type,
        period_days.period_start,
        period_days.period_end,
        period_days.period_label,
        count(days.offered_on) > 0 as holds_calls
    from {{ ref('int_period_days') }} as period_days
    left join {{ ref('telephone_daily') }} as days on period_days.calendar_on = days.offered_on
    group by period_days.period_type, period_days.period_start, period_days.period_end, period_days.period_label
),

measured as (
    select
        periods.*,
        cast(periods.period_start - interval '12 months' as date) as previous_start,
        covered.as_of_on > periods.period_end as is_complete,
        covered.as_of_on > periods.period_end and covered.covered_until_on >= periods.period_end as is_covered,
        greatest(
            cast(least(periods.period_end, covered.last_begun_on) - periods.period_start as bigint) + 1, 0
        ) as days_elapsed
    from periods
    cross join covered
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
    where measured.holds_calls
)

select * from compared
