{# A calendar date some months later, as a date; where that month has no such day, its last: 31 August and 6 months are 28 or
   29 February. #}
{% macro add_months(date, months) -%}
    {{ adapter.dispatch('add_months', 'hotline')(date, months) }}
{%- endmacro %}

{% macro default__add_months(date, months) -%}
    cast({{ date }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}
