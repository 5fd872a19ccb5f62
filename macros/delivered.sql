{#
  Whether any landed file delivered a column of an extract, or, without a column, the extract itself. It is an
  aggregate over int_deliveries. What was not delivered is unknown: every count that reads it is null, never 0.
#}
{% macro delivered(extract, column_name=none) -%}
    coalesce(bool_or(
        extract = '{{ extract }}'
        {% if column_name %}and column_name = '{{ column_name }}'{% endif %}
    ), false)
{%- endmacro %}
