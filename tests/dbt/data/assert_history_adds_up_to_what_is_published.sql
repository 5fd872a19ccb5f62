-- Finds counts of earlier publications to which the reports added, removed and reclassified since do not add today's
-- difference. Matters always: nobody can explain a figure that changed without a change of reports. Resolve in
-- int_changes_since, or find out who wrote into the ledger: publishing records reports and figures in one step.
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
