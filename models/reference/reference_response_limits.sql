select
    limits.limit_id,
    limits.priority,
    limits.response_type,
    limits.days,
    kinds.unit,
    kinds.counted_from,
    limits.effective_from,
    limits.effective_to,
    limits.citation,
    limits.provenance,
    limits.description
from {{ ref('response_limits') }} as limits
left join {{ ref('response_limit_kinds') }} as kinds
    on limits.limit_id = kinds.limit_id and limits.priority = kinds.priority
order by limits.limit_id, limits.priority, limits.response_type, limits.effective_from
