{# Steps of a query (periods, numbered, labelled) that place the days of an earlier step in their months, quarters and years.
   That step is `days`, with calendar_on, as_of_on and shift_months: the months that turn a fiscal year into a calendar year. #}
{% macro calendar_steps() -%}
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
{%- endmacro %}
