select
    code_list,
    code,
    label,
    description,
    citation,
    effective_from,
    effective_to,
    provenance
from {{ ref('oca_complaint_codes') }}
order by code_list, code, effective_from
