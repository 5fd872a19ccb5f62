{% macro reports_where(condition) -%} count(*) filter (where {{ condition }}) {%- endmacro %}
