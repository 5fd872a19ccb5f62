{#
  Steps of a query that ends in `ordered`: the rows of an earlier step in every period and geography, by the columns `by`.
  Only combinations that occur have a row. The earlier step has `by`, month_start, county_fips, screening_outcome and
  is_anonymous.

  `known` is a condition on int_deliveries: whether what the rows are broken down by was delivered. Where it was not, nobody
  knows a single count, and every period and geography with reports has one row without any.

  These tables have more rows than any other figure. So a combination of `by` has a number, and the sums run over numbers.
#}
{% macro break_down(rows, by, known, counted='reports') -%}
    {%- set counts = breakdown_counts(counted) -%}
    {%- set columns = by + counts | map(attribute='name') | list -%}
    {%- set counted_by_month, summed, published = [], [], [] -%}
    {%- for count in counts -%}
        {%- do counted_by_month.append(reports_where(count.condition) ~ ' as ' ~ count.name) -%}
        {%- do summed.append('sum(by_month.' ~ count.name ~ ') as ' ~ count.name) -%}
        {%- set known_count = where_delivered(count.needs_of, 'named.' ~ count.name) -%}
        {%- do published.append('cast(' ~ known_count ~ ' as bigint) as ' ~ count.name) -%}
    {%- endfor -%}
    {%- set sets, types = [], [] -%}
    {%- for period_type in period_types() -%}
        {%- set start = 'months.' ~ period_type ~ '_start, by_month.slice_number' -%}
        {%- do sets.append(start) -%}
        {%- do sets.append(start ~ ', counties.district_id') -%}
        {%- do sets.append(start ~ ', by_month.county_fips') -%}
        {%- do types.append('when summed.' ~ period_type ~ "_start is not null then '" ~ period_type ~ "'") -%}
    {%- endfor -%}
    delivered as (
        select
            figures.*,
            deliveries.is_known
        from {{ ref('int_delivered_figures') }} as figures
        cross join (
            select {{ known }} as is_known
            from {{ ref('int_deliveries') }}
        ) as deliveries
    ),

    by_month as (
        -- By month first: a period of every kind is made of whole months.
        select
            {{ by | join(', ') }},
            {{ counted_by_month | join(', ') }},
            month_start,
            county_fips,
            dense_rank() over (order by {{ by | join(', ') }}) as slice_number
        from {{ rows }}
        group by month_start, county_fips, {{ by | join(', ') }}
    ),

    slices as (
        select distinct
            {{ by | join(', ') }},
            slice_number
        from by_month
    ),

    months as (
        select distinct {{ period_types() | join('_start, ') }}_start
        from {{ ref('calendar') }}
    ),

    summed as (
        select
            months.{{ period_types() | join('_start, months.') }}_start,
            {{ summed | join(', ') }},
            counties.district_id,
            by_month.county_fips,
            by_month.slice_number
        from by_month
        inner join months on by_month.month_start = months.month_start
        inner join {{ ref('counties') }} as counties on by_month.county_fips = counties.county_fips
        group by grouping sets (({{ sets | join('), (') }}))
    ),

    named as (
        select
            summed.{{ counts | map(attribute='name') | join(', summed.') }},
            summed.slice_number,
            case {{ types | join(' ') }} end as period_type,
            coalesce(summed.{{ period_types() | join('_start, summed.') }}_start) as period_start,
            case
                when summed.county_fips is not null then 'county'
                when summed.district_id is not null then 'district'
                else 'state'
            end as geography_type,
            coalesce(summed.county_fips, summed.district_id, build.jurisdiction_id) as geography_id
        from summed
        cross join {{ ref('int_build') }} as build
    ),

    laid_out as (
        select
            {{ period_and_geography() }},
            row_number() over (
                order by geographies.geography_type, geographies.geography_id, periods.period_type, periods.period_start
            ) as place_number
        from {{ every_period_and_geography(ref('int_periods')) }}
        where periods.holds_reports
    ),

    broken_down as (
        select
            slices.{{ by | join(', slices.') }},
            {{ published | join(', ') }},
            laid_out.*,
            named.slice_number
        from named
        inner join laid_out on {{ same_period_and_geography('named', 'laid_out') }}
        inner join slices on named.slice_number = slices.slice_number
        cross join delivered
        where delivered.is_known
        union all
        select
            null as {{ columns | join(', null as ') }},
            laid_out.*,
            0 as slice_number
        from laid_out
        cross join delivered
        where not delivered.is_known
    ),

    ordered as (
        select
            {{ period_and_geography('broken_down') }},
            {{ columns | join(', ') }}
        from broken_down
        order by place_number, slice_number
    )
{%- endmacro %}
