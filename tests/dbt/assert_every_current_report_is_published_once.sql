-- Finds a number of reports that differs from the number of current report numbers in the landing file. Matters always: a
-- join in referrals drops or doubles rows, and every count is wrong by as many. Resolve in that join.
with counted as (
    select
        (select count(*) from {{ ref('referrals') }}) as published_count,
        (select count(*) from {{ ref('stg_referrals') }}) as current_count
)

select * from counted
where published_count <> current_count
