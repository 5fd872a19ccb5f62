{# Aggregate in three values: true where any row is, else null where a row is not known, else false. #}
{% macro any_known(condition) -%}
    case
        when bool_or({{ condition }}) then true
        when count(*) filter (where ({{ condition }}) is null) > 0 then null
        else false
    end
{%- endmacro %}
