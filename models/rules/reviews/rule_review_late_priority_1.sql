-- No more information was needed, so the clock runs from the request (ITS 3(5)(C)(iv)).
{{ config(meta={
    'scope': [
        'reviews.level', 'reviews.priority_at_request', 'reviews.information_needed', 'reviews.decided_at',
    ],
}) }}
{{ reviews_within_hours('review_late_priority_1') }}
