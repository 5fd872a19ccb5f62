{# Whether a rule is broken: true, false, or null where the rule was not in force or a deciding value is unknown. #}
{% macro judged(condition) -%}
    case when rule.rule_id is not null then {{ condition }} end
{%- endmacro %}
