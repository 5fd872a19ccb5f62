-- A column that was never delivered is unknown, and no rule judges it as if its values were missing.
with inputs as (
    select * from {{ ref('int_rule_inputs') }}
),

answered as (
    select
        inputs.rule_id,
        inputs.used_for,
        inputs.input,
        bool_or(deliveries.extract is not null) as is_delivered
    from inputs
    left join {{ ref('int_deliveries') }} as deliveries
        on
            inputs.extract = deliveries.extract
            and coalesce(inputs.column_name, '') = case when inputs.column_name is null then '' else deliveries.column_name end
    group by inputs.rule_id, inputs.used_for, inputs.input
),

states as (
    select
        rule_id,
        case when bool_and(is_delivered) then 'assessed' else 'not_delivered' end as rule_state,
        coalesce(bool_and(is_delivered) filter (where used_for = 'scope'), true) as is_scope_delivered
    from answered
    group by rule_id
)

select * from states
