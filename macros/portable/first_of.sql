{# The first day of a date's month, quarter or year, or of the fiscal quarter or year where the months to shift are given. #}
{% macro first_of(period, date, shift_months=0) -%}
    {{ adapter.dispatch('first_of', 'hotline')(period, date, shift_months) }}
{%- endmacro %}

{% macro default__first_of(period, date, shift_months) -%}
    cast(
        date_trunc('{{ period }}', {{ date }} + to_months(cast({{ shift_months }} as integer)))
        - to_months(cast({{ shift_months }} as integer)) as date
    )
{%- endmacro %}
