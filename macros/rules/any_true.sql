{#
  Aggregate: whether a condition is true of any row. One row of which it is unknown leaves it unknown, unless another
  is true; bool_or alone would pass over it.
#}
{% macro any_true(condition) -%}
    case when bool_or({{ condition }}) then true when bool_or(({{ condition }}) is null) then null else false end
{%- endmacro %}
