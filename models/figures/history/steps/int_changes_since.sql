-- One row per earlier publication, period and statutory count in which reports have changed since: how many, and by how
-- much in all.
{%- set cut = [
    ('month', 'month', none),
    ('quarter', 'quarter', 'shift_months'),
    ('fiscal_year', 'year', 'shift_months'),
    ('calendar_year', 'year', none),
] %}
with

builds as (
    select * from {{ ref('int_recorded_builds') }}
),

shown as (
    select sequence from builds
    where is_shown
),

places as (
    select sequence from builds
    union all
    select max(sequence) + 1 as sequence from builds
),

steps as (
    -- The first shown publication at or after each place. The place after the last publication is this build's.
    select
        places.sequence,
        min(shown.sequence) as shown_sequence
    from places
    left join shown on places.sequence <= shown.sequence
    group by places.sequence
),

versions as (
    select
        referral_id,
        {{ first_of('month', 'received_on') }} as month_start,
        counted_as,
        from_sequence,
        until_sequence,
        coalesce(
            lag(until_sequence) over (partition by referral_id order by from_sequence),
            (select min(builds.sequence) from builds)
        ) as previous_until
    from {{ ref('int_report_versions') }}
),

newest as (
    select * from versions
    where until_sequence is null
),

states as (
    -- How a report was counted earlier, or null where it was not there.
    select
        referral_id,
        month_start,
        counted_as,
        from_sequence,
        until_sequence
    from versions
    where until_sequence is not null
    union all
    select
        referral_id,
        cast(null as date) as month_start,
        cast(null as varchar) as counted_as,
        previous_until as from_sequence,
        from_sequence as until_sequence
    from versions
    where previous_until < from_sequence
),

alike as (
    select
        began.shown_sequence as from_sequence,
        ended.shown_sequence as until_sequence,
        states.month_start as month_then,
        states.counted_as as counted_then,
        newest.month_start as month_now,
        newest.counted_as as counted_now,
        count(*) as reports,
        row_number() over (order by began.shown_sequence) as group_number
    from states
    inner join steps as began on states.from_sequence = began.sequence
    inner join steps as ended on states.until_sequence = ended.sequence
    left join newest on states.referral_id = newest.referral_id
    where
        began.shown_sequence is not null
        and began.shown_sequence is distinct from ended.shown_sequence
        and (
            states.month_start is distinct from newest.month_start
            or states.counted_as is distinct from newest.counted_as
        )
    group by
        began.shown_sequence, ended.shown_sequence,
        states.month_start, states.counted_as, newest.month_start, newest.counted_as
),

sides as (
    select
        group_number,
        month_then as month_start,
        counted_then as counted_as,
        1 as is_then
    from alike
    where counted_then is not null
    union all
    select
        group_number,
        month_now as month_start,
        counted_now as counted_as,
        0 as is_then
    from alike
    where counted_now is not null
),

counts as (
    {{ counts_in_texts('sides') }}
),

months as (
    select distinct
        sides.month_start,
        (13 - build.fiscal_year_first_month) % 12 as shift_months
    from sides
    cross join {{ ref('int_build') }} as build
),

periods as (
    -- The calendar would not do: a report that is gone may have been the only one of its year.
    {%- for period_type, unit, shift in cut %}
        select
            month_start,
            '{{ period_type }}' as period_type,
            {{ first_of(unit, 'month_start', shift) }} as period_start
        from months
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

compared as (
    select
        sides.group_number,
        periods.period_type,
        periods.period_start,
        counts.metric_id,
        sum(counts.number * sides.is_then) as number_then,
        sum(counts.number * (1 - sides.is_then)) as number_now
    from sides
    inner join counts on sides.counted_as = counts.counted_as
    inner join periods on sides.month_start = periods.month_start
    group by sides.group_number, periods.period_type, periods.period_start, counts.metric_id
),

summed as (
    select
        shown.sequence,
        compared.period_type,
        compared.period_start,
        compared.metric_id,
        cast(sum(case when alike.counted_then is null then alike.reports else 0 end) as bigint) as reports_added,
        cast(sum(case when alike.counted_now is null then alike.reports else 0 end) as bigint) as reports_removed,
        cast(
            sum(
                case
                    when alike.counted_then is not null and compared.number_now > compared.number_then
                        then alike.reports
                    else 0
                end
            ) as bigint
        ) as reports_reclassified_in,
        cast(
            sum(
                case
                    when alike.counted_now is not null and compared.number_now < compared.number_then
                        then alike.reports
                    else 0
                end
            ) as bigint
        ) as reports_reclassified_out,
        cast(sum(alike.reports * (compared.number_now - compared.number_then)) as bigint) as net_change
    from compared
    inner join alike on compared.group_number = alike.group_number
    inner join shown
        on
            alike.from_sequence <= shown.sequence
            and (alike.until_sequence is null or alike.until_sequence > shown.sequence)
    where compared.number_now <> compared.number_then
    group by shown.sequence, compared.period_type, compared.period_start, compared.metric_id
)

select * from summed
