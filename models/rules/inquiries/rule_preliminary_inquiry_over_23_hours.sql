-- The hours run from the report's receipt, whenever the specialist received it (ITS 11(2)(A)). A report that was sent
-- to an inquiry and has none counts as unfinished; outside the days that inquiries cover it is not assessed.
{{ config(meta={
    'scope': ['referrals.screening_decision', 'preliminary_inquiries.completed_at'],
}) }}
with sent as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_at,
        reports.received_on as counted_on,
        inquiries.inquiry_id,
        inquiries.completed_at,
        coalesce(inquiries.completed_at, build.as_of) as completed_or_as_of,
        coalesce(inquiries.completed_on, build.as_of_on) as completed_or_as_of_on,
        {{ limit_ends_at('reports.received_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on,
        inquiries.inquiry_id is not null or {{ is_covered('reports', 'coverage') }} as is_known
    from {{ ref('referrals') }} as reports
    left join {{ ref('preliminary_inquiries') }} as inquiries
        on reports.referral_id = inquiries.referral_id
    left join {{ ref('int_extract_coverage') }} as coverage
        on coverage.extract = 'preliminary_inquiries'
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force('preliminary_inquiry_over_23_hours', 'reports.received_on') }}
    where reports.screening_decision = 'preliminary_inquiry' or inquiries.inquiry_id is not null
),

judged as (
    select
        *,
        case
            when is_known
                then {{ is_past_limit('completed_or_as_of', 'completed_or_as_of_on', 'due_at', 'last_on') }}
        end as is_broken
    from sent
    -- An unfinished inquiry is in scope from the limit on, and at any time where no limit was in force.
    where completed_at is not null or coalesce(completed_or_as_of >= due_at, completed_or_as_of_on >= last_on, true)
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    case
        when inquiry_id is null then 'no inquiry after '
        when completed_at is null then 'not completed after '
        else 'completed after '
    end || {{ hours_text(hours_between('received_at', 'completed_or_as_of')) }} as observed,
    coalesce('completed within ' || {{ hours_text(hours_between('received_at', 'due_at')) }}, 'completed by ' || last_on)
        as expected
from judged
{{ keep_deciding_row('completed_or_as_of', 'inquiry_id') }}
