-- A search that nobody recorded counts as not made. One reason for a missing search excuses both (ITS 2(3), 6).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screened_at', 'referrals.accepted_at'],
    'reads': ['referrals.kids_searched', 'referrals.ims_searched', 'referrals.search_exception_given'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                (reports.kids_searched is not true or reports.ims_searched is not true)
                and reports.search_exception_given is not true
    end as is_broken,
    'kids_searched ' || coalesce(cast(reports.kids_searched as varchar), 'missing') || ', ims_searched '
    || coalesce(cast(reports.ims_searched as varchar), 'missing') as observed,
    'both searched, or a reason why not' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('records_search_missing', 'reports.received_on') }}
where
    (reports.screening_decision is not null or reports.screened_at is not null or reports.accepted_at is not null)
