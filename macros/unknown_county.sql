{# The 78th row of `counties`: reports of which no county code is known stand there, so that counties sum to the state. #}
{% macro unknown_county() -%}
    '00000'
{%- endmacro %}
