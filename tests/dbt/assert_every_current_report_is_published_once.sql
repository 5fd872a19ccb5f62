-- Fails where the number of reports differs from that of current report numbers in the landing file: a join in
-- referrals drops or doubles rows, and every count is wrong by as many.
with counted as (
    select
        (select count(*) from {{ ref('referrals') }}) as published_count,
        (select count(*) from {{ ref('stg_referrals') }}) as current_count
)

select * from counted
where published_count <> current_count
