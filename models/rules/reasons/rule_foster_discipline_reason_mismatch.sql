-- A young child breaks the rule. A missing foster parent breaks it only on days that allegations cover (ITS 8(2)(E)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['allegations.child_age_years', 'allegations.perpetrator_role'],
}) }}
with coverage as (
    select * from {{ ref('int_extract_coverage') }}
    where extract = 'allegations'
),

disciplined as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        marks.youngest_child_age_years,
        marks.is_an_age_missing,
        case
            when marks.has_foster_parent then false
            when marks.referral_id is not null and marks.has_foster_parent is null then null
            when {{ is_covered('reports', 'coverage') }} then true
        end as is_without_foster_parent
    from {{ ref('referrals') }} as reports
    cross join coverage
    left join {{ ref('int_allegation_screening_marks') }} as marks
        on reports.referral_id = marks.referral_id
    where
        reports.screening_outcome = 'screened_out'
        and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['foster_discipline_policy_violation']) }}
)

select
    disciplined.referral_id,
    disciplined.county_fips,
    disciplined.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                case
                    when disciplined.youngest_child_age_years <= rule.upper_limit then true
                    when disciplined.is_an_age_missing then null
                    else false
                end
                or disciplined.is_without_foster_parent
    end as is_broken,
    case
        when disciplined.youngest_child_age_years <= rule.upper_limit
            then 'a child of ' || disciplined.youngest_child_age_years
        else 'no allegation by a foster or trial adoptive parent'
    end as observed,
    'allegations by a foster or trial adoptive parent, of children over ' || rule.upper_limit as expected
from disciplined
{{ join_rule_in_force('foster_discipline_reason_mismatch', 'disciplined.received_on') }}
