{#
  Joins the limits of the response clock of a priority and response type that were in force on a day, as `limits`. One that
  was not in force is null.
#}
{% macro response_limits_in_force(priority, response_type, judged_on) -%}
    left join {{ ref('int_response_limits') }} as limits
        on
            limits.priority = {{ priority }}
            and limits.response_type = {{ response_type }}
            and {{ judged_on }} >= limits.effective_from
            and {{ judged_on }} < limits.effective_to
{%- endmacro %}
