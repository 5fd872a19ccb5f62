-- A report without an inquiry breaks the rule only within the days that inquiries cover (ITS 11(2)(G)(i)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['preliminary_inquiries'],
}) }}
with screened_out as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        inquiries.referral_id is not null as has_inquiry,
        {{ is_covered('reports', 'coverage') }} as is_covered
    from {{ ref('referrals') }} as reports
    left join {{ ref('int_latest_inquiries') }} as inquiries
        on reports.referral_id = inquiries.referral_id
    left join {{ ref('int_extract_coverage') }} as coverage
        on coverage.extract = 'preliminary_inquiries'
    where
        reports.screening_outcome = 'screened_out'
        and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['accidental_injury']) }}
)

select
    screened_out.referral_id,
    screened_out.county_fips,
    screened_out.received_on as counted_on,
    case
        when rule.rule_id is not null
            then case when screened_out.has_inquiry then false when screened_out.is_covered then true end
    end as is_broken,
    'no inquiry' as observed,
    'inquiry' as expected
from screened_out
{{ join_rule_in_force('accidental_injury_without_inquiry', 'screened_out.received_on') }}
