with meanings as (
    -- A state's own codes, and what each stands for.
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
),

allegations_of_child as (
    select
        referral_id,
        child_id,
        count(*) as allegation_count,
        -- A missing child_id is nobody in particular: each such allegation counts one victim.
        case when child_id is null then count(*) else 1 end as victim_count,
        min(child_age_years) as youngest_child_age_years,
        count(*) filter (where finding is null) as without_finding_count,
        count(*) filter (where finding_meaning = 'substantiated') as substantiated_count,
        count(*) filter (where finding_meaning = 'unsubstantiated') as unsubstantiated_count,
        count(*) filter (where finding_meaning = 'ruled_out') as ruled_out_count
    from allegations
    group by referral_id, child_id
)

select
    referral_id,
    cast(sum(allegation_count) as bigint) as allegation_count,
    cast(sum(victim_count) as bigint) as victim_count,
    min(youngest_child_age_years) as youngest_child_age_years,
    cast(sum(without_finding_count) as bigint) as without_finding_count,
    cast(sum(substantiated_count) as bigint) as substantiated_count,
    cast(sum(unsubstantiated_count) as bigint) as unsubstantiated_count,
    cast(sum(ruled_out_count) as bigint) as ruled_out_count
from allegations_of_child
group by referral_id
