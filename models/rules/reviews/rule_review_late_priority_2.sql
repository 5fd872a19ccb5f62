-- The limit is the end of the day of the request, or of the day on which the information came (ITS 3(5)(C)(v)). An
-- undecided review keeps the rule until that day is over.
{{ config(meta={
    'scope': [
        'reviews.level', 'reviews.priority_at_request', 'reviews.information_needed', 'reviews.information_received_at',
    ],
    'reads': ['reviews.decided_at'],
}) }}
with reviews as (
    select
        *,
        case
            when review_status in ('late', 'overdue') then true
            when review_status in ('kept', 'pending') then false
        end as is_broken
    from {{ ref('screening_reviews') }}
    where
        rule_id = 'review_late_priority_2'
        or (level = 1 and priority_at_request is null)
)

select
    referral_id,
    county_fips,
    requested_on as counted_on,
    is_broken,
    coalesce(
        'decided after ' || {{ hours_text('case when due_at is not null and decided_at is not null then hours_taken end') }},
        'decided on ' || decided_on,
        'not decided'
    ) as observed,
    coalesce('decided within ' || {{ hours_text(hours_between('clock_started_at', 'due_at')) }}, 'decided by ' || due_on)
        as expected
from reviews
{{ keep_deciding_row('days_taken', 'review_id') }}
