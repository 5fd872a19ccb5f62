-- Counties are contiguous where county_adjacency lists them, even if they touch only at a corner (ITS 3(1)(A), (B)).
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.residence_county_fips', 'referrals.located_county_fips',
        'referrals.notified_county_fips',
    ],
}) }}
with known_counties as (
    select county_fips from {{ ref('counties') }}
    where county_fips <> {{ unknown_county() }}
),

expected_counties as (
    select
        reports.*,
        case
            when
                reports.residence_county_fips = reports.located_county_fips
                or contiguous.county_fips is not null then reports.residence_county_fips
            else reports.located_county_fips
        end as expected_county_fips
    from {{ ref('referrals') }} as reports
    left join {{ ref('county_adjacency') }} as contiguous
        on
            reports.residence_county_fips = contiguous.county_fips
            and reports.located_county_fips = contiguous.adjacent_county_fips
    where
        reports.screening_outcome = 'assigned'
        and reports.residence_county_fips in (select known_counties.county_fips from known_counties)
        and reports.located_county_fips in (select known_counties.county_fips from known_counties)
        and reports.notified_county_fips in (select known_counties.county_fips from known_counties)
)

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then reports.notified_county_fips <> reports.expected_county_fips
    end as is_broken,
    'county ' || reports.notified_county_fips || ' notified' as observed,
    'county ' || reports.expected_county_fips || ' notified' as expected
from expected_counties as reports
{{ join_rule_in_force('wrong_county_notified', 'reports.received_on') }}
