{# The hour of day of an instant in a time zone, 0 to 23. On the night on which the clock repeats an hour, both passes have
   the same. #}
{% macro local_hour(instant, time_zone) -%}
    {{ adapter.dispatch('local_hour', 'hotline')(instant, time_zone) }}
{%- endmacro %}

{% macro default__local_hour(instant, time_zone) -%}
    cast(hour(timezone({{ time_zone }}, {{ instant }})) as bigint)
{%- endmacro %}
