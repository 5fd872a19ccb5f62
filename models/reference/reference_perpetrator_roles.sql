select
    code,
    label,
    description,
    citation,
    effective_from,
    effective_to,
    provenance,
    meaning
from {{ ref('perpetrator_roles') }}
order by code
