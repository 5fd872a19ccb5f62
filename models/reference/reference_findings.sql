select
    code,
    label,
    description,
    citation,
    effective_from,
    effective_to,
    provenance,
    meaning,
    ncands_code
from {{ ref('findings') }}
order by code
