-- A near report is one that subsequent_outside_45_days asks for. One that goes on is enough.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.screen_out_reason', 'referrals.accepted_at',
        'referrals.family_id|referrals.associated_referral_id',
    ],
    'reads': ['referrals.family_id', 'referrals.associated_referral_id', 'referrals.completed_at'],
}) }}
select
    subsequent.referral_id,
    subsequent.county_fips,
    subsequent.received_on as counted_on,
    case when rule.rule_id is not null then not subsequent.is_one_ongoing end as is_broken,
    'every report accepted from ' || subsequent.first_on || ' to ' || subsequent.last_on
    || ' was completed before' as observed,
    'a report that was not completed' as expected
from {{ ref('int_near_reports') }} as subsequent
{{ join_rule_in_force('subsequent_without_ongoing_report', 'subsequent.received_on') }}
where subsequent.is_near
