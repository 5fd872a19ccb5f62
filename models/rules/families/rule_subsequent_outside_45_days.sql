-- The report's family or the report that it is attached to decides, whichever is known.
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.family_id', 'referrals.associated_referral_id', 'referrals.accepted_at'],
}) }}
select
    subsequent.referral_id,
    subsequent.county_fips,
    subsequent.received_on as counted_on,
    case
        when
            rule.rule_id is not null
            and (subsequent.family_id is not null or subsequent.associated_referral_id is not null)
            then not subsequent.is_near
    end as is_broken,
    coalesce(
        'family accepted on ' || subsequent.family_accepted_on, 'no accepted report of the family by then'
    ) || coalesce(', associated report accepted on ' || subsequent.associated_accepted_on, '') as observed,
    'a report accepted from ' || subsequent.first_on || ' to ' || subsequent.last_on as expected
from {{ ref('int_near_reports') }} as subsequent
{{ join_rule_in_force('subsequent_outside_45_days', 'subsequent.received_on') }}
