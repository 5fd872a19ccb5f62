-- An investigation alone makes findings, so only those of investigations count. The findings of a family are counted on
-- the way through its days: those by the last day, less those before the first, less the report's own.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.family_id', 'referrals.response_type',
        'allegations.maltreatment_type', 'allegations.finding', 'allegations.found_on',
    ],
    'reads': ['referrals.response_type'],
}) }}
with findings as (
    select
        reports.referral_id,
        reports.family_id,
        allegations.found_on
    from {{ ref('allegations') }} as allegations
    inner join {{ ref('referrals') }} as reports
        on allegations.referral_id = reports.referral_id
    where
        allegations.is_investigation
        and {{ means('allegations.maltreatment_type', 'maltreatment_types', ['sexual_abuse', 'sexual_exploitation']) }}
        and {{ means('allegations.finding', 'findings', ['substantiated']) }}
        and allegations.found_on is not null
),

assigned as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.family_id,
        reports.response_type,
        reports.received_on,
        {{ limit_before('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as first_on
    from {{ ref('referrals') }} as reports
    {{ join_rule_of_scope('recent_sexual_abuse_not_investigated', 'reports.received_on') }}
    where
        reports.screening_outcome = 'assigned'
        and reports.family_id in (select findings.family_id from findings)
),

days as (
    -- On one day the first day of a report comes first, then findings, then the last day of a report.
    select
        family_id,
        first_on as on_day,
        0 as turn,
        referral_id,
        0 as is_finding
    from assigned
    union all
    select
        family_id,
        found_on as on_day,
        1 as turn,
        cast(null as varchar) as referral_id,
        1 as is_finding
    from findings
    union all
    select
        family_id,
        received_on as on_day,
        2 as turn,
        referral_id,
        0 as is_finding
    from assigned
),

counted as (
    select
        referral_id,
        sum(is_finding) over (
            partition by family_id
            order by on_day, turn
            rows between unbounded preceding and current row
        ) as findings_by_then
    from days
),

of_family as (
    select
        referral_id,
        max(findings_by_then) - min(findings_by_then) as findings
    from counted
    where referral_id is not null
    group by referral_id
),

of_report as (
    select
        assigned.referral_id,
        count(*) as findings
    from assigned
    inner join findings
        on
            assigned.referral_id = findings.referral_id
            and findings.found_on between assigned.first_on and assigned.received_on
    group by assigned.referral_id
)

select
    assigned.referral_id,
    assigned.county_fips,
    assigned.received_on as counted_on,
    case when rule.rule_id is not null then assigned.response_type = 'assessment' end as is_broken,
    assigned.response_type || ' after ' || cast(of_family.findings - coalesce(of_report.findings, 0) as bigint)
    || ' findings of sexual abuse since ' || assigned.first_on as observed,
    'investigation' as expected
from assigned
inner join of_family
    on assigned.referral_id = of_family.referral_id
left join of_report
    on assigned.referral_id = of_report.referral_id
{{ join_rule_in_force('recent_sexual_abuse_not_investigated', 'assigned.received_on') }}
where of_family.findings - coalesce(of_report.findings, 0) > 0
