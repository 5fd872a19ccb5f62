-- One row per month of a series: whether it is a point of the chart, and the month from which its limits are counted. A
-- change of policy or practice restarts the limits where the seed says so: with the first month that begins on its day
-- or later, so that no month is judged half by one policy and half by another. A change of the state bears on the
-- series of every district too.
with

monthly as (
    select
        period_start,
        period_end,
        period_label,
        geography_type,
        geography_id,
        geography_name,
        is_complete,
        measure,
        numerator,
        denominator,
        value,
        value_low,
        value_high,
        has_small_denominator,
        is_mature,
        is_covered
    from {{ ref('int_measures') }}
    where period_type = 'month'
),

series as (
    select distinct
        geography_type,
        geography_id,
        measure
    from monthly
),

-- A change that names no measure bears on all of them.
named as (
    select
        annotated_on,
        geography_type,
        geography_id,
        what,
        citation,
        restarts,
        {{ parts_of("coalesce(measures, '')", "';'") }} as measure
    from {{ ref('annotations') }}
),

changes as (
    select
        series.*,
        named.annotated_on,
        named.what,
        named.citation,
        named.restarts,
        {{ first_of('month', 'named.annotated_on') }} as annotated_month,
        {{ last_of('month', 'named.annotated_on - 1') }} + 1 as restarts_on
    from series
    inner join named
        on
            named.measure in ('', series.measure)
            and (
                named.geography_type = 'state'
                or (
                    series.geography_type = named.geography_type
                    and series.geography_id = named.geography_id
                )
            )
),

annotated as (
    select
        geography_type,
        geography_id,
        measure,
        annotated_month,
        {{ joined_text("what || ' (' || citation || ')'", "' '", 'annotated_on, what') }} as annotation
    from changes
    group by geography_type, geography_id, measure, annotated_month
),

restarts as (
    select
        geography_type,
        geography_id,
        measure,
        restarts_on,
        max(annotated_on) as restarted_on,
        {{ joined_text('what', "' '", 'annotated_on, what') }} as restart_reason,
        {{ joined_text('citation', "'; '", 'annotated_on, what') }} as restart_citation,
        lead(restarts_on) over (
            partition by geography_type, geography_id, measure order by restarts_on
        ) as next_restart_on
    from changes
    where restarts
    group by geography_type, geography_id, measure, restarts_on
),

placed as (
    select
        monthly.*,
        coalesce(monthly.is_covered and monthly.is_mature and monthly.value is not null, false) as is_point,
        annotated.annotation,
        restarts.restarted_on,
        restarts.restart_reason,
        restarts.restart_citation,
        min(monthly.period_start) over (
            partition by
                monthly.geography_type, monthly.geography_id, monthly.measure, restarts.restarts_on
        ) as baseline_start
    from monthly
    left join annotated
        on
            monthly.geography_type = annotated.geography_type
            and monthly.geography_id = annotated.geography_id
            and monthly.measure = annotated.measure
            and monthly.period_start = annotated.annotated_month
    left join restarts
        on
            monthly.geography_type = restarts.geography_type
            and monthly.geography_id = restarts.geography_id
            and monthly.measure = restarts.measure
            and monthly.period_start >= restarts.restarts_on
            and monthly.period_start < coalesce(restarts.next_restart_on, date '9999-12-31')
)

select * from placed
