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
) }}

select * from ordered
