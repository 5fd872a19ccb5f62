select
    limit_id,
    priority,
    response_type,
    case unit when 'days' then length end as days,
    length,
    unit,
    counted_from,
    effective_from,
    effective_to,
    citation,
    provenance,
    description
from {{ ref('response_limits') }}
order by limit_id, priority, response_type, effective_from
