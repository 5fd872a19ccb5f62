with

contracted as (
    -- The landing stores the contract's columns and the loader's own, which are left out here.
    select
        table_name as extract,
        column_name,
        ordinal_position as column_order
    from information_schema.columns
    where
        table_catalog = '{{ source("ledger", "loads").database }}'
        and table_schema = 'raw'
        and column_name not like '\_%' escape '\'
        and table_name not like '%\_seen' escape '\'
),

deliveries as (
    select * from {{ ref('int_deliveries') }}
),

answered as (
    select
        contracted.extract,
        contracted.column_name,
        deliveries.column_name is not null as delivered
    from contracted
    left join deliveries
        on contracted.extract = deliveries.extract and contracted.column_name = deliveries.column_name
    order by contracted.extract, contracted.column_order
)

select * from answered
