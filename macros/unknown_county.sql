{# The 78th row of `counties`. It takes the reports without a known county code, so that counties add up to the state. #}
{% macro unknown_county() -%}
    '00000'
{%- endmacro %}
