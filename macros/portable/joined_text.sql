{# Aggregate: the texts of the rows one after another in the order of a column, with something between them. #}
{% macro joined_text(value, between, ordered_by) -%}
    {{ adapter.dispatch('joined_text', 'hotline')(value, between, ordered_by) }}
{%- endmacro %}

{% macro default__joined_text(value, between, ordered_by) -%}
    string_agg({{ value }}, {{ between }} order by {{ ordered_by }})
{%- endmacro %}
