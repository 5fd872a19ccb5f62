-- A report without any allegation keeps the rule: it has no serious one.
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['allegations.maltreatment_type', 'allegations.perpetrator_role'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then case when serious.referral_id is null then false else serious.bars_subsequent end
    end as is_broken,
    'screened out as subsequent' as observed,
    'a report of its own' as expected
from {{ ref('referrals') }} as reports
left join {{ ref('int_serious_allegations') }} as serious
    on reports.referral_id = serious.referral_id
{{ join_rule_in_force('subsequent_serious_allegation', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['subsequent']) }}
