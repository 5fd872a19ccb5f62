{#
  Whether an investigation found every allegation unsubstantiated or ruled out, or some of them while none was substantiated
  (R(b)(4); OCA FAQ); null where that is unknown.
#}
{% macro is_unsubstantiated(finding_outcome) -%}
    {{ finding_outcome }} in ('unsubstantiated', 'ruled_out', 'unsubstantiated_or_ruled_out', 'unsubstantiated_in_part')
{%- endmacro %}
