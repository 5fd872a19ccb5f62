with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select * from {{ ref('int_delivered') }}
),

known_counties as (
    select county_fips from {{ ref('counties') }}
    where county_fips <> {{ unknown_county() }}
),

accidental_injury as (
    select {{ greatest_by('code', ['effective_from', 'code']) }} as code
    from {{ ref('screen_out_reasons') }}
    where meaning = 'accidental_injury'
),

screened as (
    select
        reports.*,
        inquiries.inquiry_outcome,
        -- The first known county in the order of the policy: notified, located, residence.
        coalesce(notified.county_fips, located.county_fips, residence.county_fips, {{ unknown_county() }})
            as county_fips,
        {{ local_date('reports.received_at', 'build.time_zone') }} as received_on,
        {{ local_date('reports.accepted_at', 'build.time_zone') }} as accepted_on,
        build.fiscal_year_first_month,
        {{ screening_outcome() }} as screening_outcome
    from {{ ref('stg_referrals') }} as reports
    left join {{ ref('int_latest_inquiries') }} as inquiries
        on reports.referral_id = inquiries.referral_id
    left join known_counties as notified
        on reports.notified_county_fips = notified.county_fips
    left join known_counties as located
        on reports.located_county_fips = located.county_fips
    left join known_counties as residence
        on reports.residence_county_fips = residence.county_fips
    cross join build
    cross join delivered
),

judged as (
    select
        screened.*,
        case
            when delivered.screen_out_reason and screened.screening_outcome = 'screened_out'
                then
                    case
                        when screened.screen_out_reason is not null then 'stated'
                        -- The result of an inquiry is itself the reason (ITS 11(2)(G)(i)).
                        when screened.inquiry_outcome = 'accidental_injury' then 'from_inquiry'
                    end
        end as reason_basis,
        case
            when delivered.investigations
                then coalesce(screened.screening_outcome = 'assigned' and screened.response_type = 'investigation', false)
        end as is_investigation,
        case
            when not delivered.anonymity then null
            when screened.reporter_declined_identity is not null then 'stated'
            when
                (screened.reporter_first_name_given and screened.reporter_last_name_given) is not null
                then 'inferred'
            else 'not_recorded'
        end as anonymity_basis,
        -- Three values: one missing name is enough for true, both names are needed for false.
        coalesce(
            screened.reporter_declined_identity,
            not (screened.reporter_first_name_given and screened.reporter_last_name_given)
        ) as is_anonymous
    from screened
    cross join delivered
),

published as (
    select
        judged.referral_id,
        judged.received_at,
        judged.received_on,
        cast(
            year(judged.received_on)
            + case
                when
                    judged.fiscal_year_first_month > 1
                    and month(judged.received_on) >= judged.fiscal_year_first_month then 1
                else 0
            end as bigint
        ) as fiscal_year,
        judged.county_fips,
        judged.residence_county_fips,
        judged.located_county_fips,
        judged.notified_county_fips,
        counties.district_id,
        counties.district_name_illustrative as district,
        judged.received_via,
        judged.reporter_type,
        judged.is_anonymous,
        judged.anonymity_basis,
        judged.reporter_declined_identity,
        judged.reporter_first_name_given,
        judged.reporter_last_name_given,
        judged.reporter_contact_given,
        judged.family_id,
        judged.screening_outcome,
        judged.screening_decision,
        judged.screened_at,
        case when judged.reason_basis = 'from_inquiry' then accidental_injury.code else judged.screen_out_reason end
            as screen_out_reason,
        judged.reason_basis,
        judged.associated_referral_id,
        judged.accepted_at,
        judged.accepted_on,
        judged.priority,
        judged.response_type,
        judged.is_investigation,
        judged.response_due_on,
        judged.initiated_at,
        judged.initiation_exception,
        judged.completed_at,
        case
            when delivered.screening_decision and delivered.completed_at
                then judged.screening_outcome = 'assigned' and judged.completed_at is null
        end as is_open,
        case
            when not delivered.findings then null
            when not judged.is_investigation or allegations.allegation_count is null then 'none'
            when allegations.without_finding_count > 0 then 'pending'
            when allegations.substantiated_count > 0 then 'substantiated'
            when allegations.unsubstantiated_count = allegations.allegation_count then 'unsubstantiated'
            when allegations.ruled_out_count = allegations.allegation_count then 'ruled_out'
            when
                allegations.unsubstantiated_count + allegations.ruled_out_count = allegations.allegation_count
                then 'unsubstantiated_or_ruled_out'
            when allegations.unsubstantiated_count + allegations.ruled_out_count > 0 then 'unsubstantiated_in_part'
            else 'other'
        end as finding_outcome,
        case when delivered.allegations then coalesce(allegations.allegation_count, 0) end as allegation_count,
        case
            when delivered.allegations and delivered.child_id then coalesce(allegations.victim_count, 0)
        end as victim_count,
        allegations.youngest_child_age_years,
        case
            when allegations.youngest_child_age_years <= young_child.upper_limit then true
            when allegations.is_an_age_missing then null
            else allegations.youngest_child_age_years <= young_child.upper_limit
        end as concerns_young_child,
        allegations.has_child_with_disability as concerns_child_with_disability,
        judged.county_office_received_at,
        judged.district_notified_at,
        judged.emergency_response,
        judged.kids_searched,
        judged.ims_searched,
        judged.search_exception_given,
        judged.judicial_report,
        judged.court_permits_screen_out,
        judged.unaccompanied_minor,
        judged.newborn_in_open_case,
        judged.newborn_bar_condition,
        judged.substance_affected_newborn,
        judged.drug_endangered_child,
        judged.open_case_type,
        judged.prior_accepted_reports,
        -- The larger of the extracts' number and KIDS' number, or the one that is known.
        case
            when judged.screening_outcome = 'assigned'
                then greatest(
                    coalesce(history.earlier_accepted, judged.prior_accepted_reports),
                    coalesce(judged.prior_accepted_reports, history.earlier_accepted)
                )
        end as prior_accepted,
        history.pending_accepted,
        judged.deprived_petition,
        judged.tribal_jurisdiction_accepted,
        judged.possible_indian_child,
        judged.mother_county_fips,
        judged.jurisdiction_county_fips,
        judged.services_referred,
        judged.reporter_informed,
        judged.existing_kk_case,
        judged.updated_at,
        judged.time_notes
    from judged
    inner join {{ ref('counties') }} as counties
        on judged.county_fips = counties.county_fips
    left join {{ ref('int_allegations_by_report') }} as allegations
        on judged.referral_id = allegations.referral_id
    left join {{ ref('int_family_history') }} as history
        on judged.referral_id = history.referral_id
    left join {{ ref('measure_limits') }} as young_child
        on
            young_child.limit_id = 'young_child'
            and judged.received_on >= young_child.effective_from
            and judged.received_on < young_child.effective_to
    cross join delivered
    cross join accidental_injury
)

select * from published
