-- Finds limits of the state that no response clock reads, by their name and priority. Matters always: a misspelt limit would
-- count as one that is not in force. Resolve in the state's seed `response_limits`; the names are in `response_limit_kinds`.
select
    limits.limit_id,
    limits.priority
from {{ ref('response_limits') }} as limits
left join {{ ref('response_limit_kinds') }} as kinds
    on limits.limit_id = kinds.limit_id and limits.priority = kinds.priority
where kinds.limit_id is null
