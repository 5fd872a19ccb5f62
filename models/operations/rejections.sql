with

published as (
    select
        rejections.load_id,
        rejections.extract,
        rejections.file_name,
        rejections.rule,
        rejections.column_name,
        rejections.rows as rows_rejected,
        rejections.row_numbers
    from {{ source('ledger', 'rejections') }} as rejections
    inner join {{ ref('loads') }} as loads on rejections.load_id = loads.load_id
    where loads.status <> 'retracted'
    order by rejections.load_id, rejections.rule, rejections.column_name
)

select * from published
