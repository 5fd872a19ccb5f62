{# The calendar date of an instant in a time zone, through clock changes. #}
{% macro local_date(instant, time_zone) -%}
    {{ adapter.dispatch('local_date', 'hotline')(instant, time_zone) }}
{%- endmacro %}

{% macro default__local_date(instant, time_zone) -%}
    cast(timezone({{ time_zone }}, {{ instant }}) as date)
{%- endmacro %}
