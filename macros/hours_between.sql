{# Elapsed hours between two instants, as a double: a day on which the clock changes has 23 or 25. #}
{% macro hours_between(first_instant, second_instant) -%}
    ({{ microseconds_between(first_instant, second_instant) }} / 3.6e9)
{%- endmacro %}
