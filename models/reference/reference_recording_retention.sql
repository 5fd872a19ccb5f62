select
    retention_id,
    length,
    unit,
    'recorded_on' as counted_from,
    effective_from,
    effective_to,
    citation,
    provenance,
    description
from {{ ref('recording_retention') }}
order by retention_id, effective_from
