-- One child is enough to break the rule, so a missing age leaves it open unless another victim is a child (ITS 8(2)(B)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['allegations.child_age_years'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                case
                    when marks.youngest_child_age_years < rule.lower_limit then true
                    when marks.is_an_age_missing then null
                    else false
                end
    end as is_broken,
    'youngest alleged victim ' || marks.youngest_child_age_years as observed,
    rule.lower_limit || ' or older' as expected
from {{ ref('referrals') }} as reports
left join {{ ref('int_allegation_screening_marks') }} as marks
    on reports.referral_id = marks.referral_id
{{ join_rule_in_force('adult_victim_reason_mismatch', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['victim_adult']) }}
