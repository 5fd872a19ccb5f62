{#- An as_of that is later than this after the last day in use is a typo or a wrong clock. Its empty periods would be
    a hundred years of zeros for every county and rule. -#}
{%- set years_after_last_use = 10 -%}
with build as (
    select
        as_of_on,
        -- Moved by these months, the dates of a fiscal year are those of a calendar year.
        (13 - fiscal_year_first_month) % 12 as shift_months
    from {{ ref('int_build') }}
),

days_in_use as (
    select received_on as day_on from {{ ref('referrals') }}
    union all
    select counted_on as day_on from {{ ref('response_times') }}
    union all
    select counted_on as day_on from {{ ref('policy_verdicts') }}
    union all
    select offered_on as day_on from {{ ref('calls') }}
),

bounds as (
    select
        build.as_of_on,
        build.shift_months,
        min(days_in_use.day_on) as first_on,
        greatest(
            max(days_in_use.day_on),
            least(build.as_of_on, cast(max(days_in_use.day_on) + interval {{ years_after_last_use }} year as date))
        ) as last_on
    from build
    cross join days_in_use
    group by build.as_of_on, build.shift_months
),

-- Whole calendar and fiscal years, so that no period lacks a day.
days as (
    select
        as_of_on,
        shift_months,
        {{ dates_between(
            "least(" ~ first_of('year', 'first_on') ~ ", " ~ first_of('year', 'first_on', 'shift_months') ~ ")",
            "greatest(" ~ last_of('year', 'last_on') ~ ", " ~ last_of('year', 'last_on', 'shift_months') ~ ")"
        ) }} as calendar_on
    from bounds
),

{{ calendar_steps() }}

select * from labelled
order by calendar_on
