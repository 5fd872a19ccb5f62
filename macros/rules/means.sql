{#
  Whether a code, as delivered, has one of these meanings. Each state has codes of its own, and its seed gives each code
  the meaning that the policy knows. Null where the code is missing.
#}
{% macro means(column, code_list, meanings) -%}
    {{ column }} in (
        select codes.code
        from {{ ref(code_list) }} as codes
        where codes.meaning in ('{{ meanings | join("', '") }}')
    )
{%- endmacro %}
