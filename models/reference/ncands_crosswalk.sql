-- Each code list gives the federal code of its own codes. Perpetrator roles have none: the federal list asks for the
-- relationship, and a role follows it only in part.
with

federal as (
    select * from {{ ref('ncands_codes') }}
),

standing_for as (
    -- One row per thing that a federal code names and that is no code of a list.
    select
        element,
        code,
        {{ parts_of('stands_for', "';'") }} as stands_for
    from federal
),

ours as (
    {% for list, element, column in [
        ('reporter_types', 'report_source', 'ncands_source_code'),
        ('maltreatment_types', 'maltreatment_type', 'ncands_code'),
        ('findings', 'maltreatment_disposition', 'ncands_code'),
    ] %}
        select
            '{{ list }}' as code_list,
            code,
            label,
            '{{ element }}' as ncands_element,
            {{ column }} as ncands_code
        from {{ ref(list) }}
        union all
    {% endfor %}
    select
        'perpetrator_roles' as code_list,
        roles.code,
        roles.label,
        'perpetrator_relationship' as ncands_element,
        standing_for.code as ncands_code
    from {{ ref('perpetrator_roles') }} as roles
    left join standing_for
        on standing_for.element = 'perpetrator_relationship' and roles.meaning = standing_for.stands_for
    union all
    -- No code of ours: a reporter who would not be named, and a value that is missing.
    select
        case element
            when 'report_source' then 'reporter_types'
            when 'maltreatment_type' then 'maltreatment_types'
            when 'maltreatment_disposition' then 'findings'
            else 'perpetrator_roles'
        end as code_list,
        null as code,
        case stands_for when 'anonymous' then 'Anonymous, of unknown kind' else 'Not recorded' end as label,
        element as ncands_element,
        code as ncands_code
    from standing_for
    where stands_for in ('anonymous', 'missing')
),

crossed as (
    select
        ours.code_list,
        ours.code,
        ours.label,
        ours.ncands_element,
        ours.ncands_code,
        federal.label as ncands_label,
        federal.effective_from as ncands_effective_from,
        federal.provenance as ncands_provenance
    from ours
    left join federal
        on ours.ncands_element = federal.element and ours.ncands_code = federal.code
    order by ours.code_list, ours.code, ours.ncands_code
)

select * from crossed
