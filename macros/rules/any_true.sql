{#
  An aggregate: whether a condition is true of any row. Where it is true of none and unknown of one, the answer is
  unknown; bool_or alone would ignore the unknown row.
#}
{% macro any_true(condition) -%}
    case when bool_or({{ condition }}) then true when bool_or(({{ condition }}) is null) then null else false end
{%- endmacro %}
