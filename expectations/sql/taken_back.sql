-- Whether a file of reports that the previous publication was built from has been taken back since. Needs `previous` and
-- `landing` attached.
select count(*) > 0 as taken_back
from previous.operations.loads before
join landing.ledger.loads now using (load_id)
where before.status = 'landed' and now.status = 'retracted' and now.extract = 'referrals'
