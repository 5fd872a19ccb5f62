{# A count where the columns it needs were delivered, else null: what was never delivered is unknown, not 0. #}
{% macro where_delivered(needs, count) -%}
    {%- if needs -%} case when {{ needs }} then {{ count }} end {%- else -%} {{ count }} {%- endif -%}
{%- endmacro %}
