select
    retention_id,
    length,
    unit,
    counted_from,
    effective_from,
    effective_to,
    citation,
    provenance,
    description
from {{ ref('recording_retention') }}
order by retention_id, effective_from
