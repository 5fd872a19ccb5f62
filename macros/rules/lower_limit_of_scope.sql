{#
  The lower limit that decides a rule's scope: that of the generation in force, else the first that there was. Before a
  rule began a report is in its scope all the same, and is not assessed.
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
