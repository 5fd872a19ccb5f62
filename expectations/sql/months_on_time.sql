-- For each month whose last due day has passed, oldest first: the responses in time, and all that were timely, late or
-- overdue.
select
    strftime(d.due_on, '%Y-%m') as month,
    sum(d.timely)::bigint as timely,
    (sum(d.timely) + sum(d.late) + sum(d.overdue))::bigint as judged
from build.marts.response_compliance_daily d
cross join build.control.build b
where last_day(d.due_on) < b.as_of_on
group by month
order by month
