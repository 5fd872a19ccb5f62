-- The oversight office's own tables of the small publication.
insert into oversight.oca_caseload by name
select
    referral_id, 'open' as listed_as, true as is_open, waiting_since_on as received_on, 2027 as fiscal_year, county_fips,
    county_name, district_id, district_name_illustrative as district, 'assigned' as screening_outcome,
    date '2026-11-20' - waiting_since_on as days_open, 1 as exceptions,
    (due_state = 'overdue')::bigint as breaches
from waiting join reference.counties using (county_fips)
where waits_for = 'initiation';

insert into oversight.oca_complaints by name
select
    'K' || n as complaint_id, timestamptz '2026-11-01 12:00:00-06' as received_at, date '2026-11-01' as received_on,
    2027 as fiscal_year, '40143' as county_fips, 'Tulsa' as county_name, 'D07' as district_id, 'Tulsa' as district,
    true as in_scope, case when n <= 3 then 'received' when n <= 4 then 'decided' else 'closed' end as stage,
    case when n <= 4 then 10 * n end as days_waiting, 'unlinked' as report_link
from range(1, 9) as t (n)
where getvariable('as_of') is not null;

insert into oversight.oca_complaint_outcomes by name
select
    'fiscal_year' as period_type, date '2025-07-01' as period_start, date '2026-06-30' as period_end,
    'FY2026' as period_label, 'state' as geography_type, 'OK' as geography_id, 'Oklahoma' as geography_name,
    true as is_complete, 'all' as breakdown, 'all' as value, 'All' as value_label, 31 as complaints, 20 as in_scope,
    25 as decided, 11 as investigated, 24 as closed, 2.5 as median_days_to_follow_up, 6 as median_days_to_decision
where getvariable('as_of') is not null;
