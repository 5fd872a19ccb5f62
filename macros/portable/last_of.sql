{# The last day of a date's month, quarter or year, or of the fiscal quarter or year where the months to shift are given. #}
{% macro last_of(period, date, shift_months=0) -%}
    {{ adapter.dispatch('last_of', 'hotline')(period, date, shift_months) }}
{%- endmacro %}

{% macro default__last_of(period, date, shift_months) -%}
    cast({{ first_of(period, date, shift_months) }} + interval 1 {{ period }} - interval 1 day as date)
{%- endmacro %}
