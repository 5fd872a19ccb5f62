-- Finds metrics that the state gives no citation, and citations of metrics that there are none of. Matters always: a figure
-- without the law behind it can't be published. Resolve in the state's seed `metric_citations`.
select
    metrics.metric_id,
    citations.metric_id as cited_metric_id
from {{ ref('metrics') }} as metrics
full join {{ ref('metric_citations') }} as citations on metrics.metric_id = citations.metric_id
where metrics.metric_id is null or citations.citation is null
