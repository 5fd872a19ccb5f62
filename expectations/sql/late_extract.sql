-- Days from the newest file of an extract to as_of; null where no file landed.
select epoch(max(b.as_of)) / 86400 - epoch(max(l.extracted_at)) / 86400 as days
from landing.ledger.loads l
cross join build.control.build b
where
    l.extract = $extract
    and l.status in ('landed', 'unchanged')
    and (b.read_until is null or l.extracted_at <= b.read_until)
