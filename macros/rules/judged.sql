{# Whether a rule is broken: true, false, or null where it was not in force or what decides is not known. #}
{% macro judged(condition) -%}
    case when rule.rule_id is not null then {{ condition }} end
{%- endmacro %}
