-- A second level is asked for where the district disagrees with the first answer, so that answer came before (ITS
-- 3(5)(C)(vi)). A review of unknown level may have been it.
{{ config(meta={
    'scope': ['reviews.level'],
    'reads': ['reviews.decided_at'],
}) }}
with second_reviews as (
    select
        review_id,
        referral_id,
        county_fips,
        received_on,
        requested_at,
        requested_on
    from {{ ref('screening_reviews') }}
    where level = 2
),

-- When a report had its first answer, and when it had one that may have been the first.
answered as (
    select
        referral_id,
        min(decided_at) filter (where level = 1) as first_decided_at,
        min(decided_at) filter (where level is null) as perhaps_decided_at
    from {{ ref('screening_reviews') }}
    group by referral_id
),

reviews as (
    select
        second_reviews.review_id,
        second_reviews.referral_id,
        second_reviews.county_fips,
        second_reviews.requested_on,
        answered.first_decided_at,
        case
            when rule.rule_id is not null
                then
                    case
                        when answered.first_decided_at <= second_reviews.requested_at then false
                        when answered.perhaps_decided_at <= second_reviews.requested_at then null
                        else true
                    end
        end as is_broken
    from second_reviews
    inner join answered
        on second_reviews.referral_id = answered.referral_id
    {{ join_rule_in_force('second_review_without_first', 'second_reviews.received_on') }}
)

select
    referral_id,
    county_fips,
    requested_on as counted_on,
    is_broken,
    case when first_decided_at is null then 'no first decision' else 'first decision after the request' end as observed,
    'a first decision by the request' as expected
from reviews
{{ keep_deciding_row('is_broken', 'review_id') }}
