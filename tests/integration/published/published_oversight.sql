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
    case when n <= 4 then 10 * n end as days_waiting, case when n = 8 then 0 end as days_to_close,
    case when n = 1 then 'conduct' when n = 2 then 'a_code_of_no_list' end as concern,
    -- Two complaints name one report of the caseload, one a report of which the office sees nothing.
    case when n <= 2 then 'W9' when n = 3 then 'X9' end as referral_id,
    case when n <= 2 then 'in_caseload' when n = 3 then 'outside_caseload' else 'unlinked' end as report_link,
    case when n <= 2 then 'open' end as report_listed_as
from range(1, 9) as t (n)
where getvariable('as_of') is not null;

insert into oversight.oca_complaint_codes by name
select
    'concern' as code_list, 'conduct' as code, 'Conduct' as label, date '1900-01-01' as effective_from,
    date '9999-12-31' as effective_to;

insert into oversight.oca_complaint_outcomes by name
select
    'fiscal_year' as period_type, date '2025-07-01' as period_start, date '2026-06-30' as period_end,
    'FY2026' as period_label, 'state' as geography_type, 'OK' as geography_id, 'Oklahoma' as geography_name,
    true as is_complete, 'all' as breakdown, 'all' as value, 'All' as value_label, 31 as complaints, 20 as in_scope,
    25 as decided, 11 as investigated, 24 as closed, 2.5 as median_days_to_follow_up, 6 as median_days_to_decision
where getvariable('as_of') is not null
union all by name
select
    'fiscal_year' as period_type, date '2025-07-01' as period_start, date '2026-06-30' as period_end,
    'FY2026' as period_label, 'state' as geography_type, 'OK' as geography_id, 'Oklahoma' as geography_name,
    true as is_complete, 'concern' as breakdown, value, value_label, complaints, complaints as closed
from (values ('conduct', 'Conduct', 11), ('not_recorded', 'Not recorded', 20)) as t (value, value_label, complaints)
where getvariable('as_of') is not null;

-- Families within 6 months, whose windows have ended, and one that is open.
insert into oversight.re_reports by name
select
    'S' || n as referral_id, 'within_6_months' as window_id, 6 as window_length, 'months' as window_unit,
    6 as window_months, 'F' || n as family_id, '40143' as county_fips, 'D07' as district_id,
    'unsubstantiated' as finding_outcome, date '2025-08-01' as received_on, date '2025-09-01' as index_on,
    n <= 2 as is_re_reported, case when n = 1 then 'W1' end as re_report_referral_id,
    case when n = 1 then date '2025-10-01' end as re_reported_on
from range(1, 9) as t (n)
where getvariable('as_of') is not null;

insert into oversight.re_report_rates by name
select
    'fiscal_year' as period_type, date '2025-07-01' as period_start, 'FY2026' as period_label,
    geography_type, geography_id, geography_name, 'within_6_months' as window_id, 6 as window_length,
    'months' as window_unit, 6 as window_months, true as is_mature, 8 as index_reports, 0 as windows_open,
    8 as denominator, 2 as numerator, 0.25 as rate, 0.07 as rate_low, 0.59 as rate_high
from (select distinct geography_type, geography_id, geography_name from geographies)
where geography_id in ('OK', 'D07', '40143') and getvariable('as_of') is not null;
