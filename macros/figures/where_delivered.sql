{# A count if the columns that it needs were delivered, else null: a count of undelivered columns is unknown, and not 0. #}
{% macro where_delivered(needs, count) -%}
    {%- if needs -%} case when {{ needs }} then {{ count }} end {%- else -%} {{ count }} {%- endif -%}
{%- endmacro %}
