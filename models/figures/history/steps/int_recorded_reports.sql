{{ config(materialized='view') }}
select
    referral_id,
    received_on,
    county_fips,
    screening_outcome,
    finding_outcome,
    counted_as,
    from_sequence,
    until_sequence
from {{ source('ledger', 'recorded_reports') }}
