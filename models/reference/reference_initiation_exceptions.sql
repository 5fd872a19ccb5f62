select
    code,
    label,
    description,
    priority,
    response_type,
    citation,
    effective_from,
    effective_to,
    provenance,
    meaning
from {{ ref('initiation_exceptions') }}
order by code, priority, response_type, effective_from
