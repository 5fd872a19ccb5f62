-- More was needed, so the time runs from the moment it came (ITS 3(5)(C)(iv)); until then nothing runs.
{{ config(meta={
    'scope': [
        'reviews.level', 'reviews.priority_at_request', 'reviews.information_needed', 'reviews.information_received_at',
        'reviews.decided_at',
    ],
}) }}
{{ reviews_within_hours('review_not_prompt_priority_1') }}
