{# The local date and time of day of an instant in a time zone, as text: 2026-03-08 14:05:00. #}
{% macro local_time_text(instant, time_zone) -%}
    {{ adapter.dispatch('local_time_text', 'hotline')(instant, time_zone) }}
{%- endmacro %}

{% macro default__local_time_text(instant, time_zone) -%}
    cast(timezone({{ time_zone }}, {{ instant }}) as varchar)
{%- endmacro %}
