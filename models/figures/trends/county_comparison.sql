with

counties as (
    select * from {{ ref('int_measures') }}
    where
        period_type = 'fiscal_year'
        and geography_type = 'county'
        and is_share
),

state as (
    select
        period_start,
        measure,
        value as centre
    from {{ ref('int_measures') }}
    where
        period_type = 'fiscal_year'
        and geography_type = 'state'
        and is_share
),

limits as (
    select * from {{ ref('int_funnel_limits') }}
),

scored as (
    select
        counties.*,
        state.centre,
        case
            when state.centre > 0 and state.centre < 1
                then (counties.value - state.centre) / sqrt(state.centre * (1 - state.centre) / counties.denominator)
        end as z_score
    from counties
    inner join state on counties.period_start = state.period_start and counties.measure = state.measure
),

tails as (
    select
        period_start,
        measure,
        percentile_cont(0.1) within group (order by z_score) as lowest,
        percentile_cont(0.9) within group (order by z_score) as highest
    from scored
    group by period_start, measure
),

-- Counties differ by more than chance, so Spiegelhalter's multiplicative model widens the limits. Scores beyond the
-- 10th and the 90th percentile are set to these, so that the outlying counties don't widen the limits that should show
-- them.
dispersed as (
    select
        scored.period_start,
        scored.measure,
        {{ mean('power(least(greatest(scored.z_score, tails.lowest), tails.highest), 2)') }} as overdispersion
    from scored
    inner join tails on scored.period_start = tails.period_start and scored.measure = tails.measure
    where scored.z_score is not null
    group by scored.period_start, scored.measure
),

widened as (
    select
        {%- for limit, exact_limit in [
            ('lower_limit_95', 'lower_exact_95'),
            ('upper_limit_95', 'upper_exact_95'),
            ('lower_limit_998', 'lower_exact_998'),
            ('upper_limit_998', 'upper_exact_998'),
        ] %}
            -- No share is below 0 or above 1, so no limit is either. A county without a case has no limits.
            case
                when scored.value is not null then least(greatest(
                    scored.centre
                    + (limits.{{ exact_limit }} - scored.centre) * sqrt(greatest(1, coalesce(dispersed.overdispersion, 1))), 0
                ), 1)
            end as {{ limit }},
        {%- endfor %}
        scored.*,
        dispersed.overdispersion
    from scored
    left join dispersed on scored.period_start = dispersed.period_start and scored.measure = dispersed.measure
    left join limits
        on
            scored.period_start = limits.period_start
            and scored.measure = limits.measure
            and scored.denominator = limits.denominator
),

published as (
    select
        cast(year(period_end) as bigint) as fiscal_year,
        period_start,
        period_end,
        period_label,
        geography_id as county_fips,
        geography_name as county_name,
        measure,
        is_complete,
        is_mature,
        numerator,
        denominator,
        value,
        value_low,
        value_high,
        has_small_denominator,
        centre,
        z_score,
        overdispersion,
        lower_limit_95,
        upper_limit_95,
        lower_limit_998,
        upper_limit_998,
        -- A value on a limit is inside; the tolerance keeps the last bit of a division from deciding.
        case
            when value is null then null
            when value > upper_limit_998 + 1e-9 then 'above_998'
            when value > upper_limit_95 + 1e-9 then 'above_95'
            when value < lower_limit_998 - 1e-9 then 'below_998'
            when value < lower_limit_95 - 1e-9 then 'below_95'
            else 'inside'
        end as outside
    from widened
)

-- By name and never by rank: a funnel plot replaces a league table.
select * from published
order by period_start, measure, county_name
