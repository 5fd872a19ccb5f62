select
    position,
    section,
    subject,
    citation,
    plain_sentence,
    revision,
    provenance,
    treatment,
    rule_ids,
    objects,
    why_not
from {{ ref('provisions') }}
order by position
