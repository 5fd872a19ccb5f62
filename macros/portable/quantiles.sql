{# Aggregate: several exact quantiles as a list, each interpolated as `quantile` does; the values are kept once for all. #}
{% macro quantiles(column, portions) -%}
    {{ adapter.dispatch('quantiles', 'hotline')(column, portions) }}
{%- endmacro %}

{% macro default__quantiles(column, portions) -%}
    quantile_cont({{ column }}, {{ portions }})
{%- endmacro %}
