with build as (
    select
        as_of_on,
        -- A fiscal year is a calendar year once its dates are moved by these months.
        (13 - fiscal_year_first_month) % 12 as shift_months
    from {{ ref('int_build') }}
),

days_in_use as (
    select received_on as day_on from {{ ref('referrals') }}
    union all
    select counted_on as day_on from {{ ref('response_times') }}
    union all
    select counted_on as day_on from {{ ref('policy_verdicts') }}
),

bounds as (
    select
        build.as_of_on,
        build.shift_months,
        min(days_in_use.day_on) as first_on,
        greatest(max(days_in_use.day_on), build.as_of_on) as last_on
    from build
    cross join days_in_use
    group by build.as_of_on, build.shift_months
),

-- Whole years of either kind, so that no period lacks a day.
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

periods as (
    select
        calendar_on,
        as_of_on,
        {{ first_of('month', 'calendar_on') }} as month_start,
        {{ last_of('month', 'calendar_on') }} as month_end,
        {{ first_of('quarter', 'calendar_on', 'shift_months') }} as quarter_start,
        {{ last_of('quarter', 'calendar_on', 'shift_months') }} as quarter_end,
        {{ first_of('year', 'calendar_on', 'shift_months') }} as fiscal_year_start,
        {{ last_of('year', 'calendar_on', 'shift_months') }} as fiscal_year_end,
        {{ first_of('year', 'calendar_on') }} as calendar_year_start,
        {{ last_of('year', 'calendar_on') }} as calendar_year_end
    from days
),

numbered as (
    select
        *,
        cast(year(fiscal_year_end) as bigint) as fiscal_year,
        cast(1 + (12 + month(quarter_start) - month(fiscal_year_start)) % 12 // 3 as bigint) as fiscal_quarter
    from periods
),

labelled as (
    select
        calendar_on,
        cast(isodow(calendar_on) as bigint) as iso_weekday,
        month_start,
        month_end,
        strftime(month_start, '%Y-%m') as month_label,
        fiscal_year,
        fiscal_quarter,
        quarter_start,
        quarter_end,
        'FY' || fiscal_year || ' Q' || fiscal_quarter as quarter_label,
        fiscal_year_start,
        fiscal_year_end,
        'FY' || fiscal_year as fiscal_year_label,
        cast(year(calendar_on) as bigint) as calendar_year,
        calendar_year_start,
        calendar_year_end,
        cast(year(calendar_on) as varchar) as calendar_year_label,
        calendar_on < as_of_on as is_complete
    from numbered
)

select * from labelled
order by calendar_on
