-- Publishing replaces the build's id by the audience's own publication_id, and sets its time.
{%- set changes = ['reports_added', 'reports_removed', 'reports_reclassified_in', 'reports_reclassified_out', 'net_change'] %}
with

shown as (
    select * from {{ ref('int_recorded_builds') }}
    where is_shown
),

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

-- A delivered count is 0 in a period without a report. An undelivered count is unknown in every period.
known as (
    {%- for count in statutory_counts() %}
        select
            '{{ count.name }}' as metric_id,
            cast({{ where_delivered(count.name, '0') }} as bigint) as where_nothing
        from delivered
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

compared as (
    select
        shown.sequence,
        shown.build_id as publication_id,
        shown.recorded_at as published_at,
        shown.as_of,
        earlier.period_type,
        earlier.period_start,
        earlier.period_label,
        earlier.metric_id,
        earlier.value as published_value,
        coalesce(counts.value, known.where_nothing) as current_value,
        -- A value that was unknown then, or is now, can't be told apart from one that changed.
        earlier.value is not null and coalesce(counts.value, known.where_nothing) is not null as is_known
    from shown
    inner join {{ ref('int_recorded_counts') }} as earlier
        on
            shown.sequence >= earlier.from_sequence
            and (earlier.until_sequence is null or shown.sequence < earlier.until_sequence)
    left join {{ ref('int_published_counts') }} as counts
        on
            earlier.period_type = counts.period_type
            and earlier.period_start = counts.period_start
            and earlier.metric_id = counts.metric_id
    left join known on earlier.metric_id = known.metric_id
),

counted as (
    select
        {%- for change in changes %}
            case when compared.is_known then coalesce(changes.{{ change }}, 0) end as {{ change }},
        {%- endfor %}
        compared.*
    from compared
    left join {{ ref('int_changes_since') }} as changes
        on
            compared.sequence = changes.sequence
            and compared.period_type = changes.period_type
            and compared.period_start = changes.period_start
            and compared.metric_id = changes.metric_id
),

published as (
    select
        publication_id,
        published_at,
        as_of,
        period_type,
        period_start,
        period_label,
        metric_id,
        published_value,
        current_value,
        reports_added,
        reports_removed,
        reports_reclassified_in,
        reports_reclassified_out,
        reports_reclassified_in + reports_reclassified_out as reports_reclassified,
        net_change
    from counted
    order by sequence, metric_id, period_type, period_start
)

select * from published
