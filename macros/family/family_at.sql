{#
  How many reports a family had at an instant. In: `questions` (referral_id, family_id, asked_at) and `reports`
  (family_id, opened_at, closed_at; closed_at is null while a report is open). Out: one row per question with
  opened_before, the family's reports opened strictly before asked_at, and open_at, those of them still open then. A
  report closed at that very instant is no longer open.

  Everything is sorted once by family and time and summed on the way, so the work grows with the number of reports. A
  family joined with itself would grow with the square of its reports, and a family may have as many as a state.
#}
{% macro family_at(questions, reports) -%}
    select
        referral_id,
        cast(opened_before as bigint) as opened_before,
        cast(open_at as bigint) as open_at
    from (
        select
            referral_id,
            sum(opens) over in_order as opened_before,
            sum(change_of_open) over in_order as open_at
        from (
            -- At one instant closings come first, then the question, then openings.
            select family_id, closed_at as at_instant, 0 as turn, cast(null as varchar) as referral_id,
                0 as opens, -1 as change_of_open
            from {{ reports }}
            where closed_at > opened_at
            union all
            select family_id, asked_at as at_instant, 1 as turn, referral_id, 0 as opens, 0 as change_of_open
            from {{ questions }}
            union all
            select family_id, opened_at as at_instant, 2 as turn, cast(null as varchar) as referral_id, 1 as opens,
                -- A report closed no later than it was opened was never open at a later instant.
                case when closed_at <= opened_at then 0 else 1 end as change_of_open
            from {{ reports }}
        ) as events
        window in_order as (
            partition by family_id
            order by at_instant, turn
            rows between unbounded preceding and current row
        )
    ) as sums
    where referral_id is not null
{%- endmacro %}
