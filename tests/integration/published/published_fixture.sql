-- A small publication: three counties in two districts and the unknown county, July 2024 to 19 November 2026.
-- Variables: as_of (null where nothing has landed), scale, lost_findings, lost_clocks, metrics (the product's file of
-- metrics), publication_id, and earlier (the id of the publication before, or null).
create schema marts;
create schema reference;
create schema operations;

create table reference.jurisdiction as
select
    'OK' as jurisdiction_id, 'Oklahoma' as jurisdiction_name, 'America/Chicago' as time_zone,
    7 as fiscal_year_first_month, '40' as state_fips, getvariable('as_of')::timestamptz as as_of,
    timezone('America/Chicago', getvariable('as_of')::timestamptz)::date as as_of_on;

create table reference.counties as
select * from (values
    ('40143', 'Tulsa', 'D07', 'Tulsa County (illustrative)'), ('40109', 'Oklahoma', 'D05', 'Central (illustrative)'),
    ('40017', 'Canadian', 'D05', 'Central (illustrative)'), ('00000', 'Unknown', 'D00', 'Unknown')
) as t (county_fips, county_name, district_id, district_name_illustrative);

create table reference.metrics as
select
    metric_id, label, 'How ' || metric_id || ' is defined.' as definition, 'R(b)' as citation, unit, direction_of_good,
    published_in, counted_from, counted_on, sql, needs, needs_at_priority_2
from read_csv(getvariable('metrics'), header = true, all_varchar = true);

create temp table days as
with dated as (
    select
        d::date as received_on, county_fips,
        ((n * (1.1 + sin(dayofyear(d) / 58.0) / 6) + hash(d::varchar || county_fips) % 5) * getvariable('scale'))::bigint
            as calls_received
    from (values ('40143', 42), ('40109', 58), ('40017', 9), ('00000', 1)) as t (county_fips, n)
    cross join (select unnest(generate_series(date '2024-07-01', date '2026-11-19', interval 1 day)) as d)
)
select
    received_on, county_fips, calls_received,
    (calls_received * 0.81)::bigint as calls_by_telephone,
    (calls_received * 0.46)::bigint as calls_screened_out,
    (calls_received * 0.05)::bigint as information_and_referral,
    case when received_on > date '2026-11-17' then calls_received // 8 else 0 end as calls_pending_screening,
    calls_received - calls_screened_out - information_and_referral - calls_pending_screening as referrals_assigned,
    (calls_received * 0.05)::bigint as calls_anonymous_stated,
    (calls_received * 0.02)::bigint as calls_anonymous_inferred,
    calls_anonymous_stated + calls_anonymous_inferred as calls_anonymous,
    (calls_received * 0.01)::bigint as calls_anonymity_not_recorded,
    (referrals_assigned * 0.5)::bigint as investigations,
    (investigations * case when received_on > date '2026-10-05' then 0.8 else 0.06 end)::bigint
        as investigations_awaiting_finding,
    ((investigations - investigations_awaiting_finding) * 0.55)::bigint as calls_unsubstantiated_or_ruled_out,
    ((investigations - investigations_awaiting_finding) * 0.08)::bigint as calls_partly_unsubstantiated,
    calls_unsubstantiated_or_ruled_out * 2 as allegations_unsubstantiated,
    (calls_unsubstantiated_or_ruled_out * 0.4)::bigint as allegations_ruled_out
from dated;

create temp table periods as
select distinct
    period_type, (date_trunc(unit, received_on - shift) + shift)::date as period_start,
    (date_trunc(unit, received_on - shift) + span + shift - interval 1 day)::date as period_end,
    case period_type
        when 'month' then strftime(period_start, '%Y-%m')
        when 'calendar_year' then strftime(period_start, '%Y')
        when 'fiscal_year' then 'FY' || year(period_end)
        else 'FY' || (year(period_start) + (month(period_start) > 6)::int)
            || ' Q' || ((month(period_start) + 5) % 12 // 3 + 1)
    end as period_label,
    date '2026-11-20' > period_end as is_complete,
    is_complete as is_covered,
    datediff('day', period_start, least(period_end, date '2026-11-19')) + 1 as days_elapsed
from days, (values
    ('month', 'month', interval 0 month, interval 1 month), ('quarter', 'quarter', interval 0 month, interval 3 month),
    ('calendar_year', 'year', interval 0 month, interval 1 year),
    ('fiscal_year', 'year', interval 6 month, interval 1 year)
) as t (period_type, unit, shift, span);

create temp table geographies as
select 'state' as geography_type, 'OK' as geography_id, 'Oklahoma' as geography_name, county_fips
from reference.counties
union all
select 'district', district_id, district_name_illustrative, county_fips from reference.counties
union all
select 'county', county_fips, county_name, county_fips from reference.counties;

-- The sums of each count by `age`: 0 the period, 1 the same period a year before, 2 as many days of that as have begun.
create temp table sums as
select
    period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
    is_covered, days_elapsed, age,
    case when age = 0 or period_end - interval 1 year >= date '2024-07-31' then
        struct_pack(
            calls_received := sum(calls_received)::bigint, calls_by_telephone := sum(calls_by_telephone)::bigint,
            calls_screened_out := sum(calls_screened_out)::bigint,
            information_and_referral := sum(information_and_referral)::bigint,
            referrals_assigned := sum(referrals_assigned)::bigint,
            calls_pending_screening := sum(calls_pending_screening)::bigint,
            calls_anonymous := sum(calls_anonymous)::bigint,
            calls_anonymous_stated := sum(calls_anonymous_stated)::bigint,
            calls_anonymous_inferred := sum(calls_anonymous_inferred)::bigint,
            calls_anonymity_not_recorded := sum(calls_anonymity_not_recorded)::bigint,
            calls_unsubstantiated_or_ruled_out :=
                case when not getvariable('lost_findings') then sum(calls_unsubstantiated_or_ruled_out) end::bigint,
            calls_partly_unsubstantiated :=
                case when not getvariable('lost_findings') then sum(calls_partly_unsubstantiated) end::bigint,
            allegations_unsubstantiated :=
                case when not getvariable('lost_findings') then sum(allegations_unsubstantiated) end::bigint,
            allegations_ruled_out := case when not getvariable('lost_findings') then sum(allegations_ruled_out) end::bigint,
            investigations := sum(investigations)::bigint,
            investigations_awaiting_finding :=
                case when not getvariable('lost_findings') then sum(investigations_awaiting_finding) end::bigint
        )
    end as counts
from periods cross join geographies cross join (values (0), (1), (2)) as t (age)
left join days on days.county_fips = geographies.county_fips
    and received_on >= case when age = 0 then period_start else period_start - interval 1 year end
    and received_on <= case age
        when 0 then period_end
        when 1 then period_end - interval 1 year
        else least(period_start - interval 1 year + to_days(days_elapsed::int - 1), period_end - interval 1 year)
    end
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

create table marts.response_compliance as
with due as (
    select
        received_on as due_on, county_fips, priority, referrals_assigned // (5 - 2 * priority) as n,
        case when received_on >= date '2026-11-15' then 0.2 else 0 end as open,
        (n * (0.92 - 0.03 * priority) * (1 - open))::bigint as timely, (n * 0.07)::bigint as late, n // 30 as overdue,
        (n * open)::bigint as pending, n // 25 as excepted, (hash(received_on) % 40 = 0)::bigint as not_evaluable
    from days, (values (1::bigint), (2::bigint)) as t (priority)
), aged as (
    -- Every day before as_of has ended, so the counts to date are those of the period.
    select
        * exclude (county_fips), due_on >= period_start as is_now,
        due_on < least(period_start - interval 1 year + to_days(days_elapsed::int), period_start) as is_before
    from periods cross join geographies join due using (county_fips)
    where due_on between period_start - interval 1 year and period_end
), summed as (
    select
        period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name,
        case when grouping(priority) = 1 then 'all' else 'priority' end as breakdown, priority,
        null::varchar as response_type, is_complete, is_complete as is_covered,
        sum(timely + late + overdue + pending + excepted) filter (where is_now) as due,
        sum(timely) filter (where is_now) as timely, sum(late) filter (where is_now) as late,
        sum(overdue) filter (where is_now) as overdue, sum(pending) filter (where is_now) as pending,
        sum(excepted) filter (where is_now) as excepted, sum(not_evaluable) filter (where is_now) as not_evaluable,
        sum(timely) filter (where is_before) as timely_before, sum(late) filter (where is_before) as late_before,
        sum(overdue) filter (where is_before) as overdue_before, sum(excepted) filter (where is_before) as excepted_before
    from aged
    group by grouping sets (
        (period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete),
        (period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
            priority)
    )
), rated as (
    select
        * exclude (
            due, timely, late, overdue, pending, excepted, not_evaluable, timely_before, late_before, overdue_before,
            excepted_before
        ),
        case when not getvariable('lost_clocks') then due end::bigint as due,
        case when not getvariable('lost_clocks') then timely end::bigint as timely,
        case when not getvariable('lost_clocks') then late end::bigint as late,
        case when not getvariable('lost_clocks') then overdue end::bigint as overdue,
        case when not getvariable('lost_clocks') then pending end::bigint as pending,
        case when not getvariable('lost_clocks') then excepted end::bigint as excepted,
        case when not getvariable('lost_clocks') then not_evaluable end::bigint as not_evaluable,
        case when not getvariable('lost_clocks') then timely_before end::bigint as timely_before,
        case when not getvariable('lost_clocks') then late_before end::bigint as late_before,
        case when not getvariable('lost_clocks') then overdue_before end::bigint as overdue_before,
        case when not getvariable('lost_clocks') then excepted_before end::bigint as excepted_before
    from summed
)
select
    * exclude (timely_before, late_before, overdue_before, excepted_before),
    timely / nullif(timely + late + overdue, 0)::double as compliance_rate,
    greatest(compliance_rate - 0.02, 0) as compliance_rate_low, least(compliance_rate + 0.01, 1) as compliance_rate_high,
    timely / nullif(timely + late + overdue + excepted, 0)::double as compliance_rate_strict,
    greatest(compliance_rate_strict - 0.02, 0) as compliance_rate_strict_low,
    least(compliance_rate_strict + 0.01, 1) as compliance_rate_strict_high,
    timely + late as reports_with_hours, case when timely > 0 then if(priority = 1, 6.4, 61.5) end::double as median_hours,
    case when timely > 0 then if(priority = 1, 15.0, 118.0) end::double as p90_hours,
    timely as timely_to_date, late as late_to_date, overdue as overdue_to_date, excepted as excepted_to_date,
    compliance_rate as compliance_rate_to_date, compliance_rate_low as compliance_rate_low_to_date,
    compliance_rate_high as compliance_rate_high_to_date, compliance_rate_strict as compliance_rate_strict_to_date,
    compliance_rate_strict_low as compliance_rate_strict_low_to_date,
    compliance_rate_strict_high as compliance_rate_strict_high_to_date,
    timely_before as timely_to_date_previous_year, late_before as late_to_date_previous_year,
    overdue_before as overdue_to_date_previous_year, excepted_before as excepted_to_date_previous_year,
    timely_before / nullif(timely_before + late_before + overdue_before, 0)::double as compliance_rate_to_date_previous_year,
    greatest(compliance_rate_to_date_previous_year - 0.02, 0) as compliance_rate_low_to_date_previous_year,
    least(compliance_rate_to_date_previous_year + 0.01, 1) as compliance_rate_high_to_date_previous_year,
    timely_before / nullif(timely_before + late_before + overdue_before + excepted_before, 0)::double
        as compliance_rate_strict_to_date_previous_year,
    greatest(compliance_rate_strict_to_date_previous_year - 0.02, 0) as compliance_rate_strict_low_to_date_previous_year,
    least(compliance_rate_strict_to_date_previous_year + 0.01, 1) as compliance_rate_strict_high_to_date_previous_year
from rated
where getvariable('as_of') is not null;

create table operations.loads as
select * from (values
    ('L00001', 'referrals', 'referrals_20261120.csv', 'ab12', 'full', timestamptz '2026-11-20 05:00:00-06', 'manifest',
        timestamptz '2026-11-20 06:00:00-06', 'landed', null, 1000, 990, 3, 2, 5, 0, 0, null, '1', null, null),
    ('L00002', 'allegations', '=allegations.csv', 'cd34', 'delta', timestamptz '2026-11-20 05:00:00-06', 'file_name',
        timestamptz '2026-11-20 07:00:00-06', 'held', 'Over 2 % of the rows would be quarantined.',
        500, 0, 0, 0, 30, 470, 0, null, '1', null::timestamptz, null::varchar)
) as t (
    load_id, extract, file_name, file_sha256, kind, extracted_at, extracted_at_source, loaded_at, status, reason,
    rows_in_file, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined, rows_held, keys_deleted, notes,
    contract_version, retracted_at, settled_by
)
where getvariable('as_of') is not null;

create table operations.rejections as
select
    'L00001' as load_id, 'referrals' as extract, 'referrals_20261120.csv' as file_name, 'cast' as rule,
    'received_at' as column_name, 5::bigint as rows_rejected, [3, 17, 40, 41, 90]::bigint[] as row_numbers
where getvariable('as_of') is not null;

create table operations.validations as
select
    timestamptz '2026-11-20 06:00:00-06' as validated_at, 'batch' as subject, 'L0000' || n as subject_id,
    'referrals' as extract, 'volume' as suite, 'rows_in_range' as expectation, null::varchar as column_name,
    'warn' as severity, n = 1 as success, '1000' as observed, 'The number of rows is near the earlier ones.' as sentence
from range(1, 3) as t (n)
where getvariable('as_of') is not null;

create table operations.publications as
select
    '20261119T110000Z-aaaaaaaaaaaa' as publication_id, timestamptz '2026-11-19 05:00:00-06' as as_of, ['L00001'] as loads,
    timestamptz '2026-11-19 06:00:00-06' as published_at, 'v0.1.0' as code_version,
    timestamptz '2026-11-20 01:00:00-06' as withdrawn_at, false as is_rebuild
where getvariable('as_of') is not null
union all by name
select
    getvariable('earlier') as publication_id, timestamptz '2026-11-19 05:00:00-06' as as_of, ['L00001'] as loads,
    timestamptz '2026-11-19 07:00:00-06' as published_at, 'v0.1.0' as code_version, false as is_rebuild
where getvariable('earlier') is not null
union all by name
select
    getvariable('publication_id') as publication_id, getvariable('as_of')::timestamptz as as_of, ['L00001'] as loads,
    timestamptz '2026-11-20 07:00:00-06' as published_at, 'v0.1.0' as code_version, false as is_rebuild
where getvariable('as_of') is not null;

create table operations.orphans as
select 'allegations' as extract, 'referrals' as parent_extract, 12::bigint as orphan_rows;

create table operations.delivered_columns as
select
    extract, column_name,
    getvariable('as_of') is not null
    and not (getvariable('lost_findings') and extract = 'allegations')
    and not (getvariable('lost_clocks') and column_name = 'initiated_at') as delivered
from (values
    ('referrals', 'received_at'), ('referrals', 'screening_decision'), ('referrals', 'response_type'),
    ('referrals', 'priority'), ('referrals', 'accepted_at'), ('referrals', 'initiated_at'),
    ('referrals', 'received_via'), ('referrals', 'reporter_declined_identity'),
    ('referrals', 'reporter_first_name_given'), ('referrals', 'reporter_last_name_given'),
    ('referrals', 'initiation_exception'), ('referrals', 'completed_at'),
    ('allegations', 'allegation_id'), ('allegations', 'finding'), ('oca_complaints', 'complaint_id')
) as t (extract, column_name)
where extract <> 'oca_complaints' or getvariable('audience') = 'oca';
