select
    received_via,
    label,
    channel_class
from {{ ref('channels') }}
order by received_via
