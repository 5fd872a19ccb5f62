with

deliveries as (
    select * from {{ ref('int_deliveries') }}
),

answered as (
    select
        {%- for column in [
            'received_via', 'complainant_anonymous', 'concern', 'in_scope', 'referred_to', 'agency_contacted_first',
            'agency_contact_level', 'case_standing', 'followed_up_at', 'decided_at', 'decision', 'opened_at', 'closed_at',
            'finding', 'recommendation', 'referral_id'
        ] %}
            {{ delivered('oca_complaints', column) }} as {{ column }},
        {%- endfor %}
        {{ delivered('referrals', 'screen_out_reason') }} as screen_out_reason
    from deliveries
)

select * from answered
