-- What reports of the small publication are broken down by: reason, hour, type and age, and the measures beside the rules.
-- published_fixture.py makes the tables as the models declare them. All follow from the counts in `sums`.
create temp table keyed as
select
    period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
    counts.calls_received as received, counts.calls_screened_out as out_of_them,
    counts.calls_pending_screening as waiting
from sums
where age = 0 and counts.calls_received > 0 and getvariable('as_of') is not null;

create temp table decided as select not getvariable('lost_findings') as allegations_known;

insert into reference.screen_out_reasons by name
select
    code, label, 'What “' || label || '” means.' as description, 'ITS 8(2)' as citation, date '1900-01-01' as effective_from,
    date '9999-12-31' as effective_to, 'primary' as provenance, code as meaning
from (values ('not_abuse_or_neglect', 'Not abuse or neglect'), ('victim_adult', 'Victim is an adult')) as t (code, label);

insert into reference.channels by name
select * from (values
    ('hotline', 'By telephone', 'telephone'), ('online', 'Online', 'written')
) as t (received_via, label, channel_class);

insert into reference.maltreatment_types by name
select
    code, label, 'What ' || code || ' is.' as description, 'ITS 5' as citation, date '1900-01-01' as effective_from,
    date '9999-12-31' as effective_to
from (values ('neglect', 'Neglect'), ('physical_abuse', 'Physical abuse')) as t (code, label);

insert into reference.reporter_types by name
select
    code, label, label || '.' as description, 'ITS 5(3)' as citation, date '1900-01-01' as effective_from,
    date '9999-12-31' as effective_to
from (values ('medical', 'Medical'), ('neighbor', 'Neighbor')) as t (code, label);

-- Two thirds have the first reason, two reports none, and the others the second.
insert into marts.screen_out_reason_counts by name
select
    keyed.* exclude (received, out_of_them, waiting), screen_out_reason,
    case screen_out_reason
        when 'not_abuse_or_neglect' then out_of_them * 2 // 3
        when 'victim_adult' then greatest(out_of_them - out_of_them * 2 // 3 - 2, 0)
        else least(out_of_them - out_of_them * 2 // 3, 2)
    end as reports, reports as screened_out, 0 as assigned, reports / nullif(out_of_them, 0) as share_of_screened_out,
    0.2 as share_of_screened_out_low, 0.7 as share_of_screened_out_high
from keyed cross join (values ('not_abuse_or_neglect'), ('victim_adult'), (null)) as t (screen_out_reason)
where reports > 0;

-- All on Monday mornings but one report, which came in the last hour of a Sunday.
insert into marts.report_hours by name
select
    keyed.* exclude (received, out_of_them, waiting), iso_weekday, hour_of_day, channel_class,
    case when iso_weekday = 7 then 1 else received - 1 end as reports, 0 as screened_out, 0 as assigned, 0 as anonymous
from keyed cross join (values (1, 9, 'telephone'), (7, 23, 'written')) as t (iso_weekday, hour_of_day, channel_class)
where case when iso_weekday = 7 then 1 else received - 1 end > 0;

insert into marts.maltreatment_counts by name
select
    keyed.* exclude (received, out_of_them, waiting), maltreatment_type, age_band,
    case when allegations_known then received // parts end as allegations,
    case when allegations_known then out_of_them // parts end as screened_out,
    case when allegations_known then (received - out_of_them) // parts end as assigned
from keyed cross join decided
cross join (values ('neglect', 'under 1', 2), ('physical_abuse', '1 to 5', 4)) as t (maltreatment_type, age_band, parts);

insert into marts.screening_measures by name
select
    keyed.* exclude (received, out_of_them, waiting), received as calls_received, out_of_them as calls_screened_out,
    case when allegations_known then received // 5 end as calls_on_young_children,
    case when allegations_known then received // 20 end as young_children_screened_out,
    case when allegations_known then 7 end as young_children_not_recorded,
    young_children_screened_out / nullif(calls_on_young_children, 0) as share_of_young_children_screened_out,
    case when allegations_known then 0.2 end as share_of_young_children_screened_out_low,
    case when allegations_known then 0.3 end as share_of_young_children_screened_out_high,
    out_of_them // 2 as screened_out_referred_to_services, 11 as screened_out_services_not_recorded,
    screened_out_referred_to_services / nullif(out_of_them, 0) as share_screened_out_referred_to_services,
    0.4 as share_screened_out_referred_to_services_low, 0.6 as share_screened_out_referred_to_services_high,
    received as reports_with_hours_to_screening, 1.5 as median_hours_to_screening, 20.0 as p90_hours_to_screening,
    received // 2 as reports_with_hours_to_first_attempt, 6.0 as median_hours_to_first_attempt,
    30.0 as p90_hours_to_first_attempt, 0 as days_ended, 0 as days_without_reports
from keyed cross join decided;

-- Priority I in two neighbouring bins of one bar; Priority II in the first bin, which is under a minute, and in one of days.
insert into marts.response_hours_daily by name
select
    date '2026-03-02' as due_on, county_fips, priority, 'assessment' as response_type, hour_bin,
    case when hour_bin = 0 then 0 else 1.04 ^ (hour_bin - 1) / 60 end as hour_bin_from, 1.04 ^ hour_bin / 60 as hour_bin_to,
    reports
from (values ('40143', 1, 100, 11), ('40109', 1, 101, 14), ('40143', 2, 0, 3), ('40109', 2, 220, 40))
    as t (county_fips, priority, hour_bin, reports)
where getvariable('as_of') is not null and not getvariable('lost_clocks');
