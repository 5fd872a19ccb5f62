-- The single reports of the small publication, for the audiences whose file holds them. OCA has those of its caseload.
insert into marts.due_reports by name
select
    referral_id, county_fips, district_id, waiting_since_on as received_on, 1 as priority, waits_for,
    waiting_since_on::timestamptz as waiting_since_at, waiting_since_on, days_waiting, due_on, due_state, days_late,
    1 as item_count
from waiting join reference.counties using (county_fips)
where getvariable('audience') <> 'oca' or waits_for = 'initiation';

insert into marts.policy_exceptions by name
select
    rule_id || '/' || counted_on || '/' || county_fips || '/' || n as exception_key, rule_id,
    'E' || hash(exception_key) % 1000000 as referral_id, county_fips, counted_on as occurred_on, severity,
    'observed on ' || counted_on as observed, 'as the rule says' as expected
from judged cross join lateral (select unnest(range(broken)) as n)
where getvariable('as_of') is not null and (getvariable('audience') <> 'oca' or n % 2 = 0)
    and rule_id not in (select rule_id from withheld_rules);
