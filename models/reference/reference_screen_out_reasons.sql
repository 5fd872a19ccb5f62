select
    code,
    label,
    description,
    citation,
    effective_from,
    effective_to,
    provenance,
    meaning
from {{ ref('screen_out_reasons') }}
order by code
