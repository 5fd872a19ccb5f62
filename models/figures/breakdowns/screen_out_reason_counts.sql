{%- set by = ['screen_out_reason'] -%}
with

screened_out as (
    select
        reports.*,
        {{ first_of('month', 'reports.received_on') }} as month_start
    from {{ ref('referrals') }} as reports
    where reports.screening_outcome = 'screened_out'
),

{{ break_down(
    'screened_out', by,
    delivered('referrals', 'screening_decision') ~ ' and ' ~ delivered('referrals', 'screen_out_reason')
) }},

wholes as (
    select
        *,
        sum(reports) over (partition by period_type, period_start, geography_type, geography_id) as every_reason
    from ordered
),

shared as (
    select
        * exclude (every_reason),
        {{ share('reports', 'every_reason') }} as share_of_screened_out,
        {{ wilson_low('reports', 'every_reason') }} as share_of_screened_out_low,
        {{ wilson_high('reports', 'every_reason') }} as share_of_screened_out_high
    from wholes
    order by geography_type, geography_id, period_type, period_start, screen_out_reason
)

select * from shared
