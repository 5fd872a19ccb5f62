-- Compares the state's periods with their days, and districts and counties with the state. A period may include reports
-- dated shortly after as_of or not, so the sum of its days has a least and a most.
with
days as (
    select
        c.received_on,
        sum(c.calls_received) as most,
        coalesce(sum(c.calls_received) filter (c.received_on <= b.as_of_on), 0) as least
    from build.marts.statutory_counts_daily c
    cross join build.control.build b
    group by c.received_on
),
periods as (
    select
        period_type,
        period_start,
        period_end,
        sum(calls_received) filter (geography_type = 'state') as state,
        sum(calls_received) filter (geography_type = 'district') as districts,
        sum(calls_received) filter (geography_type = 'county') as counties
    from build.marts.statutory_counts
    group by all
),
summed as (
    select p.*, coalesce(sum(d.least), 0) as least, coalesce(sum(d.most), 0) as most
    from periods p
    left join days d on d.received_on between p.period_start and p.period_end
    group by all
),
judged as (
    select *, state is null or state < least or state > most as differs
    from summed
),
kinds as (
    select k.period_type, coalesce(sum(p.state), 0) as calls
    from (values ('month'), ('quarter'), ('fiscal_year'), ('calendar_year')) k (period_type)
    left join periods p using (period_type)
    group by k.period_type
)
select
    count(*) as rows,
    count(*) filter (differs) as wrong,
    (min(period_start) filter (differs))::varchar as first_day,
    count(*) filter (districts is distinct from state or counties is distinct from state) as parts,
    (select count(*) from kinds where calls < (select coalesce(sum(least), 0) from days)) as short
from judged
