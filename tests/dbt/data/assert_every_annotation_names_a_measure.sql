-- Finds measures that an annotation names and that no chart has. Matters always: a misspelt measure would never start anew.
-- Resolve in the state's seed `annotations`.
with

named as (
    select
        annotated_on,
        {{ parts_of('measures', "';'") }} as measure
    from {{ ref('annotations') }}
)

select *
from named
where
    measure not in (
        {%- for measure in trend_measures() %}
            '{{ measure.name }}',
        {%- endfor %}
        ''
    )
