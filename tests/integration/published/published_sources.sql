-- Kinds of reporter and channels of the small publication: three reports in four are by medical staff by telephone.
insert into marts.report_source_counts by name
select
    keyed.* exclude (received, out_of_them, waiting), reporter_type, received_via,
    case reporter_type when 'medical' then received * 3 // 4 else received - received * 3 // 4 end as reports,
    0 as screened_out, reports as assigned, 0 as anonymous
from keyed cross join (values ('medical', 'hotline'), (null, 'online')) as t (reporter_type, received_via)
where case reporter_type when 'medical' then received * 3 // 4 else received - received * 3 // 4 end > 0;

insert into marts.report_source_shares by name
with broken_down as (
    select *, 'reporter_type' as breakdown, null as channel, reporter_type as kind from marts.report_source_counts
    union all
    select *, 'received_via', received_via, null from marts.report_source_counts
), summed as (
    select
        period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
        breakdown, kind as reporter_type, channel as received_via, sum(reports) as reports, sum(screened_out) as screened_out
    from broken_down group by all
)
select
    *, reports / sum(reports) over (partition by period_type, period_start, geography_id, breakdown) as share_of_reports,
    share_of_reports - 0.01 as share_of_reports_low, share_of_reports + 0.01 as share_of_reports_high,
    screened_out / reports as share_screened_out, 0.0 as share_screened_out_low, 0.02 as share_screened_out_high
from summed;
