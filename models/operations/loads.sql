with

build as (
    select * from {{ ref('int_build') }}
),

loads as (
    -- A build as of a past day shows the deliveries that it could read.
    select
        ledger_loads.*,
        retractions.retracted_at
    from {{ source('ledger', 'loads') }} as ledger_loads
    cross join build
    left join {{ source('ledger', 'retractions') }} as retractions on ledger_loads.load_id = retractions.load_id
    where
        build.read_until is null
        or ledger_loads.extracted_at is null
        or ledger_loads.extracted_at <= build.read_until
),

published as (
    -- The path is left out: it belongs to the operator's machine.
    select
        load_id,
        extract,
        file_name,
        file_sha256,
        kind,
        extracted_at,
        extracted_at_source,
        loaded_at,
        status,
        reason,
        rows_in_file,
        rows_loaded,
        rows_unchanged,
        rows_superseded,
        rows_quarantined,
        rows_held,
        keys_deleted,
        notes,
        contract_version,
        retracted_at
    from loads
    -- In the order of delivery, which no column tells: a clock can be set back.
    order by sequence
)

select * from published
