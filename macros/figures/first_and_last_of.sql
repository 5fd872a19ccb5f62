{#
  The first and the last day of the month, quarter or year in which a date lies. Where the months to shift are given, which
  turn a fiscal year into a calendar year, they are those of the fiscal quarter or year: with a fiscal year from July
  shift_months is 6, and the fiscal year of 30 June 2026 begins on 1 July 2025.
#}
{% macro first_of(period, date, shift_months=none) -%}
    {%- if shift_months -%}
        cast(
            date_trunc('{{ period }}', {{ date }} + interval 1 month * {{ shift_months }})
            - interval 1 month * {{ shift_months }} as date
        )
    {%- else -%}
        cast(date_trunc('{{ period }}', {{ date }}) as date)
    {%- endif -%}
{%- endmacro %}

{% macro last_of(period, date, shift_months=none) -%}
    cast({{ first_of(period, date, shift_months) }} + interval 1 {{ period }} - interval 1 day as date)
{%- endmacro %}
