-- More information was needed, so the clock runs from its arrival and not before (ITS 3(5)(C)(iv)).
{{ config(meta={
    'scope': [
        'reviews.level', 'reviews.priority_at_request', 'reviews.information_needed', 'reviews.information_received_at',
        'reviews.decided_at',
    ],
}) }}
{{ reviews_within_hours('review_not_prompt_priority_1') }}
