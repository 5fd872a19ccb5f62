{%- set portions = {'lower_exact_95': 0.025, 'upper_exact_95': 0.975, 'lower_exact_998': 0.001, 'upper_exact_998': 0.999} %}
-- One row per fiscal year, measure and denominator that a county has, with the limits that chance alone would set
-- around the state's share: exact quantiles of the binomial distribution. A quantile is the smallest number of reports
-- up to which a given portion of all outcomes lies. It is divided by the denominator, so a share strictly outside is
-- rarer than the limit says. Each probability is its predecessor times their ratio, so no factorial is needed. Terms
-- farther away than 7 standard deviations and 7 reports are left out: together they are below 1e-10.
with

counties as (
    select distinct
        counties.period_start,
        counties.measure,
        counties.denominator,
        state.value as centre
    from {{ ref('int_measures') }} as counties
    inner join {{ ref('int_measures') }} as state
        on counties.period_start = state.period_start and counties.measure = state.measure
    where
        counties.geography_type = 'county'
        and counties.is_share
        and counties.value is not null
        and state.period_type = 'fiscal_year'
        and state.geography_type = 'state'
),

spread as (
    select
        *,
        -- Windows over one number cost half as much as windows over the columns that it stands for.
        row_number() over (order by period_start, measure, denominator) as funnel_id,
        denominator * centre as expected,
        7 * sqrt(denominator * centre * (1 - centre)) + 7 as reach
    from counties
    where centre > 0 and centre < 1
),

bounded as (
    select
        *,
        cast(greatest(floor(expected - reach), 0) as bigint) as first_reports,
        cast(least(ceil(expected + reach), denominator) as bigint) as last_reports
    from spread
),

outcomes as (
    select
        funnel_id,
        denominator,
        centre,
        first_reports,
        {{ numbers_between('first_reports', 'last_reports') }} as reports
    from bounded
),

likened as (
    select
        funnel_id,
        reports,
        -- Probability of the outcome relative to the first one.
        exp(sum(case
            when reports > first_reports then ln((denominator - reports + 1) * centre / (reports * (1 - centre))) else 0
        end) over (partition by funnel_id order by reports)) as likelihood
    from outcomes
),

cumulated as (
    select
        funnel_id,
        reports,
        sum(likelihood) over (partition by funnel_id order by reports) as up_to
    from likened
),

whole as (
    select
        funnel_id,
        max(up_to) as all_outcomes
    from cumulated
    group by funnel_id
),

limited as (
    select
        {%- for limit, portion in portions.items() %}
            min(cumulated.reports) filter (
                where cumulated.up_to >= ({{ portion }} - 1e-12) * whole.all_outcomes
            ) as {{ limit }}_reports,
        {%- endfor %}
        cumulated.funnel_id
    from cumulated
    inner join whole on cumulated.funnel_id = whole.funnel_id
    group by cumulated.funnel_id
),

-- Where the state's share is 0 or 1, nothing varies and all limits equal that share.
published as (
    select
        {%- for limit in portions %}
            coalesce(limited.{{ limit }}_reports / counties.denominator, counties.centre) as {{ limit }},
        {%- endfor %}
        counties.period_start,
        counties.measure,
        counties.denominator,
        counties.centre
    from counties
    left join spread
        on
            counties.period_start = spread.period_start
            and counties.measure = spread.measure
            and counties.denominator = spread.denominator
    left join limited on spread.funnel_id = limited.funnel_id
)

select * from published
