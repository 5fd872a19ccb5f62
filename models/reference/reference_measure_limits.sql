select
    limit_id,
    label,
    upper_limit,
    limit_unit,
    effective_from,
    effective_to,
    citation,
    provenance,
    description
from {{ ref('measure_limits') }}
order by limit_id, effective_from
