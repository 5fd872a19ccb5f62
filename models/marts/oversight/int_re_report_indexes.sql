-- One row an unsubstantiated report with a family, and the family's next report after the day on which that was settled.
-- Each family's reports are numbered in the order in which they came, so the next one is found by its number: one sort and
-- one join, however large a family is.
with

build as (
    select * from {{ ref('int_build') }}
),

families as (
    select distinct family_id
    from {{ ref('referrals') }}
    where
        family_id is not null
        and {{ is_unsubstantiated('finding_outcome') }}
),

reports as (
    -- A duplicate or a subsequent report tells of what is known already (ITS 14, 15).
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
        family_id in (select families.family_id from families)
        and not coalesce(
            screening_outcome = 'screened_out'
            and screen_out_reason in (
                select reasons.code from {{ ref('screen_out_reasons') }} as reasons
                where reasons.meaning in ('duplicate', 'subsequent')
            ),
            false
        )
),

findings as (
    select
        referral_id,
        max(found_on) as last_found_on
    from {{ ref('allegations') }}
    where is_investigation
    group by referral_id
),

indexes as (
    select
        reports.*,
        findings.last_found_on,
        coalesce(findings.last_found_on, {{ local_date('reports.completed_at', 'build.time_zone') }}) as index_on
    from reports
    left join findings on reports.referral_id = findings.referral_id
    cross join build
    where {{ is_unsubstantiated('reports.finding_outcome') }}
),

-- A report received on the index day itself is not after it, so it stands before the index.
days as (
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
        -- A sum, for a count with a filter is quadratic in the rows of a window.
        cast(sum(1 - is_index) over (
            partition by family_id order by day_on, is_index
            rows between unbounded preceding and current row
        ) as bigint) as reports_by_then
    from days
),

followed as (
    select
        indexes.*,
        -- "Another report": one found unsubstantiated before it came, as some are recorded, is not its own re-report.
        counted.reports_by_then
        + case when counted.reports_by_then + 1 = indexes.report_number then 2 else 1 end as next_report_number
    from indexes
    left join counted on indexes.referral_id = counted.index_referral_id
)

select
    followed.referral_id,
    followed.family_id,
    followed.county_fips,
    followed.district_id,
    followed.received_on,
    followed.finding_outcome,
    followed.index_on,
    case
        when followed.last_found_on is not null then 'found_on'
        when followed.index_on is not null then 'completed_on'
    end as index_on_basis,
    next_reports.referral_id as next_referral_id,
    next_reports.received_on as next_received_on
from followed
left join reports as next_reports
    on
        followed.family_id = next_reports.family_id
        and followed.next_report_number = next_reports.report_number
