{# Aggregate: the mean. The order of the rows does not change its last bit, as it would change that of a sum of doubles: the
   values are summed as decimals. The 15 places kept are those of a double. #}
{% macro mean(value) -%}
    cast(sum(cast({{ value }} as decimal(38, 15))) as double) / nullif(count({{ value }}), 0)
{%- endmacro %}
