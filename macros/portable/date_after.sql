{# The date some days, months or years after a date; the unit is a value. A month without that day ends on its last day. #}
{% macro date_after(from_date, length, unit) -%}
    {{ adapter.dispatch('date_after', 'hotline')(from_date, length, unit) }}
{%- endmacro %}

{% macro default__date_after(from_date, length, unit) -%}
    cast({{ from_date }} + cast({{ length }} || ' ' || {{ unit }} as interval) as date)
{%- endmacro %}
