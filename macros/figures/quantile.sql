{# Aggregate: the exact quantile, interpolated between the two nearest values. #}
{% macro quantile(column, portion) -%}
    {{ return(adapter.dispatch('quantile', 'hotline')(column, portion)) }}
{%- endmacro %}

{% macro default__quantile(column, portion) -%}
    quantile_cont({{ column }}, {{ portion }})
{%- endmacro %}

{#
  Aggregate: several of them as one value, from which nth_quantile takes one (the first is 1). The values are kept and
  sorted once, which is what an exact quantile costs.
#}
{% macro quantiles(column, portions) -%}
    {{ return(adapter.dispatch('quantiles', 'hotline')(column, portions)) }}
{%- endmacro %}

{% macro default__quantiles(column, portions) -%}
    quantile_cont({{ column }}, {{ portions }})
{%- endmacro %}

{% macro nth_quantile(quantiles, place) -%}
    {{ return(adapter.dispatch('nth_quantile', 'hotline')(quantiles, place)) }}
{%- endmacro %}

{% macro default__nth_quantile(quantiles, place) -%}
    {{ quantiles }}[{{ place }}]
{%- endmacro %}
