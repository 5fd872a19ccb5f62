{# Elapsed hours between two instants, as a double: a day on which the clock changes has 23 or 25. #}
{% macro hours_between(first_instant, second_instant) -%}
    {{ adapter.dispatch('hours_between', 'hotline')(first_instant, second_instant) }}
{%- endmacro %}

{% macro default__hours_between(first_instant, second_instant) -%}
    ((epoch_us({{ second_instant }}) - epoch_us({{ first_instant }})) / 3600000000.0)
{%- endmacro %}
