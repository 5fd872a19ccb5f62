{#
  The next report of a family after a day. `reports` are the reports of the families asked about (see new_reports_of),
  numbered in the order in which they came. `indexes` are some of these reports with the day asked about, index_on. It
  takes one sort and one join, however large a family is.
#}

{# A query: the reports of a step's families, numbered in the order in which they came. Duplicates and subsequent reports
   are left out, because they repeat what is already known (ITS 14, 15). #}
{% macro new_reports_of(families) -%}
    select
        referral_id,
        family_id,
        county_fips,
        district_id,
        received_on,
        finding_outcome,
        completed_at,
        row_number() over (partition by family_id order by received_on, received_at, referral_id) as report_number
    from {{ ref('referrals') }}
    where
        family_id in (select {{ families }}.family_id from {{ families }})
        and not coalesce(
            screening_outcome = 'screened_out'
            and screen_out_reason in (
                select reasons.code from {{ ref('screen_out_reasons') }} as reasons
                where reasons.meaning in ('duplicate', 'subsequent')
            ),
            false
        )
{%- endmacro %}

{# Four steps of a query (days, counted, numbered, followed) over the steps `reports` and `indexes`. The last one has each
   index with next_referral_id and next_received_on. Neither the index itself nor a report received on the index day
   counts as a next report. #}
{% macro next_report_steps() -%}
days as (
    -- A report received on the index day is sorted before the index.
    select
        family_id,
        received_on as day_on,
        0 as is_index,
        cast(null as varchar) as index_referral_id
    from reports
    union all
    select
        family_id,
        index_on as day_on,
        1 as is_index,
        referral_id as index_referral_id
    from indexes
    where index_on is not null
),

counted as (
    select
        index_referral_id,
        is_index,
        -- A sum, because a count with a filter takes quadratic time in the rows of a window.
        cast(sum(1 - is_index) over (
            partition by family_id order by day_on, is_index
            rows between unbounded preceding and current row
        ) as bigint) as reports_by_then
    from days
),

numbered as (
    select
        indexes.*,
        -- Some reports have an index day before the day they were received: such a report is not its own next report.
        counted.reports_by_then
        + case when counted.reports_by_then + 1 = indexes.report_number then 2 else 1 end as next_report_number
    from indexes
    left join counted on indexes.referral_id = counted.index_referral_id
),

followed as (
    select
        numbered.*,
        next_reports.referral_id as next_referral_id,
        next_reports.received_on as next_received_on
    from numbered
    left join reports as next_reports
        on
            numbered.family_id = next_reports.family_id
            and numbered.next_report_number = next_reports.report_number
)
{%- endmacro %}
