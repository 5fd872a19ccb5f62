with

published as (
    select
        validations.validated_at,
        validations.subject,
        validations.subject_id,
        validations.extract,
        validations.suite,
        validations.expectation,
        validations.column_name,
        validations.severity,
        validations.success,
        validations.observed,
        validations.sentence
    from {{ source('ledger', 'validations') }} as validations
    left join {{ ref('loads') }} as loads on validations.subject_id = loads.load_id
    where validations.subject <> 'batch' or loads.load_id is not null
    order by validations.sequence, validations.suite, validations.expectation
)

select * from published
