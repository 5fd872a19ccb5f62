{#
  A condition: whether a code, as delivered, has one of these meanings. Each state has codes of its own, and its seed
  gives each code the meaning that the policy knows. Null where the code is missing. Whether a report is a duplicate:

      {{ means('reports.screen_out_reason', 'screen_out_reasons', ['duplicate']) }}
#}
{% macro means(column, code_list, meanings) -%}
    {{ column }} in (
        select codes.code
        from {{ ref(code_list) }} as codes
        where codes.meaning in ('{{ meanings | join("', '") }}')
    )
{%- endmacro %}
