{#
  The reviews under a rule whose limit is short, one per report. A review is in the rule's scope once it is decided or
  past its limit. A review without a priority may fall under any of the three rules: it is in the scope of each, and
  none assesses it.
#}
{% macro reviews_within_hours(rule_id) -%}
    with reviews as (
        select
            *,
            case
                when review_status in ('late', 'overdue') then true
                when review_status = 'kept' then false
            end as is_broken
        from {{ ref('screening_reviews') }}
        where
            (rule_id = '{{ rule_id }}' and review_status <> 'pending')
            or (level = 1 and priority_at_request is null)
    )

    select
        referral_id,
        county_fips,
        requested_on as counted_on,
        is_broken,
        case when decided_at is null then 'not decided after ' else 'decided after ' end
        || {{ hours_text('hours_taken') }} as observed,
        coalesce('decided within ' || {{ hours_text(hours_between('clock_started_at', 'due_at')) }}, 'decided by ' || due_on)
            as expected
    from reviews
    {{ keep_deciding_row('hours_taken', 'review_id') }}
{%- endmacro %}
