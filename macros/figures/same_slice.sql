{# The condition that joins two relations by period, geography and slice. A missing priority or response type equals a missing
   one. #}
{% macro same_slice(left_relation, right_relation) -%}
    {{ same_period_and_geography(left_relation, right_relation) }}
    and {{ left_relation }}.breakdown = {{ right_relation }}.breakdown and
    {%- for column in ['priority', 'response_type'] %}
        {{ left_relation }}.{{ column }} is not distinct from {{ right_relation }}.{{ column }} {{ "and" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
