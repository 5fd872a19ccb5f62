{{ config(materialized='table') }}
with meanings_of_types as (
    select
        code,
        max(meaning) as maltreatment
    from {{ ref('maltreatment_types') }}
    group by code
),

meanings_of_roles as (
    select
        code,
        max(meaning) as perpetrator
    from {{ ref('perpetrator_roles') }}
    group by code
),

allegations as (
    select
        allegations.referral_id,
        types.maltreatment,
        allegations.perpetrator_role is not null as is_role_given,
        roles.perpetrator
    from {{ ref('allegations') }} as allegations
    left join meanings_of_types as types
        on allegations.maltreatment_type = types.code
    left join meanings_of_roles as roles
        on allegations.perpetrator_role = roles.code
),

judged as (
    select
        referral_id,
        -- Three values: unknown where the type is missing.
        maltreatment in ('child_death', 'near_death', 'human_trafficking')
        or (
            maltreatment = 'sexual_abuse'
            and is_role_given and perpetrator not in ('unrelated_third_party', 'unknown')
        ) as bars_subsequent,
        coalesce(
            (
                maltreatment in ('sexual_abuse', 'sexual_exploitation')
                and perpetrator in ('prfc', 'foster_parent', 'trial_adoptive_parent')
            )
            or maltreatment in ('child_death', 'near_death', 'abandonment', 'human_trafficking')
            or perpetrator in ('foster_parent', 'trial_adoptive_parent', 'child_care_provider'),
            false
        ) as calls_for_investigation
    from allegations
)

select
    referral_id,
    {{ any_true('bars_subsequent') }} as bars_subsequent,
    bool_or(calls_for_investigation) as calls_for_investigation
from judged
-- Few allegations are of these kinds; a report without one has no row.
where calls_for_investigation or coalesce(bars_subsequent, true)
group by referral_id
