{# The condition for the periods and geographies of trends (months) and comparisons (fiscal years). #}
{% macro measured_periods() -%}
    (
        (period_type = 'month' and geography_type in ('state', 'district'))
        or (period_type = 'fiscal_year' and geography_type in ('state', 'county'))
    )
{%- endmacro %}
