-- Kinds of exceptions of the small publication, whose Priority I has none: every third is of a neutral setting.
insert into reference.initiation_exceptions by name
select code, label, label || ' it is.' as description, 2 as priority, 'investigation' as response_type, citation,
    date '1900-01-01' as effective_from, date '9999-12-31' as effective_to, 'primary' as provenance, code as meaning
from (values
    ('neutral_setting', 'Neutral setting', 'ITS 21(2)(B)'), ('special_circumstance', 'Special circumstance', 'ITS 19(1)')
) as t (code, label, citation);

insert into marts.response_exception_counts by name
with kinds as (
    select
        whole.* exclude (excepted), code as initiation_exception, label, citation,
        case code when 'neutral_setting' then excepted // 3 else excepted - excepted // 3 end as excepted
    from marts.response_compliance as whole
    join reference.initiation_exceptions as kinds on whole.priority = kinds.priority
    where breakdown = 'priority' and excepted is not null
)
select
    period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
    is_covered, priority, initiation_exception, label, citation, excepted
from kinds where excepted > 0
union all
select
    period_type, period_start, period_end, period_label, geography_type, geography_id, geography_name, is_complete,
    is_covered, priority, null, null, null, null
from marts.response_compliance where breakdown = 'priority' and excepted is null;
