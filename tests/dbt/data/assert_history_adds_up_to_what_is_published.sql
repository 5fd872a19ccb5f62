-- Finds counts of earlier publications that do not come to today's by the reports added, removed and reclassified since.
-- Matters always: a figure that changed without a report that changed can't be explained. Resolve in int_changes_since, or
-- find out who wrote into the ledger: what publishing recorded of the reports and of the figures went in at once.
select
    publication_id,
    period_type,
    period_start,
    metric_id,
    published_value,
    current_value,
    net_change
from {{ ref('report_history') }}
where
    published_value + net_change <> current_value
    or (
        not starts_with(metric_id, 'allegations_')
        and reports_added - reports_removed + reports_reclassified_in - reports_reclassified_out <> net_change
    )
