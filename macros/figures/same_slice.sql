{# Joins two relations on period, geography and slice; a missing priority or response type equals a missing one. #}
{% macro same_slice(left_relation, right_relation) -%}
    {%- for column in ['period_type', 'period_start', 'geography_type', 'geography_id', 'breakdown'] %}
        {{ left_relation }}.{{ column }} = {{ right_relation }}.{{ column }} and
    {%- endfor %}
    {%- for column in ['priority', 'response_type'] %}
        {{ left_relation }}.{{ column }} is not distinct from {{ right_relation }}.{{ column }} {{ "and" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
