{{ config(materialized='view') }}
select
    period_type,
    period_start,
    period_label,
    metric_id,
    value,
    from_sequence,
    until_sequence
from {{ source('ledger', 'recorded_counts') }}
