-- One row: the last day that the delivered reports cover. A file that states its time reaches to it, and one that states
-- none reaches to the newest report that it brought. No day after as_of_on is covered.
with

build as (
    select * from {{ ref('int_build') }}
),

received as (
    select max(received_on) as last_on
    from {{ ref('referrals') }}
),

stated as (
    select max(newest_stated_at) as newest_stated_at
    from {{ ref('int_extract_files') }}
    where extract = 'referrals'
),

covered as (
    select
        least(
            build.as_of_on,
            greatest(
                received.last_on,
                coalesce({{ local_date('stated.newest_stated_at', 'build.time_zone') }}, received.last_on)
            )
        ) as covered_until_on
    from build
    cross join received
    cross join stated
    where received.last_on is not null
)

select * from covered
