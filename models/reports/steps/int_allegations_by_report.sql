with meanings as (
    -- A state's own codes, each with its meaning.
    select
        code,
        max(meaning) as finding_meaning
    from {{ ref('findings') }}
    group by code
),

allegations as (
    select
        allegations.*,
        meanings.finding_meaning
    from {{ ref('stg_allegations') }} as allegations
    left join meanings
        on allegations.finding = meanings.code
)

select
    referral_id,
    count(*) as allegation_count,
    -- A missing child_id identifies nobody: each such allegation counts one victim.
    count(distinct child_id) + count(*) filter (where child_id is null) as victim_count,
    min(child_age_years) as youngest_child_age_years,
    bool_or(child_age_years is null) as is_an_age_missing,
    {{ any_true('child_disability') }} as has_child_with_disability,
    count(*) filter (where finding is null) as without_finding_count,
    count(*) filter (where finding_meaning = 'substantiated') as substantiated_count,
    count(*) filter (where finding_meaning = 'unsubstantiated') as unsubstantiated_count,
    count(*) filter (where finding_meaning = 'ruled_out') as ruled_out_count
from allegations
group by referral_id
