-- Two reports as an analyst's file holds them, and the rules, limits and figures that explain them.
create schema marts;
create schema reference;
set TimeZone = 'America/Chicago';

create table reference.jurisdiction as
select
    'OK' as jurisdiction_id, 'Oklahoma' as jurisdiction_name, 'America/Chicago' as time_zone,
    timestamptz '2026-11-20 05:00:00-06' as as_of, date '2026-11-20' as as_of_on;

create table reference.counties as select '40143' as county_fips, 'Tulsa' as county_name;

create table reference.policy_rules (
    position bigint, rule_id varchar, label varchar, severity varchar, citation varchar, sentence varchar,
    in_scope_when varchar, counted_on varchar, lower_limit bigint, upper_limit bigint, limit_unit varchar,
    effective_from date, effective_to date, provenance varchar
);
insert into reference.policy_rules values
(1, 'priority_2_late', 'Priority II late', 'review', 'R(h)(2)', 'It starts by its due date; this one did not.',
 'Priority II reports', 'the due day', null, null, null, '1900-01-01', '9999-12-31', 'primary'),
(2, 'response_time_out_of_range', 'Date out of range', 'breach', 'R(h)(2), ITS 17(2)', 'The date lies outside.',
 'Priority II reports with a date', 'the day accepted', null, null, null, '1900-01-01', '2021-09-15', 'secondary'),
(2, 'response_time_out_of_range', 'Date out of range', 'breach', 'R(h)(2), ITS 17(2)', 'The date lies outside.',
 'Priority II reports with a date', 'the day accepted', null, null, null, '2021-09-15', '9999-12-31', 'primary'),
(3, 'review_late_priority_1', 'Review late', 'breach', 'ITS 3(5)(C)(iv)', 'A review took over an hour.',
 'reviews', 'the day requested', null, 1, 'hours', '2021-09-15', '9999-12-31', 'assumed'),
(4, 'unaccompanied_minor_screened_out', 'Minor screened out', 'breach', 'ITS 8(1)(E), 8(3)(D)', 'A minor was out.',
 'reports of minors alone', 'the day received', null, null, null, '2021-09-15', '9999-12-31', 'primary'),
(5, 'reason_missing', 'No reason', 'breach', 'ITS 13', 'A screened-out report has no reason.',
 'reports screened out', 'the day received', null, null, null, '2021-09-15', '9999-12-31', 'primary'),
(6, 'fourth_report_not_investigated', 'Fourth not investigated', 'breach', 'R(i)(2)(B)', 'The fourth was assessed.',
 'assigned reports after three', 'the day received', 3, null, 'reports', '2021-09-15', '9999-12-31', 'primary'),
(7, 'subsequent_outside_45_days', 'Subsequent too late', 'breach', 'ITS 15(1)', 'It came after 45 days.',
 'reports screened out as subsequent', 'the day received', 0, 45, 'days', '2021-09-15', '9999-12-31', 'primary'),
(8, 'response_time_under_2_days', 'Date too early', 'review', 'R(h)(2)', 'The date lies before the second day.',
 'Priority II reports with a date', 'the day accepted', null, null, null, '1900-01-01', '9999-12-31', 'primary');

create table reference.provisions (citation varchar, plain_sentence varchar, objects varchar);
insert into reference.provisions values
('R(h)(2)', 'Every other report starts within two to ten days.', 'marts.response_times.due_on;marts.referrals.response_due_on'),
('R(i)(2)(B)', 'After three reports the next is investigated.', 'marts.referrals.prior_accepted;marts.referrals.family_id'),
('ITS 3(5)', 'A district may dispute a referral.', 'marts.screening_reviews.outcome'),
('ITS 8(1)(E)', 'A minor alone is never screened out.', 'marts.referrals.unaccompanied_minor'),
('ITS 13', 'What is not assigned is documented.', null),
('ITS 17(2)', 'To investigate starts within five days.', 'reference.response_limits');

create table reference.response_limits (
    limit_id varchar, priority bigint, response_type varchar, days bigint, length bigint, unit varchar, counted_from varchar,
    effective_from date, effective_to date, citation varchar, provenance varchar, description varchar
);
insert into reference.response_limits values
('initiation_days', 2, 'assessment', 15, 15, 'days', 'accepted_on', '1900-01-01', '2021-09-15', 'R', 'secondary', ''),
('initiation_days', 2, 'assessment', 10, 10, 'days', 'accepted_on', '2021-09-15', '9999-12-31', 'R(h)(2)', 'primary', ''),
('set_date_max_days', 2, 'assessment', 15, 15, 'days', 'accepted_on', '1900-01-01', '2021-09-15', 'R', 'secondary', ''),
('set_date_max_days', 2, 'assessment', 10, 10, 'days', 'accepted_on', '2021-09-15', '9999-12-31', 'R(h)(2)', 'primary', ''),
('set_date_min_days', 2, 'assessment', 2, 2, 'days', 'accepted_on', '1900-01-01', '9999-12-31', 'R(h)(2)', 'primary', ''),
('initiation_days', 1, 'assessment', 0, 0, 'days', 'received_on', '1900-01-01', '9999-12-31', 'R(h)(1)', 'primary', '');

create table reference.metrics as
select
    'compliance_rate' as metric_id, 'Compliance' as label, 'How many were timely.' as definition,
    'R(h)(2); ITS 21(2)' as citation, 'share' as unit, 'higher' as direction_of_good,
    'marts.response_compliance' as published_in, 'marts.response_times' as counted_from, 'counted_on' as counted_on,
    'count(*) filter (where timely)' as sql, 'referrals.priority' as needs, 'referrals.accepted_at' as needs_at_priority_2
union all
select
    'median_hours_priority_1', 'Median hours', 'Half were initiated sooner.', 'R(h)(1)', 'hours', 'lower',
    'marts.performance_trends', 'marts.response_times', 'counted_on', 'median(hours_to_initiation)',
    'referrals.priority;referrals.initiated_at', null;

create table marts.performance_trends as
select
    geography_type, label as period_label, start as period_start, is_complete,
    'median_hours_priority_1' as measure, value::double as value
from (values
    ('district', '2026-10', date '2026-10-01', true, 9.5), ('state', '2026-09', date '2026-09-01', true, 3.5),
    ('state', '2026-10', date '2026-10-01', true, 2.5), ('state', '2026-11', date '2026-11-01', false, 0.5)
) as t (geography_type, label, start, is_complete, value);

create table marts.response_compliance as
select * from (values
    ('fiscal_year', 'FY2026', date '2025-07-01', date '2026-06-30', true, 'county', 'all', 0.22),
    ('fiscal_year', 'FY2026', date '2025-07-01', date '2026-06-30', true, 'state', 'priority', 0.11),
    ('fiscal_year', 'FY2025', date '2024-07-01', date '2025-06-30', true, 'state', 'all', 0.81),
    ('fiscal_year', 'FY2026', date '2025-07-01', date '2026-06-30', true, 'state', 'all', 0.84),
    ('fiscal_year', 'FY2027', date '2026-07-01', date '2027-06-30', false, 'state', 'all', null::double),
    ('month', '2026-10', date '2026-10-01', date '2026-10-31', true, 'state', 'all', 0.33)
) as t (period_type, period_label, period_start, period_end, is_complete, geography_type, breakdown, compliance_rate);

create table marts.policy_exception_counts as
select
    'fiscal_year' as period_type, label as period_label, make_date(first, 7, 1) as period_start,
    make_date(first + 1, 6, 30) as period_end, first < 2026 as is_complete, geography_type,
    rule_id, in_scope, in_scope as assessed, 0 as not_assessed, broken - less as broken,
    (broken - less) / in_scope as rate, rule_state
from (values ('county', 1), ('state', 0)) as geographies (geography_type, less)
cross join (values ('FY2026', 2025), ('FY2027', 2026), ('FY2028', 2027)) as years (label, first)
cross join (values
    ('priority_2_late', 40, 5, 'assessed'), ('review_late_priority_1', 3, null, 'not_delivered'),
    ('unaccompanied_minor_screened_out', null, null, 'not_delivered'), ('reason_missing', 9, 0, 'assessed')
) as rules (rule_id, in_scope, broken, rule_state);

create table marts.referrals as
select
    referral_id, received_at, (received_at at time zone 'America/Chicago')::date as received_on,
    '40143' as county_fips, 'medical' as reporter_type, screening_outcome, 2 as priority, 'F1' as family_id,
    'assessment' as response_type,
    case when screening_outcome = 'assigned' then received_at + interval 1 hour end as accepted_at,
    (accepted_at at time zone 'America/Chicago')::date as accepted_on, null::timestamptz as completed_at,
    'none' as finding_outcome, date '2026-11-09' as response_due_on, prior_accepted, null::boolean as unaccompanied_minor
from (values
    ('R1', timestamptz '2026-11-01 10:00:00-06', 2::bigint, 'assigned'),
    ('R2', timestamptz '2021-03-01 10:00:00-06', null, 'assigned'),
    ('R3', timestamptz '2026-11-10 10:00:00-06', 3, 'assigned'),
    ('R4', timestamptz '2026-11-12 10:00:00-06', null, 'screened_out')
) as t (referral_id, received_at, prior_accepted, screening_outcome);

create table marts.response_times as
select
    referral_id, accepted_at as clock_started_at, date '2026-11-09' as due_on, 'late' as response_status,
    date '2026-11-12' as initiated_on, 264.5 as hours_to_initiation, 3 as days_late
from marts.referrals;

create table marts.policy_verdicts as
select * from (values
    ('priority_2_late', 'R1', date '2026-11-09', 'broken', 'initiated on 2026-11-12', 'initiated by 2026-11-09'),
    ('response_time_out_of_range', 'R1', date '2026-11-01', 'kept', null, null),
    ('review_late_priority_1', 'R1', date '2026-11-01', 'not_assessed', null, null),
    ('priority_2_late', 'R2', date '2021-03-16', 'kept', null, null),
    ('response_time_out_of_range', 'R2', date '2021-03-01', 'not_assessed', null, null),
    ('fourth_report_not_investigated', 'R2', date '2021-03-01', 'not_assessed', null, null),
    ('fourth_report_not_investigated', 'R3', date '2026-11-10', 'broken', 'assessment after 3 reports', 'investigation'),
    ('review_late_priority_1', 'R3', date '2026-11-10', 'broken', 'decided after 2 h', 'decided within 1 h'),
    ('subsequent_outside_45_days', 'R4', date '2026-11-12', 'kept', null, null)
) as t (rule_id, referral_id, counted_on, verdict, observed, expected);

create table marts.allegations as
select 'A1' as allegation_id, 'R1' as referral_id, 'neglect' as maltreatment_type, 'prfc' as perpetrator_role;

create table marts.screening_reviews as
select
    review_id, referral_id, outcome, 1 as level, 1 as priority_at_request, false as information_needed,
    'review_late_priority_1' as rule_id, timestamptz '2026-11-10 12:00:00-06' as requested_at,
    null::timestamptz as information_received_at, requested_at + to_hours(hours) as decided_at,
    requested_at + interval 1 hour as due_at, date '2026-11-10' as due_on, hours::double as hours_taken,
    hours <= 1 as is_within, if(hours <= 1, 'kept', 'late') as review_status
from (values
    ('V1', 'R1', 'remain_assigned', 1), ('V2', 'R1', null, null),
    ('V3', 'R3', 'remain_assigned', 1), ('V4', 'R3', 'remain_assigned', 2), ('V5', 'R3', 'remain_assigned', 3)
) as t (review_id, referral_id, outcome, hours);
