select
    metric_id,
    label,
    definition,
    citation,
    unit,
    direction_of_good,
    published_in,
    counted_from,
    counted_on,
    sql
from {{ ref('metrics') }}
order by published_in desc, metric_id asc
