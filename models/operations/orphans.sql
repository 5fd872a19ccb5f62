with

delivered_extracts as (
    select distinct extract from {{ ref('int_deliveries') }}
),

counted as (
    select
        orphans.extract,
        case when orphans.extract = 'recording_disclosures' then 'recordings' else 'referrals' end as parent_extract,
        case when delivered_extracts.extract is not null then orphans.orphan_count end as orphan_rows
    from {{ ref('int_orphan_counts') }} as orphans
    left join delivered_extracts on orphans.extract = delivered_extracts.extract
    order by orphans.extract
)

select * from counted
