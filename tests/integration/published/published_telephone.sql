-- The telephone line of the small publication: as many calls a day as reports are received, of which one in five is given up.
insert into reference.measure_limits by name
select * from (values
    ('answer_target', 'Target time to answer', 60, 'seconds', 'R(a)', date '1900-01-01', date '9999-12-31', 'assumed', 'Ours.'),
    ('short_abandoned_call', 'Short abandoned call', 10, 'seconds', 'R(a)', date '1900-01-01', date '9999-12-31', 'assumed', 'Ours.')
) as t (limit_id, label, upper_limit, limit_unit, citation, effective_from, effective_to, provenance, description);

insert into marts.telephone_counts by name
select
    now.* exclude (age, counts), now.counts.calls_received as calls_offered,
    calls_offered // 5 as calls_abandoned, calls_offered - calls_abandoned - 3 as calls_answered, 1 as calls_abandoned_short,
    2 as calls_voicemail, 0 as calls_transferred, 0 as calls_other, 0 as calls_outcome_not_recorded,
    calls_answered - 1 as calls_with_seconds_to_answer, 4 as calls_out_of_order, 5 as calls_led_to_report,
    0 as calls_led_to_unknown_report, calls_answered // 2 as calls_answered_within_target, 30.4 as mean_seconds_to_answer,
    25.0 as median_seconds_to_answer, 74.4 as p90_seconds_to_answer, 901.0 as longest_seconds_to_answer,
    calls_answered / nullif(calls_offered, 0) as share_calls_answered,
    calls_abandoned / nullif(calls_offered, 0) as share_calls_abandoned,
    calls_answered_within_target / nullif(calls_offered, 0) as share_answered_within_target,
    0.1 as share_calls_abandoned_low, 0.3 as share_calls_abandoned_high,
    year.counts.calls_received as calls_offered_previous_year,
    same.counts.calls_received as calls_offered_to_date_previous_year
from (from sums where age = 0 and geography_type = 'state') as now
join (from sums where age = 1) as year using (period_type, period_start, geography_type, geography_id)
join (from sums where age = 2) as same using (period_type, period_start, geography_type, geography_id)
where getvariable('as_of') is not null;

-- Half of the calls come on Monday from nine, one on Sunday from 23, and the others on Tuesday from ten.
insert into marts.telephone_hours by name
select
    period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
    is_covered, iso_weekday, hour_of_day,
    case iso_weekday when 7 then 1 when 1 then offered // 2 else offered - offered // 2 - 1 end as calls_offered,
    case iso_weekday when 7 then 0 else calls_offered // 5 end as calls_abandoned,
    calls_offered - calls_abandoned as calls_answered, calls_answered as calls_with_seconds_to_answer,
    calls_abandoned / calls_offered as share_calls_abandoned, calls_answered / calls_offered as share_calls_answered,
    case iso_weekday when 7 then 5.0 else 40.0 end as median_seconds_to_answer,
    case iso_weekday when 7 then 5.0 else 90.0 end as p90_seconds_to_answer
from (select *, calls_offered as offered from marts.telephone_counts) as counted
cross join (values (1, 9), (2, 10), (7, 23)) as t (iso_weekday, hour_of_day);

insert into marts.telephone_daily by name
select
    received_on as offered_on, sum(calls_received) as calls_offered, 0 as calls_abandoned, 60.0 as p90_seconds_to_answer,
    100.0 + dayofyear(received_on) as longest_seconds_to_answer
from days
where getvariable('as_of') is not null
group by received_on;
