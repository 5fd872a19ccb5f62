{#
  Whether a code, as delivered, stands for one of the meanings that policy knows: a state has codes of its own,
  and its seed says what each stands for. Null where the code is missing.
#}
{% macro means(column, code_list, meanings) -%}
    {{ column }} in (
        select codes.code
        from {{ ref(code_list) }} as codes
        where codes.meaning in ('{{ meanings | join("', '") }}')
    )
{%- endmacro %}
