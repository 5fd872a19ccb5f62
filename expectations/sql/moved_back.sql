-- Whether the previous publication has a later as_of than the build.
select coalesce(
    (select as_of from build.control.build) < (select max(as_of) from previous.reference.jurisdiction), false
) as moved_back
