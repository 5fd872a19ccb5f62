{#
  A join: the generation of a rule that was in force on a day, as `rule`. It gives a rule's model rule.lower_limit and
  rule.upper_limit:

      from {{ ref('referrals') }} as reports
      {{ join_rule_in_force('records_search_missing', 'reports.received_on') }}

  Before the rule's first generation and after its last there is none, and all of `rule` is null. So every rule judges
  `case when rule.rule_id is not null then … end`, which is null on such a day: nothing is judged.
#}
{% macro join_rule_in_force(rule_id, judged_on) -%}
    left join {{ ref('policy_rules') }} as rule
        on
            rule.rule_id = '{{ rule_id }}'
            and {{ judged_on }} >= rule.effective_from
            and {{ judged_on }} < rule.effective_to
{%- endmacro %}
