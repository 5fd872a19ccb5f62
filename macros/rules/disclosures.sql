{#
  Every disclosure of a recording of a current report, judged by the rule in force on the day of the recording. Each row
  has the day of the disclosure.
#}
{% macro disclosures(rule_id, condition) -%}
    select
        recordings.referral_id,
        recordings.county_fips,
        {{ local_date('disclosures.disclosed_at', 'build.time_zone') }} as counted_on,
        disclosures.disclosure_id,
        case when rule.rule_id is not null then {{ condition }} end as is_broken
    from {{ ref('stg_recording_disclosures') }} as disclosures
    inner join {{ ref('recordings') }} as recordings
        on disclosures.recording_id = recordings.recording_id
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force(rule_id, 'recordings.recorded_on') }}
{%- endmacro %}
