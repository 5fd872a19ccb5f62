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
        -- Of a county's share, chance alone makes this variance.
        state.centre * (1 - state.centre) / counties.denominator as chance_variance
    from counties
    inner join state on counties.period_start = state.period_start and counties.measure = state.measure
    where counties.value is not null and state.centre > 0 and state.centre < 1
),

standardised as (
    select
        *,
        (value - centre) / sqrt(chance_variance) as z_score
    from scored
),

tails as (
    select
        period_start,
        measure,
        percentile_cont(0.1) within group (order by z_score) as lowest,
        percentile_cont(0.9) within group (order by z_score) as highest
    from standardised
    group by period_start, measure
),

-- Scores beyond the 10th and the 90th percentile are set to these, so that the outlying counties don't widen the limits
-- that should show them. Scores of chance alone come closer together by that, and are taken as what 1 means.
dispersed as (
    select
        scores.period_start,
        scores.measure,
        scores.centre,
        count(*) as compared_counties,
        cast(sum(scores.denominator) as double) as reports,
        cast(sum(scores.denominator * scores.denominator) as double) as squared_reports,
        {{ mean('power(least(greatest(scores.z_score, tails.lowest), tails.highest), 2)') }}
        / {{ dispersion_by_chance() }} as overdispersion
    from standardised as scores
    inner join tails on scores.period_start = tails.period_start and scores.measure = tails.measure
    group by scores.period_start, scores.measure, scores.centre
),

-- Counties differ by more than chance, so Spiegelhalter's additive model widens the limits: real differences have the
-- same variance in every county, however large it is. The method of moments gives it, with the weight 1 / s² of a county
-- written out as its reports / (centre * (1 - centre)).
varied as (
    select
        period_start,
        measure,
        overdispersion,
        case
            when overdispersion > 1
                then
                    centre * (1 - centre)
                    * (compared_counties * overdispersion - (compared_counties - 1))
                    / nullif(reports - squared_reports / reports, 0)
            else 0
        end as variance_between_counties
    from dispersed
),

widened as (
    select
        {%- for limit, exact_limit in [
            ('lower_limit_95', 'lower_exact_95'),
            ('upper_limit_95', 'upper_exact_95'),
            ('lower_limit_998', 'lower_exact_998'),
            ('upper_limit_998', 'upper_exact_998'),
        ] %}
            -- No share is below 0 or above 1, so no limit is either. A county without a case has no limits. Where the
            -- state's share is 0 or 1, nothing varies and nothing is widened.
            case
                when counties.value is not null then least(greatest(
                    state.centre
                    + (limits.{{ exact_limit }} - state.centre)
                    * sqrt(1 + coalesce(varied.variance_between_counties / scores.chance_variance, 0)), 0
                ), 1)
            end as {{ limit }},
        {%- endfor %}
        counties.*,
        state.centre,
        scores.z_score,
        varied.overdispersion,
        varied.variance_between_counties
    from counties
    inner join state on counties.period_start = state.period_start and counties.measure = state.measure
    left join standardised as scores
        on
            counties.period_start = scores.period_start
            and counties.measure = scores.measure
            and counties.geography_id = scores.geography_id
    left join varied on counties.period_start = varied.period_start and counties.measure = varied.measure
    left join limits
        on
            counties.period_start = limits.period_start
            and counties.measure = limits.measure
            and counties.denominator = limits.denominator
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
        is_covered,
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
        variance_between_counties,
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
