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
from {{ ref('maltreatment_types') }}
order by code
