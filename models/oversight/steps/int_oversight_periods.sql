-- One row per day on which a complaint or an index report counts and kind of period, with the period. The published
-- calendar would not do: it holds the days of reports alone, and must not reveal a complaint.
with

build as (
    select
        as_of_on,
        (13 - fiscal_year_first_month) % 12 as shift_months
    from {{ ref('int_build') }}
),

days_in_use as (
    select received_on as day_on from {{ ref('oca_complaints') }}
    union
    select index_on as day_on from {{ ref('re_reports') }}
    where index_on is not null
),

days as (
    select
        days_in_use.day_on as calendar_on,
        build.as_of_on,
        build.shift_months
    from days_in_use
    cross join build
),

{{ calendar_steps() }},

placed as (
    {{ days_in_periods('labelled') }}
),

completed as (
    select
        placed.*,
        coalesce(build.as_of_on > placed.period_end, false) as is_complete
    from placed
    cross join build
)

select * from completed
