select
    limit_id,
    priority,
    response_type,
    days,
    unit,
    counted_from,
    effective_from,
    effective_to,
    citation,
    provenance,
    description
from {{ ref('response_limits') }}
order by limit_id, priority, response_type, effective_from
