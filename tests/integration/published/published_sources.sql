-- Kinds of reporter and channels of the small publication: three reports in four are by medical staff by telephone.
insert into marts.report_source_counts by name
select
    keyed.* exclude (received, out_of_them, waiting), reporter_type, received_via,
    case reporter_type when 'medical' then received * 3 // 4 else received - received * 3 // 4 end as reports,
    0 as screened_out, reports as assigned, 0 as anonymous
from keyed cross join (values ('medical', 'hotline'), (null, 'online')) as t (reporter_type, received_via)
where case reporter_type when 'medical' then received * 3 // 4 else received - received * 3 // 4 end > 0;
