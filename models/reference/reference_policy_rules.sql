select
    scopes.position,
    rules.rule_id,
    rules.label,
    rules.severity,
    rules.citation,
    rules.sentence,
    scopes.in_scope_when,
    scopes.counted_on,
    rules.lower_limit,
    rules.upper_limit,
    rules.limit_unit,
    rules.effective_from,
    rules.effective_to,
    rules.provenance
from {{ ref('policy_rules') }} as rules
left join {{ ref('rule_scopes') }} as scopes on rules.rule_id = scopes.rule_id
order by scopes.position, rules.effective_from
