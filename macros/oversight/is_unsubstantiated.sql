{# Whether an investigation found every allegation unsubstantiated or ruled out (R(b)(4)); null where that is unknown. #}
{% macro is_unsubstantiated(finding_outcome) -%}
    {{ finding_outcome }} in ('unsubstantiated', 'ruled_out', 'unsubstantiated_or_ruled_out')
{%- endmacro %}
