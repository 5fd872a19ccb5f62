-- Finds periods and geographies whose measures contradict the statutory counts or one another: a count that differs between
-- the two tables, an outcome that is not the sum of its anonymous, named and unrecorded reports, a part greater than its
-- whole, more clocks than reports. Matters always: both tables count the same reports. Resolve in int_screening_periods. A
-- figure that is null because a column was not delivered is not compared. A gap in what was delivered has a row of measures
-- alone, without counts.
{%- set outcomes = {
    'screened_out': 'calls_screened_out', 'information_and_referral': 'information_and_referral',
    'assigned': 'referrals_assigned', 'pending': 'calls_pending_screening',
} %}
{%- set shared = [
    'calls_received', 'calls_screened_out', 'information_and_referral', 'calls_anonymous', 'calls_anonymity_not_recorded',
] %}
with

compared as (
    select
        measures.*,
        {%- for name in (shared + outcomes.values() | list) | unique %}
            counts.{{ name }} as counted_{{ name }},
        {%- endfor %}
        counts.period_label as counted_period
    from {{ ref('screening_measures') }} as measures
    full join {{ ref('statutory_counts') }} as counts on {{ same_period_and_geography('measures', 'counts') }}
),

broken as (
    select
        period_type,
        period_start,
        geography_type,
        geography_id
    from compared
    where
        (counted_period is distinct from period_label and (period_label is null or calls_received is not null))
        {%- for name in shared %}
            or {{ name }} is distinct from counted_{{ name }}
        {%- endfor %}
        or calls_anonymous + calls_named + calls_anonymity_not_recorded <> calls_received
        {%- for outcome, whole in outcomes.items() %}
            or anonymous_{{ outcome }} + named_{{ outcome }} + anonymity_not_recorded_{{ outcome }} <> counted_{{ whole }}
        {%- endfor %}
        {%- for each in screening_shares() %}
            or {{ each.part }} > {{ each.whole }}
        {%- endfor %}
        {%- for clock in screening_clocks() %}
            or {{ clock.hours }} + {{ clock.out_of_order }} > calls_received
            or coalesce({{ clock.hours }} > 0, false)
            is distinct from coalesce({{ clock.p90 }} >= {{ clock.median }}, false)
        {%- endfor %}
        {%- for clock in contact_clocks() %}
            or {{ clock.hours }} > calls_received
            or coalesce({{ clock.hours }} > 0, false)
            is distinct from coalesce({{ clock.p90 }} >= {{ clock.median }}, false)
        {%- endfor %}
        {%- for clock in completion_clocks() %}
            or {{ clock.count }} > calls_received
            or coalesce({{ clock.count }} > 0, false)
            is distinct from coalesce({{ clock.p90 }} >= {{ clock.median }}, false)
        {%- endfor %}
        or level_1_reviews_decided > level_1_reviews
        or level_2_reviews_decided > level_2_reviews
        or unable_to_locate_followed > unable_to_locate
        or days_without_reports > days_ended
)

select * from broken
