{#
  Joins the generation of a rule that was in force on a day, as `rule`. Before its first and after its last day
  there is none, `rule` is all null and nothing is judged.
#}
{% macro rule_in_force(rule_id, judged_on) -%}
    left join {{ ref('policy_rules') }} as rule
        on
            rule.rule_id = '{{ rule_id }}'
            and {{ judged_on }} >= rule.effective_from
            and {{ judged_on }} < rule.effective_to
{%- endmacro %}
