{# A calendar date some days later, as a date. #}
{% macro add_days(date, days) -%}
    {{ adapter.dispatch('add_days', 'hotline')(date, days) }}
{%- endmacro %}

{% macro default__add_days(date, days) -%}
    ({{ date }} + cast({{ days }} as integer))
{%- endmacro %}
