{# The value of a figure if everything that it needs was delivered, else null: an undelivered figure is unknown, and not 0. It
   reads `delivered`, the one row of int_delivered_figures. #}
{% macro where_delivered(figure, value) -%}
    case when delivered.{{ figure }} then {{ value }} end
{%- endmacro %}

{# The same for a figure of response clocks. `counts_from_acceptance` is SQL that is true where the group holds Priority II, whose
   clock starts at acceptance (R(h)(2)). #}
{% macro where_response_delivered(figure, value, counts_from_acceptance) -%}
    case
        when delivered.{{ figure }} and (delivered.{{ figure }}_at_priority_2 or not {{ counts_from_acceptance }})
            then {{ value }}
    end
{%- endmacro %}
