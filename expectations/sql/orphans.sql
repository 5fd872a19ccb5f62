-- Counts the rows of {child} that name a row which no version of {parent} has. Deleted rows of {child} are left out.
with
children as (
    select {key}, max({column}) as named
    from landing.raw.{child}
    cross join build.control.build b
    where b.read_until is null or _extracted_at <= b.read_until
    group by {key}
    having not coalesce(bool_or(deleted), false)
)
select
    count(named) as rows,
    count(named) filter (named not in (select {parent_key} from landing.raw.{parent})) as missing
from children
