{# Elapsed hours in words for a reader, down to the second, of which a part counts as whole: 1 h 00 min 01 s. #}
{% macro hours_text(hours) -%}
    {%- set seconds = "ceil(round(" ~ hours ~ " * 3600, 3))" -%}
    (
        cast(cast(floor({{ seconds }} / 3600) as bigint) as varchar) || ' h '
        || lpad(cast(cast(floor({{ seconds }} / 60) % 60 as bigint) as varchar), 2, '0') || ' min '
        || lpad(cast(cast({{ seconds }} % 60 as bigint) as varchar), 2, '0') || ' s'
    )
{%- endmacro %}
