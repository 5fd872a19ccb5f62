-- One allegation against a caregiver is enough (ITS 8(2)(F)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['allegations.perpetrator_role'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then case when marks.referral_id is null then false else marks.has_caregiver end
    end as is_broken,
    'an allegation by a caregiver' as observed,
    'allegations by third parties alone' as expected
from {{ ref('referrals') }} as reports
left join {{ ref('int_allegation_screening_marks') }} as marks
    on reports.referral_id = marks.referral_id
{{ join_rule_in_force('third_party_reason_mismatch', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['third_party_perpetrator']) }}
