{# Aggregate: the value of the row that comes last in the order of the columns named, among rows that have a value. #}
{% macro greatest_by(value, ordered_by) -%}
    {{ adapter.dispatch('greatest_by', 'hotline')(value, ordered_by) }}
{%- endmacro %}

{% macro default__greatest_by(value, ordered_by) -%}
    arg_max({{ value }}, row({{ ordered_by | join(', ') }}))
{%- endmacro %}
