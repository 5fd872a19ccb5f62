with

build as (
    select * from {{ ref('int_build') }}
),

windows as (
    select
        indexes.*,
        limits.window_id,
        limits.length as window_length,
        limits.unit as window_unit,
        case limits.unit when 'months' then limits.length when 'years' then 12 * limits.length end as window_months,
        {{ limit_ends_on('indexes.index_on', 'limits.length', 'limits.unit') }} as window_ends_on
    from {{ ref('int_re_report_indexes') }} as indexes
    inner join {{ ref('re_report_windows') }} as limits
        on indexes.received_on >= limits.effective_from and indexes.received_on < limits.effective_to
),

judged as (
    select
        windows.*,
        coalesce(windows.window_ends_on <= build.as_of_on, false) as is_window_ended,
        -- Without screen-out reasons a duplicate can't be told from a new report. Without an index day there is no
        -- window.
        case
            when windows.index_on is not null and delivered.screen_out_reason
                then coalesce(windows.next_received_on <= windows.window_ends_on, false)
        end as is_re_reported
    from windows
    cross join build
    cross join {{ ref('int_oversight_delivered') }} as delivered
),

told as (
    -- That the family was reported again is counted. Which report that was is told of the office's own caseload alone.
    select
        judged.*,
        caseload.referral_id as re_report_referral_id,
        case when caseload.referral_id is not null then judged.next_received_on end as re_reported_on
    from judged
    left join {{ ref('oca_caseload') }} as caseload
        on judged.is_re_reported and judged.next_referral_id = caseload.referral_id
),

published as (
    select
        referral_id,
        window_id,
        window_length,
        window_unit,
        window_months,
        family_id,
        county_fips,
        district_id,
        finding_outcome,
        received_on,
        index_on,
        index_on_basis,
        window_ends_on,
        is_window_ended,
        is_re_reported,
        re_report_referral_id,
        re_reported_on,
        cast(re_reported_on - index_on as bigint) as days_to_re_report,
        cast(case when is_window_ended then 1 else 0 end as bigint) as denominator,
        cast(
            case
                when is_re_reported is null and is_window_ended then null
                when is_window_ended and is_re_reported then 1
                else 0
            end as bigint
        ) as numerator
    from told
    order by index_on, county_fips, referral_id, window_months, window_id
)

select * from published
