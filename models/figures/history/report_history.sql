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

earlier as (
    select
        shown.sequence,
        shown.build_id as publication_id,
        shown.recorded_at as published_at,
        shown.as_of,
        counted.period_type,
        counted.period_start,
        counted.period_label,
        counted.metric_id,
        counted.value as published_value,
        -- A fiscal year, or a quarter of one, that was cut otherwise then is no period of today. A month that is the first
        -- of a quarter in one fiscal year is so in every other that begins a whole number of quarters later.
        case counted.period_type
            when 'fiscal_year' then month(counted.period_start) <> build.fiscal_year_first_month
            when 'quarter' then (12 + month(counted.period_start) - build.fiscal_year_first_month) % 3 <> 0
            else false
        end as is_cut_otherwise
    from shown
    inner join {{ ref('int_recorded_counts') }} as counted
        on
            shown.sequence >= counted.from_sequence
            and (counted.until_sequence is null or shown.sequence < counted.until_sequence)
    cross join {{ ref('int_build') }} as build
),

beside as (
    select
        earlier.*,
        case when not earlier.is_cut_otherwise then coalesce(counts.value, known.where_nothing) end as current_value
    from earlier
    left join {{ ref('int_published_counts') }} as counts
        on
            earlier.period_type = counts.period_type
            and earlier.period_start = counts.period_start
            and earlier.metric_id = counts.metric_id
    left join known on earlier.metric_id = known.metric_id
),

compared as (
    select
        *,
        -- A value that was unknown then, or is now, can't be told apart from one that changed.
        case
            when is_cut_otherwise then 'fiscal_year_moved'
            when published_value is null or current_value is null then 'not_delivered'
        end as not_compared_because
    from beside
),

counted as (
    select
        {%- for change in changes %}
            case when compared.not_compared_because is null then coalesce(changes.{{ change }}, 0) end as {{ change }},
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
        not_compared_because,
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
