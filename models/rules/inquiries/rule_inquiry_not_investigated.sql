-- Of several inquiries, the one that decides the report's outcome counts (ITS 11(2)(G)(ii)).
{{ config(meta={
    'scope': ['preliminary_inquiries.outcome'],
    'reads': ['referrals.screening_decision', 'referrals.response_type'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then reports.screening_outcome = 'assigned' and reports.response_type = 'assessment'
    end as is_broken,
    reports.response_type as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
inner join {{ ref('int_latest_inquiries') }} as inquiries
    on reports.referral_id = inquiries.referral_id
{{ join_rule_in_force('inquiry_not_investigated', 'reports.received_on') }}
where inquiries.inquiry_outcome = 'assign_investigation'
