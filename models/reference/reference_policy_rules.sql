select
    position,
    rule_id,
    label,
    severity,
    citation,
    sentence,
    in_scope_when,
    counted_on,
    lower_limit,
    upper_limit,
    limit_unit,
    effective_from,
    effective_to,
    provenance
from {{ ref('policy_rules') }}
order by position, effective_from
