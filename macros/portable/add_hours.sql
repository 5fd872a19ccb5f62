{# The instant some hours of elapsed time later, through clock changes. #}
{% macro add_hours(instant, hours) -%}
    {{ adapter.dispatch('add_hours', 'hotline')(instant, hours) }}
{%- endmacro %}

{% macro default__add_hours(instant, hours) -%}
    ({{ instant }} + to_hours(cast({{ hours }} as bigint)))
{%- endmacro %}
