-- One row per build that was published earlier, in the order of publishing, with whether report_history shows it.
{%- set newest_shown = 14 %}
with

recorded as (
    select * from {{ source('ledger', 'recorded_builds') }}
),

present as (
    select * from {{ ref('int_build') }}
),

placed as (
    select
        recorded.*,
        present.time_zone,
        -- The build's id is longer where the oversight office's extracts were read too.
        recorded.build_id = present.build_id or starts_with(present.build_id, recorded.build_id || '-') as is_present,
        -- A rebuild of a past moment does not tell of what was published as of a later one.
        present.read_until is not null and coalesce(recorded.as_of > present.as_of, false) as is_later
    from recorded
    cross join present
),

shown as (
    select
        sequence,
        build_id,
        as_of,
        recorded_at,
        is_present,
        is_later,
        -- Two weeks of days, and the end of each month for ever: a row per day of twenty years would outgrow the
        -- figures. The month is that of the figures, because the clock of a publication can be set back.
        not is_later
        and (
            row_number() over (partition by is_later order by sequence desc) <= {{ newest_shown }}
            or row_number() over (
                partition by is_later, {{ first_of('month', local_date('as_of', 'time_zone')) }}
                order by sequence desc
            ) = 1
        ) as is_shown
    from placed
)

select * from shown
