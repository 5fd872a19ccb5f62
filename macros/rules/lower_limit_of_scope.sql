{#
  The lower limit that decides a rule's scope: the limit in force, or the rule's first limit where none was in force. So
  a report from before the rule began is still in its scope, and is not assessed.
#}
{% macro lower_limit_of_scope(rule_id) -%}
    coalesce(rule.lower_limit, (
        select generations.lower_limit
        from {{ ref('policy_rules') }} as generations
        where generations.rule_id = '{{ rule_id }}'
        order by generations.effective_from
        limit 1
    ))
{%- endmacro %}
