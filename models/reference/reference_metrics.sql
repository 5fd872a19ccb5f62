select
    metrics.metric_id,
    metrics.label,
    metrics.definition,
    citations.citation,
    metrics.unit,
    metrics.direction_of_good,
    metrics.published_in,
    metrics.counted_from,
    metrics.counted_on,
    metrics.sql,
    nullif(metrics.needs, '') as needs,
    nullif(metrics.needs_at_priority_2, '') as needs_at_priority_2
from {{ ref('metrics') }} as metrics
left join {{ ref('metric_citations') }} as citations on metrics.metric_id = citations.metric_id
order by metrics.published_in desc, metrics.metric_id asc
