{# Aggregate: the mean, the same to the last bit in whatever order the rows come. A sum of doubles is not; one of decimals is.
   The 15 places kept are those that a double has. #}
{% macro mean(value) -%}
    cast(sum(cast({{ value }} as decimal(38, 15))) as double) / nullif(count({{ value }}), 0)
{%- endmacro %}
