{# The flags of int_delivered without which a response count is unknown. `reads_acceptance` is SQL that is true where the
   group holds Priority II, whose clock starts at acceptance (R(h)(2)). #}
{% macro response_count_needs(name, reads_acceptance) -%}
    delivered.screening_decision and delivered.priority and delivered.response_type
    and (delivered.accepted_at or not {{ reads_acceptance }})
    {%- if name != 'due' %} and delivered.initiated_at {%- endif %}
    {%- if name == 'excepted' %} and delivered.initiation_exception {%- endif %}
{%- endmacro %}
