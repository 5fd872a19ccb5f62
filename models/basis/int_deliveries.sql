with landed_loads as (
    select
        loads.load_id,
        loads.extract
    from {{ source('ledger', 'loads') }} as loads
    cross join {{ source('control', 'build') }} as build
    where
        loads.status = 'landed'
        and (build.read_until is null or loads.extracted_at <= build.read_until)
),

delivered_columns as (
    select distinct
        landed_loads.extract,
        delivered.column_name
    from landed_loads
    left join {{ source('ledger', 'delivered_columns') }} as delivered
        on landed_loads.load_id = delivered.load_id
)

select * from delivered_columns
