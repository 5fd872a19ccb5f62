{#
  How all figures are laid out by period and geography. `periods` is a relation of periods (period_type, period_start,
  period_end, period_label, is_complete). Where rows are placed in periods it has a row per day (calendar_on).
#}

{# The columns that name a row's period and geography, in the order in which every figure begins with them. #}
{% macro period_and_geography_columns() %}
    {% do return([
        'period_type', 'period_start', 'period_end', 'period_label',
        'geography_type', 'geography_id', 'geography_name', 'is_complete',
    ]) %}
{% endmacro %}

{# These columns, to select or group by: of one relation, or of `periods` and `geographies` where they are not yet joined. #}
{% macro period_and_geography(relation=none) -%}
    {%- for column in period_and_geography_columns() %}
        {{ relation or ('geographies' if column.startswith('geography') else 'periods') }}.{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# A from clause: the rows of a step, each in every period that holds its day and in every geography that holds its county. #}
{% macro placed(rows, on_day, periods) -%}
    {{ rows }}
    inner join {{ periods }} as periods on {{ rows }}.{{ on_day }} = periods.calendar_on
    inner join {{ ref('int_geographies') }} as geographies on {{ rows }}.county_fips = geographies.county_fips
{%- endmacro %}

{# A from clause: every period with every geography, with or without a report. #}
{% macro every_period_and_geography(periods) -%}
    {{ periods }} as periods
    cross join (
        select distinct
            geography_type,
            geography_id,
            geography_name
        from {{ ref('int_geographies') }}
    ) as geographies
{%- endmacro %}

{# The condition that joins two relations by period and geography. #}
{% macro same_period_and_geography(left_relation, right_relation) -%}
    {%- for column in ['period_type', 'period_start', 'geography_type', 'geography_id'] %}
        {{ left_relation }}.{{ column }} = {{ right_relation }}.{{ column }} {{ "and" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# A query: one row per day of a step and kind of period, with the period. The step has calendar_on and the periods' columns as
   calendar_steps names them. #}
{% macro days_in_periods(days) -%}
    {% for period_type in period_types() -%}
        select
            calendar_on,
            '{{ period_type }}' as period_type,
            {{ period_type }}_start as period_start,
            {{ period_type }}_end as period_end,
            {{ period_type }}_label as period_label
        from {{ days }}
        {% if not loop.last -%} union all {% endif -%}
    {%- endfor %}
{%- endmacro %}
