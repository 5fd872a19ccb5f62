-- Finds codes of our lists whose federal code is none of the federal list. Matters always: the table would give a federal
-- code without a label, and a federal file would be refused. Resolve in the code list, or in the seed `ncands_codes`.
select
    code_list,
    code,
    ncands_code
from {{ ref('ncands_crosswalk') }}
where ncands_code is not null and ncands_label is null
