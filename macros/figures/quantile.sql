{# Aggregate: the exact quantile, interpolated between the two nearest values. #}
{% macro quantile(column, portion) -%}
    {{ return(adapter.dispatch('quantile', 'hotline')(column, portion)) }}
{%- endmacro %}

{% macro default__quantile(column, portion) -%}
    quantile_cont({{ column }}, {{ portion }})
{%- endmacro %}
