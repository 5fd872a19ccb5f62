{# Elapsed hours as text for a reader, such as 1 h 00 min 01 s. A part of a second counts as a whole one. #}
{% macro hours_text(hours) -%}
    {%- set seconds = "ceil(round(" ~ hours ~ " * 3600, 3))" -%}
    (
        cast(cast(floor({{ seconds }} / 3600) as bigint) as varchar) || ' h '
        || lpad(cast(cast(floor({{ seconds }} / 60) % 60 as bigint) as varchar), 2, '0') || ' min '
        || lpad(cast(cast({{ seconds }} % 60 as bigint) as varchar), 2, '0') || ' s'
    )
{%- endmacro %}
