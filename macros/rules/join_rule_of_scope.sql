{#
  A join like join_rule_in_force, for a limit that decides a rule's scope. Before the rule's first generation it gives
  that generation, so a report from before the rule began is still in its scope, and is not assessed.
#}
{% macro join_rule_of_scope(rule_id, judged_on) -%}
    left join (
        select
            *,
            row_number() over (partition by rule_id order by effective_from) as generation
        from {{ ref('policy_rules') }}
    ) as rule
        on
            rule.rule_id = '{{ rule_id }}'
            and (rule.generation = 1 or {{ judged_on }} >= rule.effective_from)
            and {{ judged_on }} < rule.effective_to
{%- endmacro %}
