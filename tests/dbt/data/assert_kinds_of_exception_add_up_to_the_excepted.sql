-- Finds periods, geographies and priorities whose excepted responses by kind of exception do not add up to the excepted
-- responses, or are known where these are unknown, or the other way round. Matters always: a response would be excused by no
-- kind, or by two. Resolve in response_exception_counts, or in the seed `initiation_exceptions` if it names a kind twice.
with

kinds as (
    select
        period_type,
        period_start,
        geography_type,
        geography_id,
        priority,
        sum(excepted) as excepted,
        count(*) > count(excepted) as is_unknown
    from {{ ref('response_exception_counts') }}
    group by period_type, period_start, geography_type, geography_id, priority
),

wholes as (
    select * from {{ ref('response_compliance') }}
    where breakdown = 'priority' and priority is not null
),

compared as (
    select
        coalesce(wholes.period_label, 'a period without responses') as period_label,
        coalesce(wholes.geography_id, kinds.geography_id) as geography_id,
        coalesce(wholes.priority, kinds.priority) as priority,
        wholes.excepted as expected,
        case when not coalesce(kinds.is_unknown, false) then coalesce(kinds.excepted, 0) end as found
    from wholes
    full outer join kinds
        on
            wholes.period_type = kinds.period_type
            and wholes.period_start = kinds.period_start
            and wholes.geography_type = kinds.geography_type
            and wholes.geography_id = kinds.geography_id
            and wholes.priority = kinds.priority
),

broken as (
    select * from compared
    where expected is distinct from found
)

select * from broken
