{#
  Joins, as `rule`, the row of policy_rules that was in force on a day. Where none was in force, every column of `rule`
  is null and nothing is judged.
#}
{% macro rule_in_force(rule_id, judged_on) -%}
    left join {{ ref('policy_rules') }} as rule
        on
            rule.rule_id = '{{ rule_id }}'
            and {{ judged_on }} >= rule.effective_from
            and {{ judged_on }} < rule.effective_to
{%- endmacro %}
