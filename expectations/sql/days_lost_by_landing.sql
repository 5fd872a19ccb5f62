-- Counts lost days with the landing file. Deletions explain a vanished day if two things hold: at least as many of the
-- reports that ever lay on it are deleted now as were published, and none that still lies on it is missing from the
-- build. A report that a correction moved to another day is not deleted. Where the build rightly read less, because as_of
-- moved back or a file was taken back, the number of deletions does not matter.
with
read as (select read_until from build.control.build),
versions as (
    select v.referral_id, v._content_hash, v._order_updated_at, v._order_extracted_at
    from (
        select referral_id, _content_hash, _order_updated_at, _order_extracted_at, _extracted_at
        from landing.raw.referrals
        union all
        select referral_id, _content_hash, _order_updated_at, _order_extracted_at, _extracted_at
        from landing.raw.referrals_seen
    ) v
    cross join read
    where read.read_until is null or v._extracted_at <= read.read_until
),
newest as (
    select
        referral_id,
        arg_max(_content_hash, (_order_updated_at, _order_extracted_at, _content_hash)) as _content_hash
    from versions
    group by referral_id
),
reports as (
    select n.referral_id, r.received_at, coalesce(r.deleted, false) as deleted
    from newest n
    join landing.raw.referrals r using (referral_id, _content_hash)
),
stood as (
    select distinct timezone($zone, received_at)::date as received_on, referral_id
    from landing.raw.referrals
    where timezone($zone, received_at)::date in (select received_on from vanished)
),
days as (
    select
        d.received_on,
        d.calls,
        count(*) filter (r.deleted) as deleted,
        count(*) filter (not r.deleted and timezone($zone, r.received_at)::date = d.received_on) as left_out
    from vanished d
    left join stood s using (received_on)
    left join reports r using (referral_id)
    group by all
),
judged as (
    select *, left_out > 0 or (not $read_less and deleted < calls) as lost
    from days
)
select
    count(*) filter (lost) as wrong,
    coalesce(sum(calls) filter (lost), 0)::bigint as calls,
    coalesce(sum(least(deleted, calls)) filter (lost), 0)::bigint as deleted,
    (min(received_on) filter (lost))::varchar as first_day
from judged
