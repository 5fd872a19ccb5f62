select
    code,
    label,
    description,
    citation,
    effective_from,
    effective_to,
    provenance,
    meaning,
    ncands_source_code,
    reporter_class
from {{ ref('reporter_types') }}
order by code
