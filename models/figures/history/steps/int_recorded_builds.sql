-- One row per build that was published earlier, in the order of publishing, with whether report_history shows it.
{%- set newest_shown = 14 %}
with

recorded as (
    select * from {{ source('ledger', 'recorded_builds') }}
),

present as (
    select * from {{ ref('int_build') }}
),

shown as (
    select
        recorded.sequence,
        recorded.build_id,
        recorded.as_of,
        recorded.recorded_at,
        -- The build's id is longer where the oversight office's extracts were read too.
        recorded.build_id = present.build_id or starts_with(present.build_id, recorded.build_id || '-') as is_present,
        -- Two weeks of days, and the end of each month for ever: a row per day of twenty years would outgrow the
        -- figures. The month is that of the figures, because the clock of a publication can be set back.
        row_number() over (order by recorded.sequence desc) <= {{ newest_shown }}
        or row_number() over (
            partition by {{ first_of('month', local_date('recorded.as_of', 'present.time_zone')) }}
            order by recorded.sequence desc
        ) = 1 as is_shown
    from recorded
    cross join present
)

select * from shown
