{#
  Whether any landed file delivered a column of an extract, or the extract at all: an aggregate over int_deliveries.
  What was not delivered is unknown, and every count that reads it is null and never 0.
#}
{% macro delivered(extract, column_name=none) -%}
    coalesce(bool_or(
        extract = '{{ extract }}'
        {% if column_name %}and column_name = '{{ column_name }}'{% endif %}
    ), false)
{%- endmacro %}
