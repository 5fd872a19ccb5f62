{# In a select list: the parts of a text between separators, a row for each; no row of a text that is null. #}
{% macro parts_of(text, separator) -%}
    {{ adapter.dispatch('parts_of', 'hotline')(text, separator) }}
{%- endmacro %}

{% macro default__parts_of(text, separator) -%}
    unnest(string_split({{ text }}, {{ separator }}))
{%- endmacro %}
