-- What waits, the charts and the rules of the small publication; published_fixture.py makes the tables as the models
-- declare them. Variables besides those of published_fixture.sql: rules, scopes and provisions (files of seeds).

-- One row per report that waits, by county, thing, state and days waited. `scale` makes more of the overdue ones.
create temp table waiting as
select
    'W' || row_number() over (order by waits_for, county_fips, due_state, n) as referral_id, county_fips, waits_for,
    due_state, days_waiting, case when due_state = 'overdue' then days_waiting - 1 end as days_late,
    (date '2026-11-20' - days_waiting::int)::date as waiting_since_on,
    case when due_state = 'no_limit' then null when due_state = 'overdue' then waiting_since_on + 1 else date '2026-11-25' end
        as due_on
from (values
    ('40143', 'initiation', 'overdue', 3 * getvariable('scale'), 4), ('40109', 'initiation', 'overdue', 1, 9),
    ('40143', 'initiation', 'not_due', 5, 1), ('40143', 'initiation', 'excused', 1, 12),
    ('40109', 'finding', 'overdue', 2, 40), ('40109', 'finding', 'no_limit', 6, 20),
    ('40109', 'screening', 'no_limit', 4, 12), ('40143', 'recording', 'not_due', 7, 360)
) as t (county_fips, waits_for, due_state, reports, days_waiting)
cross join lateral (select unnest(range(reports::int)) as n)
where getvariable('as_of') is not null;

create temp table kinds as
select waits_for, not (getvariable('lost_clocks') and waits_for = 'initiation')
    and not (getvariable('lost_findings') and waits_for = 'finding') as is_known
from (values ('screening'), ('inquiry'), ('initiation'), ('review'), ('finding'), ('recording')) as t (waits_for);

insert into marts.due_report_counts by name
select
    county_fips, any_value(county_name) as county_name, any_value(district_id) as district_id, waits_for,
    date '2026-11-20' as as_of_on, case when is_known then count(referral_id) end as reports,
    case when is_known then count(*) filter (where due_state = 'not_due') end as not_due,
    case when is_known then count(*) filter (where due_state = 'overdue') end as overdue,
    case when is_known then count(*) filter (where due_state = 'excused') end as excused,
    case when is_known then count(*) filter (where due_state = 'no_limit') end as no_limit,
    case when is_known then max(days_waiting) end as longest_days_waiting,
    case when is_known then max(days_late) end as longest_days_late
from reference.counties cross join kinds left join waiting using (county_fips, waits_for)
where getvariable('as_of') is not null
group by county_fips, waits_for, is_known;

insert into marts.due_report_ages by name
select
    counties.county_fips, any_value(county_name) as county_name, any_value(district_id) as district_id, kinds.waits_for,
    waiting_band,
    from_days, date '2026-11-20' as as_of_on, case when is_known then count(referral_id) end as reports
from reference.counties cross join kinds
cross join (values ('0 to 10 days', 0, 11), ('over 10 days', 11, 1000000)) as bands (waiting_band, from_days, before_days)
left join (select county_fips, waits_for, referral_id, days_waiting from waiting) as waiting
    on waiting.county_fips = counties.county_fips and waiting.waits_for = kinds.waits_for
    and days_waiting >= from_days and days_waiting < before_days
where getvariable('as_of') is not null
group by counties.county_fips, kinds.waits_for, is_known, waiting_band, from_days;

insert into reference.policy_rules by name
select rules.*, scopes.position, scopes.in_scope_when, scopes.counted_on
from read_csv(getvariable('rules'), header = true) as rules
join read_csv(getvariable('scopes'), header = true) as scopes using (rule_id)
where rule_id not in (select rule_id from withheld_rules);

insert into reference.provisions by name select * from read_csv(getvariable('provisions'), header = true);

-- Reports under some rules by day and county. A few under one of them, so that its rate says little.
create temp table judged as
select
    received_on as counted_on, county_fips, rule_id, severity, referrals_assigned // of as assessed,
    (referrals_assigned // of * share)::bigint as broken, (hash(received_on) % 9 = 0)::bigint as not_assessed
from days cross join (values
    ('priority_1_late', 'breach', 6, 0.2), ('priority_2_late', 'breach', 2, 0.12),
    ('family_contacted_during_screening', 'review', 3, 0.1)
) as t (rule_id, severity, of, share)
union all
select received_on, county_fips, 'three_pending_not_investigated', 'breach', 1, (day(received_on) = 3)::bigint, 0
from days where county_fips = '40143' and day(received_on) <= 3
union all
select received_on, county_fips, 'recording_missing', 'breach', 0, 0, 2 from days;

insert into marts.policy_exception_counts by name
with summed as (
    select
        period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
        rule_id, severity, sum(assessed)::bigint as assessed, sum(not_assessed)::bigint as not_assessed,
        sum(broken)::bigint as broken,
        case when rule_id = 'recording_missing' or (getvariable('lost_clocks') and rule_id like 'priority%')
            then 'not_delivered' else 'assessed' end as rule_state
    from periods cross join geographies join judged using (county_fips)
    where counted_on between period_start and period_end and getvariable('as_of') is not null
    group by all
)
select
    * exclude (broken, assessed, not_assessed), assessed + not_assessed as in_scope,
    if(rule_state = 'assessed', assessed, 0) as assessed,
    if(rule_state = 'assessed', not_assessed, assessed + not_assessed) as not_assessed,
    case when rule_state = 'assessed' then broken end as broken,
    case when rule_state = 'assessed' then broken / nullif(summed.assessed, 0)::double end as rate,
    greatest(rate - 0.03, 0) as rate_low, least(rate + 0.04, 1) as rate_high
from summed
where rule_id not in (select rule_id from withheld_rules);

-- Charts of every month: one concern of a district, which is new, and one improvement of the state since July 2026. The
-- limits of response times start anew in July 2025. The share of findings waits for them from 2026 on.
insert into marts.performance_trends by name
with months as (
    select
        period_start, period_end, period_label, geography_type, geography_id, geography_name, measure, is_complete,
        is_covered, measure not like 'share_of%' or period_start < date '2026-01-01' as is_mature,
        is_covered and is_mature as is_point,
        measure like 'compliance%' and period_start >= date '2025-07-01' as is_after,
        -- What tests read of the newest months is the same; the earlier ones waver.
        case when period_start >= date '2026-07-01' then 0.9 else 0.94 + (month(period_start) % 3) / 100 end as value
    from periods
    cross join (select distinct geography_type, geography_id, geography_name from geographies)
    cross join (values
        ('compliance_priority_1'), ('compliance_priority_2'), ('share_screened_out'),
        ('share_of_investigations_unsubstantiated_or_ruled_out')
    ) as t (measure)
    where period_type = 'month' and geography_type <> 'county' and getvariable('as_of') is not null
)
select
    * exclude (is_after),
    case when geography_id = 'D00' then 9 else 100 end as denominator, denominator < 20 as has_small_denominator,
    (denominator * value)::bigint as numerator, value - 0.05 as value_low, value + 0.05 as value_high,
    case when is_after then date '2025-07-01' else date '2024-07-01' end as baseline_start,
    case when is_after then date '2025-07-01' end as restarted_on,
    case when is_after then 'The limit was shortened.' end as restart_reason,
    case when is_after then 'OAC 1:2-3' end as restart_citation,
    case when measure like 'compliance%' and period_start = date '2025-07-01'
        then 'The limit was shortened. (OAC 1:2-3)' end as annotation,
    16 as baseline_points, false as is_provisional,
    0.95 as centre, 0.011 as average_moving_range, 0.92 as lower_limit, 0.98 as upper_limit,
    case
        when not is_point then 'not_judged'
        when measure = 'compliance_priority_1' and geography_id = 'D07' and period_label = '2026-10' then 'outside'
        when measure = 'compliance_priority_2' and geography_type = 'state' and period_start >= date '2026-07-01'
            then 'shift'
        else 'common_cause'
    end as signal,
    case signal when 'outside' then 'concern' when 'shift' then 'improvement' else signal end as reading
from months;

-- The funnel of two shares in two fiscal years: one county beyond the outer limit, one beyond the inner, one without a
-- report.
insert into marts.county_comparison by name
select
    year(period_end) as fiscal_year, period_start, period_end, period_label, county_fips, county_name, measure, is_complete,
    is_covered, true as is_mature, numerator, denominator, numerator / nullif(denominator, 0)::double as value,
    greatest(value - 0.05, 0) as value_low, least(value + 0.05, 1) as value_high, denominator < 20 as has_small_denominator,
    0.45 as centre, 1.5 as z_score, 2.4 as overdispersion, 0.001 as variance_between_counties,
    case when denominator > 0 then 0.45 - 1 / sqrt(denominator) end as lower_limit_95,
    case when denominator > 0 then 0.45 + 1 / sqrt(denominator) end as upper_limit_95,
    case when denominator > 0 then greatest(0.45 - 1.6 / sqrt(denominator), 0) end as lower_limit_998,
    case when denominator > 0 then least(0.45 + 1.6 / sqrt(denominator), 1) end as upper_limit_998, outside
from periods cross join (values
    ('40143', 'Tulsa', 600, 1000, 'above_998'), ('40109', 'Oklahoma', 440, 1000, 'inside'),
    ('40017', 'Canadian', 1, 16, 'below_95'), ('00000', 'Unknown', 0, 0, null)
) as counties (county_fips, county_name, numerator, denominator, outside)
cross join (values ('compliance_priority_1'), ('share_screened_out')) as t (measure)
where period_type = 'fiscal_year' and period_start >= date '2025-07-01' and getvariable('as_of') is not null;
